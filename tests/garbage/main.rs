//! Garbage of every kind, against the real binary: each is told clearly, and the daemon survives. The table of all
//! of it is docs/garbage.md.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets something unexpected fails"
)]

mod calls;
mod disk;
mod files;
mod journal;
mod rights;
mod shell;
#[path = "../crash/stage.rs"]
mod stage;
mod start;
#[path = "../crash/wire.rs"]
mod wire;
