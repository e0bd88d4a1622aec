//! Text to value: every room of this crate together, with the machine behind it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests fail as tests do"
)]

mod cel_spec;
mod conditions;
mod differential;
mod garbage;
mod random;
mod shop;
