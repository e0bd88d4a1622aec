//! A safe fix repairs what it speaks of: with all of them applied, nothing is found any more.

use filrouge_language::read_after;
use filrouge_report::{Edit, Findings, Safety};
use filrouge_source::Sources;

fn findings_of(text: &str) -> Findings {
    let mut sources = Sources::new();
    let file = sources.add("fix.kdl", text);
    let (tree, mut findings) = filrouge_syntax::parse(file, text);
    let others = read_after(&[tree], &sources, &findings).1;
    findings.extend(others);
    findings
}

/// The text with the first fix of each finding applied, from the end backwards.
fn fixed(text: &str, least: Safety) -> String {
    let findings = findings_of(text);
    let fixes = findings.iter().filter_map(|finding| finding.fixes.first()).filter(|fix| fix.safety <= least);
    let mut edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits.clone()).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[test]
fn safe_fixes_keep_the_meaning() {
    for (wrong, right) in [
        ("purpose a basis=consent", "purpose a { basis consent; }"),
        ("purpose a basis=consent { channels b }", "purpose a { basis consent; channels b }"),
        ("segment a \"true\"", "segment a when=\"true\""),
        ("purpose a { basis consent; expires \"3 years\" }", "purpose a { basis consent; expires \"3y\" }"),
        ("segment a when=\"true\" { description 42 }", "segment a when=\"true\" { description \"42\" }"),
        (
            "channel a connector=c { cap 3 per \"7d\"; quiet-hours from=\"9pm\" to=\"8:00\" }",
            "channel a connector=c { cap 3 per=\"7d\"; quiet-hours from=\"21:00\" to=\"08:00\" }",
        ),
        (
            "journey a { enter on=X re-entry=never; send name=b via=c d template=t }",
            "journey a { enter on=X { re-entry never; }; send b template=t { via c d; } }",
        ),
        (
            "journey a { enter on=X; split b { when c condition=\"true\" } }",
            "journey a { enter on=X; split b { when c \"true\" } }",
        ),
    ] {
        assert_eq!(fixed(wrong, Safety::Safe), right);
        assert_eq!(findings_of(right).len(), 0, "{right}");
    }
}

#[test]
fn what_may_be_meant_otherwise_is_not_applied_unseen() {
    let wrong = "jurney a { enter on=Cart Updated; sned b vai=c template=t }";
    assert_eq!(fixed(wrong, Safety::Safe), wrong);
    let right = "journey a { enter on=\"Cart Updated\"; send b via=c template=t }";
    assert_eq!(fixed(wrong, Safety::Unsafe), right);
    assert_eq!(findings_of(right).len(), 0);
}
