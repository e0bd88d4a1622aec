//! Each common mistake: one finding, at the exact place, with a fix that repairs it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "support/repair.rs"]
mod repair;

use filrouge_source::FileId;
use filrouge_syntax::parse;
use repair::repaired;

/// The findings of `text` as `slug @ underlined text`.
fn found(text: &str) -> Vec<String> {
    let (_, findings) = parse(FileId(0), text);
    let place = |span: filrouge_source::Span| text[span.range()].escape_debug().to_string();
    findings
        .iter()
        .map(|finding| format!("{} @ {}", finding.rule.slug, finding.span().map(place).unwrap_or_default()))
        .collect()
}

/// A text with one mistake, its finding, and the text after the fix.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("description: \"text\"", "key-with-colon @ :", "description \"text\""),
    ("description:\"text\"", "key-with-colon @ :", "description \"text\""),
    ("plan:free", "key-with-colon @ :", "plan free"),
    ("\"description\": \"text\"", "key-with-colon @ :", "\"description\" \"text\""),
    ("journey welcome:", "key-with-colon @ :", "journey welcome"),
    ("journey: welcome {\n}", "key-with-colon @ :", "journey welcome {\n}"),
    ("send x via: email", "key-with-colon @ :", "send x via=email"),
    ("send x \"via\": email", "key-with-colon @ :", "send x \"via\"=email"),
    ("channels {\n    - email\n    - sms\n}\nx", "list-with-dash @ -", "channels email sms\nx"),
    ("channels\n  - email\n  - sms\nx", "list-with-dash @ -", "channels email sms\nx"),
    ("channels [email sms]", "list-in-brackets @ [email sms]", "channels email sms"),
    (
        "channels [\"email\", \"sms\",\n 3]",
        "list-in-brackets @ [\\\"email\\\", \\\"sms\\\",\\n 3]",
        "channels \"email\" \"sms\" 3",
    ),
    ("send x via=[email]", "list-in-brackets @ [email]", "send x via=email"),
    ("a enabled=true", "bare-keyword @ true", "a enabled=#true"),
    ("a false b", "bare-keyword @ false", "a #false b"),
    ("a null", "bare-keyword @ null", "a #null"),
    ("true 1", "bare-keyword @ true", "\"true\" 1"),
    ("a true=1", "bare-keyword @ true", "a \"true\"=1"),
    ("wait for=2d", "unquoted-quantity @ 2d", "wait for=\"2d\""),
    ("weight 50%", "unquoted-quantity @ 50%", "weight \"50%\""),
    ("at 2026-03-28T20:30", "unquoted-quantity @ 2026-03-28T20:30", "at \"2026-03-28T20:30\""),
    ("channels email, sms, push", "comma-between-values @ ,", "channels email sms push"),
    ("a 1, 2,3", "comma-between-values @ ,", "a 1 2 3"),
    ("a \"x\",\"y\" , #true, z", "comma-between-values @ ,", "a \"x\" \"y\"  #true z"),
    ("a b=1, c=2", "comma-between-values @ ,", "a b=1 c=2"),
    ("a { b }, c", "comma-between-values @ ,", "a { b }; c"),
    ("description = \"text\"", "equals-after-name @ =", "description \"text\""),
    ("limit=3", "equals-after-name @ =", "limit 3"),
    ("a {\n    b\n", "unclosed-block @ {", "a {\n    b\n}\n"),
    (
        "a {\n    b {\n        c\n}\nd {\n}\n",
        "unclosed-block @ {",
        "a {\n    b {\n        c\n    }\n}\nd {\n}\n",
    ),
    ("a {\n    b\n\nc {\n    d\n}\n", "unclosed-block @ {", "a {\n    b\n\n}\nc {\n    d\n}\n"),
    ("a { // c", "unclosed-block @ {", "a { // c\n}\n"),
    ("a \"\"\"\n  b", "unclosed-text-block @ \\\"\\\"\\\"", "a \"\"\"\n  b\n\"\"\"\n"),
    ("a {\n}\n}\nb", "stray-brace @ }", "a {\n}\n\nb"),
    ("a\n{\n    b\n}", "nameless-block @ {", ""),
    ("a \"text\nb \"more\"", "unclosed-string @ \\\"", "a \"text\"\nb \"more\""),
    ("a \"one\n  two\"\nb", "string-across-lines @ \\\"", "a \"\"\"\n    one\n    two\n    \"\"\"\nb"),
    (
        "a {\n    b \"\"\"\n        text\n}\nc",
        "unclosed-text-block @ \\\"\\\"\\\"",
        "a {\n    b \"\"\"\n        text\n\"\"\"\n}\nc",
    ),
    ("a \"\"\"text\"\"\"", "misplaced-triple-quotes @ \\\"\\\"\\\"", "a \"text\""),
    ("a \"\"\"\n    text\"\"\"", "misplaced-triple-quotes @ \\\"\\\"\\\"", "a \"\"\"\n    text\n    \"\"\""),
    ("a \"\"\"\n    x\n  y\n    \"\"\"", "uneven-indent @ y", ""),
    ("a \"\\d\"", "unknown-escape @ \\\\d", "a \"\\\\d\""),
    ("# a comment\nb", "hash-comment @ #", "// a comment\nb"),
    ("b 1 # a comment\nc", "hash-comment @ #", "b 1 // a comment\nc"),
    ("color #ff0000", "unknown-keyword @ #ff0000", "color \"#ff0000\""),
    ("a r\"\\x\"", "old-raw-string @ r", "a #\"\\x\"#"),
    ("a r#\"\\x\"#", "old-raw-string @ r", "a #\"\\x\"#"),
    ("a b=1 c=2 b=3", "duplicate-property @ b=3", "a b=1 c=2 "),
    (
        "a 999999999999999999999999999999999999999999",
        "number-too-large @ 999999999999999999999999999999999999999999",
        "a \"999999999999999999999999999999999999999999\"",
    ),
    ("a .5", "malformed-number @ .5", "a \".5\""),
    ("a 1.", "malformed-number @ 1.", "a \"1.\""),
    ("a 0xfg", "malformed-number @ 0xfg", "a \"0xfg\""),
    ("a \"b\"\"c\"", "missing-space @ \\\"", "a \"b\" \"c\""),
    ("a { b } c", "missing-line-break @ c", "a { b } ; c"),
    ("a b=", "missing-value @ b=", ""),
    ("a { /- }", "missing-value @ /-", ""),
    ("a /* b", "unclosed-comment @ /*", "a /* b */"),
    ("a b/c", "unexpected-text @ /c", ""),
    ("a ()b", "unexpected-text @ ()", ""),
    ("a ] b", "unexpected-text @ ]", ""),
    ("a \u{202e}b", "direction-control @ \\u{202e}", "a b"),
    ("a \"\u{7f}\"", "forbidden-character @ \\u{7f}", "a \"\""),
    ("a // \0\0", "forbidden-character @ \\0\\0", "a // "),
];

#[test]
fn each_mistake_is_found_once_at_its_place() {
    let wrong: Vec<String> = MISTAKES
        .iter()
        .filter(|(text, finding, _)| found(text) != [*finding])
        .map(|(text, finding, _)| format!("{text:?}\n  expected {finding}\n  found    {:#?}", found(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_fix_repairs_its_mistake() {
    let wrong: Vec<String> = MISTAKES
        .iter()
        .map(|(text, _, fixed)| (text, fixed, repaired(text).unwrap_or_default()))
        .filter(|(_, fixed, actual)| *fixed != actual || !found(actual).is_empty())
        .map(|(text, fixed, actual)| {
            format!("{text:?}\n  expected {fixed:?}\n  repaired {actual:?} {:?}", found(&actual))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mistakes_on_lines_of_their_own_do_not_hide_each_other() {
    let alone = |(text, finding, _): &&(&str, &str, &str)| {
        !["brace", "block", "across", "dash", "comment @ /", "nameless"]
            .iter()
            .any(|word| finding.contains(word))
            && !text.contains(['{', '}'])
    };
    let chosen: Vec<_> = MISTAKES.iter().filter(alone).collect();
    assert!(chosen.len() > 35, "{}", chosen.len());
    let text: String = chosen.iter().map(|(text, _, _)| format!("{text}\n\nz\n")).collect();
    let expected: Vec<&str> = chosen.iter().map(|(_, finding, _)| *finding).collect();
    assert_eq!(found(&text), expected);
}

#[test]
fn two_mistakes_on_one_line_are_two_findings() {
    assert_eq!(found("enabled: true"), ["key-with-colon @ :", "bare-keyword @ true"]);
    assert_eq!(
        found("wait: 2d # soon"),
        ["key-with-colon @ :", "unquoted-quantity @ 2d", "hash-comment @ #"]
    );
}

#[test]
fn what_was_meant_is_in_the_tree() {
    let (tree, _) = parse(FileId(0), "a: true\nchannels:\n  - email\n  - sms\nb [1, 2] c=[x]\nd: { e: 1 }");
    let shown: Vec<String> =
        tree.nodes().map(|node| format!("{}/{}", node.name(), node.entries().count())).collect();
    assert_eq!(shown, ["a/1", "channels/2", "b/3", "d/0", "e/1"]);
}

#[test]
fn a_list_in_a_block_that_is_never_closed_offers_no_edit_backwards() {
    for text in ["e {::n #\"\"\n    \0n{- \"# bar no:\"e\"\n\"##0\n", "node {\n    n {\n- a\nb\n}\n", "n{- a"]
    {
        let (_, findings) = parse(FileId(0), text);
        let mut edits = findings.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits);
        assert!(edits.all(|edit| edit.span.start <= edit.span.end), "{findings:?}");
    }
}

#[test]
fn lines_below_a_colon_belong_to_its_node() {
    let text = "a:\n  b: 1\n  c:\n    - x\n    - y\n\n  d z:\n      e 2\nf {\n  g:\n    h\n}\ni\n";
    let (tree, _) = parse(FileId(0), text);
    let shown = |node: filrouge_syntax::Node<'_>| {
        let children: Vec<&str> = node.children().map(filrouge_syntax::Node::name).collect();
        format!("{}/{} {}", node.name(), node.entries().count(), children.join(","))
    };
    let shown: Vec<String> = tree.nodes().map(shown).collect();
    assert_eq!(shown, ["a/0 b,c,d", "b/1 ", "c/2 ", "d/1 e", "e/1 ", "f/0 g", "g/0 h", "h/0 ", "i/0 "]);
    assert_eq!(found(text).len(), 6, "{:?}", found(text));
    assert_eq!(repaired("a:\n  b 1\n\nc\n").as_deref(), Some("a {\n  b 1\n}\n\nc\n"));
    assert_eq!(repaired("a x:\n  b 1").as_deref(), Some("a x {\n  b 1\n}"));
}

#[test]
fn a_dash_line_with_properties_is_a_node() {
    let (tree, findings) = parse(FileId(0), "items {\n    - sku=l1 name=\"x\"\n    - sku=l2\n}");
    assert!(findings.is_empty(), "{findings:?}");
    let items = tree.roots().next().unwrap().children().filter(|node| node.name() == "-");
    assert_eq!(items.map(|node| node.props().count()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_value_that_a_finding_speaks_of_says_so() {
    let (tree, _) = parse(FileId(0), "a 2d 3 true \"\\q\" ok");
    let flags: Vec<bool> =
        tree.roots().flat_map(|node| node.args()).map(|arg| arg.value().is_reported()).collect();
    assert_eq!(flags, [true, false, true, true, false]);
}

#[test]
fn well_formed_text_with_odd_indentation_has_no_findings() {
    assert!(found("a {\n        b {\n  c\n    }\nd }\ne").is_empty());
}

#[test]
fn nesting_beyond_the_limit_is_one_finding_and_the_rest_is_read() {
    let text = format!("{}{}\nlast", "a {".repeat(2_000), "}".repeat(2_000));
    let (tree, findings) = parse(FileId(0), &text);
    assert_eq!(findings.len(), 1);
    assert_eq!(tree.roots().last().map(filrouge_syntax::Node::name), Some("last"));
    assert_eq!(tree.nodes().count(), 66);
    assert_eq!(found(&"a {".repeat(64)).len(), 64);
    assert!(found(&format!("{}{}", "a {".repeat(64), "}".repeat(64))).is_empty());
}

#[test]
fn endless_open_blocks_are_survived() {
    let (tree, findings) = parse(FileId(0), &"a {".repeat(200_000));
    assert!(findings.len() <= 1_000);
    assert!(tree.nodes().count() <= 65);
}
