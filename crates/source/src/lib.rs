//! Texts by id, byte spans into them, and the line index that turns a byte into a line and a column.
//!
//! This is the first room of the house: every other room speaks of places in the author's text with a [`Span`].
//! It never touches a file system; texts are handed in by whoever read them.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod lines;
mod sources;
mod span;

pub use lines::{LineIndex, Position};
pub use sources::{SourceFile, Sources};
pub use span::{FileId, Span, Spanned};
