//! Text to value: every room of this crate together, with the machine behind it.

mod cel_spec;
mod conditions;
mod shop;
