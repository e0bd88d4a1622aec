//! The sample of the design is written as the formatter would write it: names bare, prose quoted.

use filrouge_language::{Position, Quoting, quoting};
use filrouge_source::{FileId, Span};
use filrouge_syntax::{Node, Value, ValueKind, parse};

/// The places where the text is written otherwise than its word wants.
fn otherwise<'t>(node: Node<'t>, path: &mut Vec<&'t str>, found: &mut Vec<Span>) {
    path.push(node.name());
    for (number, entry) in node.args().enumerate() {
        check(entry.value(), quoting(path, Position::Arg(number)), found);
    }
    for entry in node.props() {
        check(entry.value(), quoting(path, Position::Prop(entry.key().unwrap_or_default())), found);
    }
    node.children().for_each(|child| otherwise(child, path, found));
    path.pop();
}

fn check(value: Value<'_>, wanted: Quoting, found: &mut Vec<Span>) {
    let ValueKind::Text { value: text, bare } = value.kind() else { return };
    let right = match wanted {
        Quoting::Bare => bare || text.contains(' '),
        Quoting::Quoted => !bare,
        Quoting::Kept => true,
    };
    if !right {
        found.push(value.span());
    }
}

fn otherwise_in(text: &str) -> Vec<&str> {
    let (tree, _) = parse(FileId(0), text);
    let mut found = Vec::new();
    tree.roots().for_each(|node| otherwise(node, &mut Vec::new(), &mut found));
    found.into_iter().map(|span| text.get(span.range()).unwrap_or_default()).collect()
}

#[test]
fn the_sample_is_written_as_the_formatter_would() {
    assert_eq!(otherwise_in(include_str!("sample.kdl")), Vec::<&str>::new());
}

#[test]
fn names_in_quotes_and_prose_without_are_seen() {
    assert_eq!(otherwise_in("segment \"a\" { description b }"), ["\"a\"", "b"]);
    assert_eq!(otherwise_in("event a { b \"string\" category=c }"), ["\"string\"", "c"]);
    assert_eq!(
        otherwise_in("journey a { wait-until b { on \"c\" { send d via=\"e\" } } }"),
        ["\"c\"", "\"e\""]
    );
}
