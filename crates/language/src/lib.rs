//! The vocabulary of the language: one file and one page per word, each declared once.
//!
//! [`read`] turns trees into a [`Document`] of typed words in which every value knows its place; after mistakes in
//! the text itself, [`read_after`] does. They never fail: what is wrong becomes a finding, and the part that is wrong
//! stays in the document as broken, so that later rooms say nothing more about it. This crate resolves no name and
//! types no expression.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod cardinality;
mod document;
pub mod kinds;
mod lookup;
mod reader;
mod reference;
pub mod rules;
mod spec;
mod synonyms;
mod word;
pub mod words;

pub use cardinality::{Many, One, Opt, Several, Slot};
pub use document::{Document, InnerWaive, read, read_after};
pub use filrouge_report::nearest;
pub use lookup::{Found, Position, lookup, part_at, quoting};
pub use reader::{Left, Reader};
pub use reference::reference;
pub use rules::RULES;
pub use spec::{Count, Group, Holds, PartSpec, Place, Quoting, Rest, Shape, Takes, WordSpec};
pub use word::{At, Target, Word};
pub use words::WORDS;
