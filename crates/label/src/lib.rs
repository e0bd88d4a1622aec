//! Labels of data, and where they flow: `labels(model) → labels`, `Graph::of(model).flow(labels) → flows`.
//!
//! A label is what an author says of a field, or of the fact that an event happened: its category, the purposes that it
//! is collected for, how long it is kept. Labels flow along values (a trait, a template, what a step hands on) and along
//! control: whatever runs only because of a condition tells the condition. This room finds the ways and judges none.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod build;
mod deciders;
mod flow;
mod graph;
mod label;
mod nodes;
mod serves;
mod special;
mod way;

pub use deciders::deciders;
pub use flow::{Arrival, Flows, Hop};
pub use graph::{Edge, Graph, Sink, Told};
pub use label::{Kept, Label, admits, labels};
pub use serves::Served;
pub use special::{is_personal, is_special};
pub use way::Way;

#[cfg(test)]
mod tests;
