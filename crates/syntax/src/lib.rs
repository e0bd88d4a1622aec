//! KDL text to a lossless tree with spans and recovery, and back.
//!
//! [`parse`] never fails: it returns a [`Tree`] of all that could be understood and the findings about the rest.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod chars;
mod cursor;
mod format;
mod literal;
mod number;
mod offset_map;
mod parse;
pub mod rules;
pub mod tree;
mod words;

pub use format::{AsWritten, Place, Quotes, Quoting, format, format_with};
pub use offset_map::OffsetMap;
pub use parse::parse;
pub use rules::RULES;
pub use tree::{Entry, Node, Number, Tree, Value, ValueKind};
