//! The canonical print of a tree, as the suite expects it.

use filrouge_syntax::{Node, Number, Tree, Value, ValueKind};
use std::collections::BTreeMap;

pub fn print(tree: &Tree) -> String {
    let mut out = String::new();
    print_nodes(tree.roots(), 0, &mut out);
    if out.is_empty() { "\n".to_owned() } else { out }
}

fn print_nodes<'t>(nodes: impl Iterator<Item = Node<'t>>, depth: usize, out: &mut String) {
    for node in nodes {
        out.push_str(&"    ".repeat(depth));
        out.push_str(&annotation(node.ty().map(|(ty, _)| ty)));
        out.push_str(&word(node.name()));
        for argument in node.args() {
            out.push_str(&format!(" {}", value(argument.value())));
        }
        let props: BTreeMap<&str, Value<'_>> =
            node.props().filter_map(|prop| prop.key().map(|key| (key, prop.value()))).collect();
        for (key, property) in props {
            out.push_str(&format!(" {}={}", word(key), value(property)));
        }
        if node.children().next().is_some() {
            out.push_str(" {\n");
            print_nodes(node.children(), depth + 1, out);
            out.push_str(&"    ".repeat(depth));
            out.push('}');
        }
        out.push('\n');
    }
}

fn annotation(ty: Option<&str>) -> String {
    ty.map_or_else(String::new, |ty| format!("({})", word(ty)))
}

fn value(value: Value<'_>) -> String {
    let ty = annotation(value.ty().map(|(ty, _)| ty));
    let kind = match value.kind() {
        ValueKind::Text { value, .. } => word(value),
        ValueKind::Number(Number::Integer(number)) => number.to_string(),
        ValueKind::Number(Number::Decimal(digits)) => decimal(digits),
        ValueKind::Number(Number::Keyword(number)) => format!("#{number}").to_lowercase(),
        ValueKind::Bool(truth) => format!("#{truth}"),
        ValueKind::Null => "#null".to_owned(),
    };
    format!("{ty}{kind}")
}

/// The suite prints decimals as the nearest 64-bit float; ours are kept digit by digit.
fn decimal(digits: &str) -> String {
    let number: f64 = digits.parse().expect("a decimal of the tree is one of Rust");
    if number.is_infinite() { format!("#{number}") } else { format!("{number:?}") }
}

fn word(text: &str) -> String {
    if is_bare(text) { text.to_owned() } else { quoted(text) }
}

fn is_bare(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let unsigned = unsigned.strip_prefix('.').unwrap_or(unsigned);
    !text.is_empty()
        && !unsigned.starts_with(|c: char| c.is_ascii_digit())
        && !["true", "false", "null", "inf", "-inf", "nan"].contains(&text)
        && !text.contains(|c: char| "\\/(){};[]\"#=".contains(c) || c.is_whitespace() || c.is_control())
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{08}' => out.push_str("\\b"),
            '\u{0C}' => out.push_str("\\f"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
