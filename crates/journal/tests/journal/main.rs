//! The journal against a disk that fails.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod arbitrary;
mod crashes;
mod damage;
mod plain;
mod repairs;
mod support;
