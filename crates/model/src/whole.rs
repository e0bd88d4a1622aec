//! The whole text of a declaration, for whoever takes it out. The model holds heads alone: blocks are long.

use filrouge_source::{FileId, Sources, Span};
use std::collections::BTreeMap;

/// Finds whole declarations by their heads. Each file is read once, when its first declaration is asked for.
#[derive(Debug)]
pub struct Wholes<'s> {
    sources: &'s Sources,
    /// Where declarations end, by file and beginning.
    ends: BTreeMap<FileId, BTreeMap<u32, Span>>,
}

impl<'s> Wholes<'s> {
    /// Nothing was asked for yet.
    #[must_use]
    pub const fn of(sources: &'s Sources) -> Self {
        Self { sources, ends: BTreeMap::new() }
    }

    /// The declaration that begins with `head`, with its block and its lines where nothing else stands on them.
    pub fn at(&mut self, head: Span) -> Option<Span> {
        let text = &self.sources.get(head.file)?.text;
        let ends = self.ends.entry(head.file).or_insert_with(|| {
            let (tree, _) = filrouge_syntax::parse(head.file, text);
            tree.roots().map(|node| (node.span().start, node.span())).collect()
        });
        Some(with_lines(*ends.get(&head.start)?, text))
    }
}

/// The span with the indentation before it and the line break behind it, or with the `;` that ends it.
fn with_lines(span: Span, text: &str) -> Span {
    let before = text.get(..span.range().start).unwrap_or_default();
    let behind = text.get(span.range().end..).unwrap_or_default();
    let indented = before.len() - before.trim_end_matches([' ', '\t']).len();
    let blank = behind.len() - behind.trim_start_matches([' ', '\t', ';']).len();
    let alone = before.len() == indented || before.trim_end_matches([' ', '\t']).ends_with('\n');
    let break_length = line_break(behind.get(blank..).unwrap_or_default());
    match break_length.filter(|_| alone) {
        Some(length) => Span::new(span.file, span.start - small(indented), span.end + small(blank + length)),
        None => Span::new(span.file, span.start, span.end + small(ended(behind))),
    }
}

/// The length of the line break at the beginning; 0 at the end of the text.
fn line_break(text: &str) -> Option<usize> {
    match text {
        "" => Some(0),
        _ if text.starts_with("\r\n") => Some(2),
        _ => text.starts_with('\n').then_some(1),
    }
}

/// The length of the `;` at the beginning and the blanks around it, if there is one.
fn ended(text: &str) -> usize {
    let rest = text.trim_start_matches([' ', '\t']);
    rest.strip_prefix(';').map_or(0, |rest| text.len() - rest.trim_start_matches([' ', '\t']).len())
}

fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, head: &str) -> String {
        let mut sources = Sources::new();
        let file = sources.add("a.kdl", text);
        let start = text.find(head).unwrap();
        let head = Span::new(file, small(start), small(start + head.len()));
        let whole = Wholes::of(&sources).at(head).unwrap().range();
        let (before, behind) = (text.get(..whole.start).unwrap(), text.get(whole.end..).unwrap());
        format!("{before}{behind}")
    }

    #[test]
    fn a_declaration_goes_with_its_block_and_its_lines() {
        assert_eq!(without("a 1\nb 2 { c; }\nd 3\n", "b 2"), "a 1\nd 3\n");
        assert_eq!(without("a 1\r\n  b 2 {\r\n c\r\n}\r\nd 3", "b 2"), "a 1\r\nd 3");
        assert_eq!(without("b 2", "b 2"), "");
    }

    #[test]
    fn what_stands_on_the_same_line_stays() {
        assert_eq!(without("a 1; b 2; d 3\n", "b 2"), "a 1; d 3\n");
        assert_eq!(without("b 2; d 3\n", "b 2"), "d 3\n");
        assert_eq!(without("b 2 // why\nd 3\n", "b 2"), " // why\nd 3\n");
    }
}
