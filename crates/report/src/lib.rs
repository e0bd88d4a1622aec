//! Findings, the rules that they come from, and the fixes that they offer.
//!
//! A rule is declared once, with [`rule!`], beside its page. Its facts are a struct of names and spans; the
//! sentences stand once, beside the struct, and turn the facts into a [`Finding`]. Renderers read findings and
//! nothing else, so every output says the same.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod finding;
mod findings;
mod fix;
mod language;
mod near;
pub mod render;
mod rule;

pub use finding::{CURSOR, Finding, Label, Spans};
pub use findings::Findings;
pub use fix::{Edit, Fix, Safety};
pub use language::Language;
pub use near::{listed, nearest};
pub use rule::{Rule, Severity, Shown};
