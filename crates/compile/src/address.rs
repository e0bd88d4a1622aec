//! Which part of a project a place lies in: what it is known by when lines move.

use filrouge_report::Findings;
use filrouge_source::{FileId, Sources, Span};
use filrouge_syntax::{Node, Tree, parse};
use std::collections::BTreeMap;

/// The parts of the files in which something was found.
pub struct Addresses<'a> {
    sources: &'a Sources,
    trees: BTreeMap<FileId, Tree>,
}

impl<'a> Addresses<'a> {
    /// Reads the files that `findings` speak of.
    #[must_use]
    pub fn new(findings: &Findings, sources: &'a Sources) -> Self {
        let mut trees = BTreeMap::new();
        for file in findings.iter().filter_map(|finding| finding.span()).map(|span| span.file) {
            if let Some(source) = sources.get(file).filter(|source| source.is_kdl()) {
                trees.entry(file).or_insert_with(|| parse(file, &source.text).0);
            }
        }
        Self { sources, trees }
    }

    /// The nodes around a place, from the outside, each with its first argument: `journey welcome/send hello`. In a file that is
    /// not KDL, the file and the words of the line.
    #[must_use]
    pub fn of(&self, span: Span) -> String {
        match self.trees.get(&span.file) {
            Some(tree) => within(tree, span),
            None => format!("{}/{}", self.sources.path(span), self.line(span)),
        }
    }

    fn line(&self, span: Span) -> &str {
        let Some(file) = self.sources.get(span.file) else { return "" };
        let lines = file.lines();
        let line = lines.line_of(span.start);
        let (start, end) = (lines.line_start(line) as usize, lines.line_start(line + 1) as usize);
        let end = if end > start { end } else { file.text.len() };
        file.text.get(start..end).unwrap_or_default().trim()
    }
}

fn within(tree: &Tree, span: Span) -> String {
    let holds = |node: &Node<'_>| {
        node.span().start <= span.start && span.start < node.span().end.max(node.span().start + 1)
    };
    let mut parts = Vec::new();
    let mut next = tree.roots().find(holds);
    while let Some(node) = next {
        parts.push(named(node));
        next = node.children().find(holds);
    }
    parts.join("/")
}

fn named(node: Node<'_>) -> String {
    let first = node.args().next().and_then(|entry| entry.value().as_text());
    first.map_or_else(|| node.name().to_owned(), |first| format!("{} {first}", node.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the words lie.
    fn address(text: &str, words: &str) -> String {
        let mut sources = Sources::new();
        let file = sources.add("a.kdl", text);
        let start = text.find(words).and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
        let mut addresses = Addresses::new(&Findings::new(), &sources);
        addresses.trees.insert(file, parse(file, text).0);
        addresses.of(Span { file, start, end: start + 1 })
    }

    #[test]
    fn a_part_is_named_by_the_nodes_around_it_wherever_its_lines_are() {
        let text = "journey welcome {\n  send hello via=email\n  send bye via=sms\n}\n";
        assert_eq!(address(text, "sms"), "journey welcome/send bye");
        let moved = "// a remark\n\njourney welcome {\n\n  send bye via=sms\n  send hello via=email\n}\n";
        assert_eq!(address(moved, "sms"), "journey welcome/send bye");
        assert_eq!(address(text, "journey"), "journey welcome");
        assert_eq!(address(text, "welcome"), "journey welcome");
    }

    #[test]
    fn a_place_behind_everything_has_no_part() {
        assert_eq!(address("a\n\n", "\n\n"), "");
    }
}
