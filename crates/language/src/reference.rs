//! The reference page of a word, made from its declaration.

use crate::WordSpec;

/// The reference of a word as Markdown.
#[must_use]
pub fn reference(spec: &WordSpec) -> String {
    spec.summary()
}
