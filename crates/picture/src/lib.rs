//! Pictures of a plan: what one journey does, who triggers whom, and where data goes.
//!
//! A picture is a [`Graph`] first: nodes with a kind, a name and an address, edges with a label. [`mermaid`] and [`dot`]
//! write it for tools that place nodes themselves; [`svg`] places them here. Equal plans give equal bytes.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod data;
mod dot;
mod estate;
mod gone;
mod graph;
mod journey;
mod layout;
mod mermaid;
mod overlay;
mod places;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use data::data;
pub use dot::dot;
pub use estate::estate;
pub use graph::{Edge, Flow, Graph, Item, Kind, Manner, Node, Note};
pub use journey::journey;
pub use mermaid::mermaid;
pub use overlay::{Mark, Overlay};
pub use places::{Line, Places};
pub use svg::{Options, STYLE, svg};
pub use words::Language;
pub use words::duration::period;
