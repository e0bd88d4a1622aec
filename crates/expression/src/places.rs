//! From the decoded text to the file.

use crate::Extent;
use filrouge_source::Span;
use std::ops::Range;

/// Says where a range of bytes of the decoded text stands in the author's file.
pub trait Places {
    /// The words in the file that `range` was decoded from.
    fn span(&self, range: Range<usize>) -> Span;
}

impl<F: Fn(Range<usize>) -> Span> Places for F {
    fn span(&self, range: Range<usize>) -> Span {
        self(range)
    }
}

/// The span of an extent.
pub(crate) fn span_of(places: &dyn Places, at: Extent) -> Span {
    places.span(at.range())
}
