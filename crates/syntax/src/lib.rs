//! KDL text to a lossless tree with spans and recovery, and back.
//!
//! [`parse`] never fails: it returns a [`Tree`] of all that could be understood and the findings about the rest.

pub mod tree;

pub use tree::{Entry, Node, Number, Tree, Value, ValueKind};
