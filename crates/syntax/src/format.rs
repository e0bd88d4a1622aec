//! The formatter: the same text, laid out in one way.
//!
//! It moves blanks and line breaks and nothing else. Comments, what is commented out, raw texts, the bases of numbers
//! and blank lines (one at most) stay; only a [`Quoting`] may add or remove quotes.

mod layout;
mod print;
mod quotes;
mod same;
mod text_block;
mod tokens;

use crate::parse;
use crate::tree::Tree;
use filrouge_report::Findings;
use filrouge_source::FileId;
pub use quotes::{AsWritten, Place, Quotes, Quoting};

/// Lays out `text`; the findings if it is not well formed.
///
/// # Errors
/// A text with findings is not touched: what was meant is not certain.
pub fn format(text: &str) -> Result<String, Findings> {
    format_with(text, &AsWritten)
}

/// Like [`format`](fn@format), with quotes added and removed as `quoting` says.
///
/// The result is parsed again. Should it mean anything else than `text`, `text` is returned as it is.
///
/// # Errors
/// A text with findings is not touched: what was meant is not certain.
pub fn format_with(text: &str, quoting: &dyn Quoting) -> Result<String, Findings> {
    let (tree, findings) = parse(FileId(0), text);
    if !findings.is_empty() {
        return Err(findings);
    }
    let formatted = lay_out(text, &tree, quoting);
    let (again, findings) = parse(FileId(0), &formatted);
    let unharmed = findings.is_empty() && same::same(&tree, text, &again, &formatted);
    Ok(if unharmed { formatted } else { text.to_owned() })
}

fn lay_out(text: &str, tree: &Tree, quoting: &dyn Quoting) -> String {
    let tokens = tokens::tokens(tree);
    let block = layout::Layout::new(text, tree, &tokens, quoting).file();
    let mark = if text.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" };
    let body = print::file(&block);
    format!("{mark}{}", body.replace("\r\n", "\n"))
}
