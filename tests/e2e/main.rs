//! The whole house from outside: the real binary, the official Segment clients, a real SMTP server.
//!
//! Python and Node clients are installed by `cargo xtask setup`; without them these tests fail and say so.

mod client;
mod daemon;
mod mail;
mod scenarios;
mod shell;
