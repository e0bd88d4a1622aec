//! Checks the texts of messages against what they may read, and turns MJML into HTML.
//!
//! The one verb is [`compile()`]: one text and the types in scope go in; checked template text, the data that it
//! reads and the findings come out. It never renders for a person and never reads a file: texts are handed in,
//! with a closure that knows where in the author's files each byte of them stands.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod alternative;
mod chunks;
mod compile;
mod expression;
mod filters;
mod markup;
mod mjml;
mod part;
mod places;
pub mod rules;
mod scope;
mod statement;
mod syntax;

pub use chunks::{Chunk, ChunkKind, chunks};
pub use compile::{Compiled, Composed, Reads, compile, compose};
pub use part::{Kind, Part};
pub use rules::RULES;
pub use scope::Scope;
