//! The log as a third party meets it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected fails"
)]

mod arbitrary;
mod independent;
mod log;
mod notes;
mod records;
mod sealing;
mod tampering;
mod trees;
