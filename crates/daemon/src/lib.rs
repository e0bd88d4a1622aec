//! `run(config, compiler)`: the host on one machine.
//!
//! Events come in over HTTP and are acknowledged when they are on the disk; messages go out over connectors; the
//! project's folder is watched and swapped in when it compiles. It must never acknowledge what is not durable,
//! never write personal data into a log, and never run a plan that it has not built whole before.

mod access;
mod admin;
mod answer;
pub mod api;
mod app;
mod blocked;
mod centre;
mod checkpoints;
mod compiler;
mod config;
mod counted;
mod daemon;
mod dispatch;
mod error;
mod health;
mod ingest;
mod logs;
mod mailbox;
mod metrics;
mod reload;
mod server;
mod shadow;
mod telemetry;
mod unset;
mod unsubscribe;

pub use checkpoints::{BadPlace, Place};
pub use compiler::{Compiled, Compiler, Foreign, Refusal};
pub use config::{Allow, Config};
pub use daemon::{Daemon, run, stop_signal};
pub use error::Error;
pub use logs::{Logging, Logs, log_to_stderr};
pub use server::{Paces, TlsFiles};
pub use telemetry::Telemetry;
