//! Random text never panics, and whatever is refused is refused with a finding inside the text.

use crate::random::Random;
use crate::shop::{Shop, compile};
use filrouge_expression::Want;

const PARTS: &[&str] = &[
    "profile",
    "event",
    "entry",
    "steps",
    "now",
    ".",
    ".country",
    ".plan",
    ".items",
    ".first_name",
    "(",
    ")",
    "[",
    "]",
    "&&",
    "||",
    "!",
    "==",
    "=",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "in",
    "?",
    ":",
    ",",
    "'FR'",
    "\"x\"",
    "'",
    "\"",
    "\\",
    "’",
    "“a”",
    "1",
    "20.5",
    "9223372036854775808",
    "2d",
    "0x",
    "has(",
    ".exists(i, ",
    ".map(x, x)",
    "true",
    "null",
    "is",
    "not",
    "and",
    "or",
    "between",
    " ",
    "\n",
    "é",
    "😀",
    "{",
    "`",
    "duration('1h')",
    ".in('loyal')",
    "??",
    "?.",
    ".orValue(",
    "\u{202e}",
    "[]",
];

fn written(random: &mut Random) -> String {
    let length = random.below(14) + 1;
    let mut text = String::new();
    for _ in 0..length {
        text.push_str(PARTS[random.below(PARTS.len())]);
        if random.below(3) > 0 {
            text.push(' ');
        }
    }
    text
}

#[test]
fn random_text_is_refused_with_findings_inside_it() {
    let shop = Shop::new();
    let mut random = Random::new(7);
    for _ in 0..60_000 {
        let text = written(&mut random);
        let (compiled, findings) = compile(&shop, &text, Want::Condition);
        assert_eq!(compiled.is_none(), findings.has_errors(), "{text}");
        for finding in findings.iter() {
            let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
            for span in finding.labels.iter().map(|label| label.span).chain(edits) {
                assert!(text.get(span.range()).is_some(), "{text}: {finding:?}");
            }
        }
    }
}

#[test]
fn deep_and_long_texts_end_in_a_finding_or_a_program() {
    let shop = Shop::new();
    let deep = [
        format!("{}true{}", "(".repeat(50_000), ")".repeat(50_000)),
        "!".repeat(50_000),
        format!("{}1 > 0", "-".repeat(19_000)),
        "[".repeat(50_000),
        format!("true{}", " ? true : true".repeat(3_000)),
        format!("1{} > 0", " + 1".repeat(5_000)),
        format!("event.items{}.size() > 0", ".filter(i, true)".repeat(1_000)),
        format!("{}true", "event.items.exists(i, ".repeat(1_000)),
    ];
    for text in deep {
        let (compiled, findings) = compile(&shop, &text, Want::Condition);
        assert!(compiled.is_none(), "{}", &text[..40]);
        assert!(findings.has_errors() && findings.len() < 4, "{findings:?}");
    }
    let long = vec!["event.value > 20"; 3_000].join(" && ");
    assert!(compile(&shop, &long, Want::Condition).0.is_some());
}
