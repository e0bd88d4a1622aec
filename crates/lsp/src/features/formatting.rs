//! The layout of the formatter.

use crate::edits::between;
use crate::page::Page;
use crate::protocol::{Document, DocumentRange, TextEdit};

/// What lays the document out. A text with errors is left as it is, as `filrouge fmt` leaves it.
pub fn document(page: &Page<'_>, _: Document) -> Option<Vec<TextEdit>> {
    laid_out(page)
}

/// What lays the lines of a range out. The layout of a line depends on those around it, so everything that differs
/// is laid out as soon as the range touches it.
pub fn range(page: &Page<'_>, query: DocumentRange) -> Option<Vec<TextEdit>> {
    let edits = laid_out(page)?;
    let touches =
        |edit: &TextEdit| edit.range.start <= query.range.end && query.range.start <= edit.range.end;
    Some(edits.into_iter().filter(touches).collect())
}

fn laid_out(page: &Page<'_>) -> Option<Vec<TextEdit>> {
    if !page.source.is_kdl() {
        return None;
    }
    let formatted = filrouge_compile::format(page.project.sources(), page.file).ok()?;
    Some(between(page.text(), &formatted, page.encoding).into_iter().collect())
}
