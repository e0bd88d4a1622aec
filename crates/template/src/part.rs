//! One text of a template.

use filrouge_source::Span;
use std::fmt;
use std::ops::Range;

/// What a text becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A subject line.
    Subject,
    /// A plain text body.
    Text,
    /// An HTML body.
    Html,
    /// An HTML body, written in MJML.
    Mjml,
}

/// One text of a template, decoded, with the way back to the author's file.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// What it becomes.
    pub kind: Kind,
    /// The text, with the escapes and indentation of KDL undone.
    pub text: &'a str,
    /// Where a range of bytes of `text` stands in the author's file.
    pub place: &'a dyn Fn(Range<usize>) -> Span,
}

impl Part<'_> {
    /// Where `range` of the text stands in the author's file.
    pub(crate) fn at(&self, range: Range<usize>) -> Span {
        (self.place)(range)
    }

    /// The words of the text at `range`.
    pub(crate) fn words(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("kind", &self.kind).field("text", &self.text).finish_non_exhaustive()
    }
}
