//! The whole house from outside: the real binary, the official Segment clients, a real SMTP server.
//!
//! Python and Node clients are installed by `cargo xtask setup`; without them these tests fail and say so.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that meets something unexpected fails"
)]

mod access;
mod auditing;
mod backtesting;
mod browsing;
mod client;
mod confirming;
mod daemon;
mod editing;
mod erasing;
mod exporting;
mod importing;
mod mail;
mod operating;
mod pausing;
mod pipelines;
mod platforms;
mod recording;
mod registers;
mod releasing;
mod repository;
mod reviewing;
mod scenarios;
mod schemas;
mod shadowing;
mod shell;
mod silence;
mod webhooks;
