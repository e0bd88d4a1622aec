//! Whether every place that a parse speaks of is sound.

use filrouge_source::{FileId, Span};
use filrouge_syntax::{Node, Tree, Value, parse};

fn fits(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}

fn check_node(text: &str, node: Node<'_>, around: Span) {
    let inside =
        |span: Span, outer: Span| fits(text, span) && span.start >= outer.start && span.end <= outer.end;
    assert!(inside(node.span(), around), "node {:?} outside {around:?} in {text:?}", node.span());
    assert!(inside(node.name_span(), node.span()), "{text:?}");
    assert!(fits(text, node.head_span()), "{text:?}");
    let block = node.block_span().unwrap_or_else(|| node.span());
    assert!(inside(block, node.span()), "{text:?}");
    for entry in node.entries() {
        assert!(fits(text, entry.span()), "{text:?}");
        let value = entry.value().span();
        assert!(inside(value, entry.span()), "{text:?}");
        check_characters(text, entry.value());
    }
    for child in node.children() {
        check_node(text, child, block);
    }
}

/// Parses `text` and checks every place that the tree and the findings speak of.
pub fn check_places(text: &str) -> Tree {
    let (tree, findings) = parse(FileId(0), text);
    for finding in findings.iter() {
        let labels = finding.labels.iter().map(|label| label.span);
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in labels.chain(edits) {
            assert!(fits(text, span), "{span:?} of {} in {text:?}", finding.rule.slug);
        }
    }
    for root in tree.roots() {
        check_node(text, root, Span::new(FileId(0), 0, text.len() as u32));
    }
    tree
}

/// Each character of a text stands for itself, or for an escape, or for a line break.
fn check_characters(text: &str, value: Value<'_>) {
    let map = value.offset_map(text);
    let decoded = value.as_text().unwrap_or_default();
    let mut end = map.whole().start;
    for (at, c) in decoded.char_indices().filter(|_| !value.is_reported()) {
        let span = map.span(at..at + c.len_utf8());
        let source = text.get(span.range()).unwrap_or_else(|| panic!("{span:?} in {text:?}"));
        let line_break =
            c == '\n' && source.chars().all(|c| "\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}".contains(c));
        assert!(
            source.chars().eq([c]) || source.starts_with('\\') || line_break,
            "{c:?} from {source:?} in {text:?}"
        );
        assert!(span.start >= end && span.end <= value.span().end, "{text:?}");
        end = span.end;
    }
    assert!(fits(text, map.span(0..decoded.len())), "{text:?}");
}
