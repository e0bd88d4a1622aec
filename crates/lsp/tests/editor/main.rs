//! Sessions of an editor with the server, in one process.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests are tests"
)]

mod conversation;
mod daemon;
mod diagnostics;
mod harness;
mod outline;
mod places;
mod shop;
mod words;
