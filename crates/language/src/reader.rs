//! The one generic reader: walks any node by the declaration of its word.

mod args;
mod claims;
mod groups;
mod lines;
mod misplaced;
mod take;

pub use claims::Claims;
pub(crate) use lines::may_waive;

use crate::kinds::Written;
use crate::words::waive::Waive;
use crate::{InnerWaive, Rest, Shape, Word, WordSpec, rules};
use filrouge_report::{Finding, Findings};
use filrouge_source::{Sources, Span, Spanned};
use filrouge_syntax::{Entry, Node};

/// Reads nodes and keeps what was found wrong.
#[derive(Debug)]
pub struct Reader<'s> {
    sources: &'s Sources,
    blamed: Vec<Span>,
    findings: Findings,
    waives: Vec<InnerWaive>,
}

/// What may stand where the declared parts of a word leave off.
pub trait Remainder: Sized {
    /// What is taken, for the reader, the pages and the formatter.
    fn rest() -> Rest;

    /// Reads it; `None` is a broken item.
    fn read_rest(left: Left<'_>, reader: &mut Reader<'_>) -> Vec<Option<Spanned<Self>>>;
}

/// The entries and lines of a node that no declared part has claimed.
#[derive(Debug, Clone)]
pub struct Left<'t> {
    /// The node.
    pub node: Node<'t>,
    /// Arguments behind the declared ones.
    pub args: Vec<Entry<'t>>,
    /// Properties of other names.
    pub props: Vec<Entry<'t>>,
    /// Lines of the block.
    pub children: Vec<Line<'t>>,
}

/// A line of a block under the name that it is read by, which differs from the written one after a typo.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t> {
    /// The name to read it by.
    pub name: &'t str,
    /// The node.
    pub node: Node<'t>,
}

impl<'t> Left<'t> {
    /// Reads each line of the block, at the place of its head.
    pub fn each_child<T>(self, mut read: impl FnMut(Line<'t>) -> Option<T>) -> Vec<Option<Spanned<T>>> {
        let read = |line: Line<'t>| read(line).map(|value| Spanned::new(value, line.node.head_span()));
        self.children.into_iter().map(read).collect()
    }

    /// Everything that is left; nothing remains.
    fn take(&mut self) -> Self {
        let nothing = Self { node: self.node, args: Vec::new(), props: Vec::new(), children: Vec::new() };
        std::mem::replace(self, nothing)
    }
}

impl<'s> Reader<'s> {
    /// A reader of nodes that stand in `sources`. `known` is what was found in their text: the same place is not
    /// blamed twice.
    #[must_use]
    pub fn new(sources: &'s Sources, known: &Findings) -> Self {
        let mut blamed: Vec<Span> = known.iter().filter_map(Finding::span).collect();
        blamed.sort_unstable();
        Self { sources, blamed, findings: Findings::new(), waives: Vec::new() }
    }

    /// What was found wrong.
    #[must_use]
    pub fn finish(self) -> Findings {
        self.findings
    }

    /// The exceptions that were met inside of words.
    pub(crate) fn take_waives(&mut self) -> Vec<InnerWaive> {
        std::mem::take(&mut self.waives)
    }

    /// Reads an exception that stands in the block of `outer`.
    fn waive(&mut self, outer: Node<'_>, line: Node<'_>) {
        let waive = Waive::read(line, self);
        self.waives.push(InnerWaive { within: outer.span(), waive });
    }

    /// Records a finding, unless its place is blamed already.
    pub fn push(&mut self, finding: impl Into<Finding>) {
        let finding = finding.into();
        if finding.span().is_none_or(|span| !self.is_blamed(span)) {
            self.findings.push(finding);
        }
    }

    /// Records that something is missing on the line of `node`, unless something else is wrong there: that may be
    /// what is missing.
    pub fn push_missing(&mut self, node: Node<'_>, finding: impl Into<Finding>) {
        let head = node.head_span();
        let end = node.block_span().map_or_else(|| self.end_of_line(head), |block| block.start);
        if !self.is_blamed(Span::new(head.file, head.start, end)) {
            self.findings.push(finding);
        }
    }

    fn end_of_line(&self, head: Span) -> u32 {
        let text = self.sources.get(head.file).and_then(|file| file.text.get(head.end as usize..));
        let length = text.map_or(0, |text| text.find(['\n', ';', '}']).unwrap_or(text.len()));
        head.end.saturating_add(u32::try_from(length).unwrap_or(u32::MAX))
    }

    /// Whether a place that is blamed already touches `span`.
    fn is_blamed(&self, span: Span) -> bool {
        let behind = self.blamed.partition_point(|blamed| blamed.file < span.file);
        let same_file = self.blamed.iter().skip(behind).take_while(|blamed| blamed.file == span.file);
        let mut near = same_file.take_while(|blamed| blamed.start < span.end);
        near.any(|blamed| blamed.end > span.start)
    }

    /// The author's text at a place.
    #[must_use]
    pub fn text(&self, span: Span) -> &'s str {
        self.sources.text(span)
    }

    /// Assigns the entries and lines of a node to the parts of its word.
    pub fn claim<'t>(&mut self, node: Node<'t>, spec: &'static WordSpec) -> Claims<'t> {
        Claims::gather(node, spec, self)
    }

    /// The text of a value that must be one.
    pub fn text_of<'t>(&mut self, written: Written<'t>, shape: Shape) -> Option<&'t str> {
        let text = written.text();
        if text.is_none() {
            self.wrong_kind(written, shape);
        }
        text
    }

    /// Reports that a value is of another kind than the part wants.
    pub fn wrong_kind(&mut self, written: Written<'_>, shape: Shape) {
        let raw = self.text(written.span).to_owned();
        let quoted = written.is_number() && shape.example.starts_with('"');
        self.push(rules::wrong_kind_of_value::WrongKind {
            wanted: shape.name,
            example: shape.example,
            found: written.describe(&raw),
            value: written.span,
            quoted: quoted.then(|| format!("\"{raw}\"")),
        });
    }
}
