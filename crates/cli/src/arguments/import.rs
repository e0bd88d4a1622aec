//! `filrouge import`.

use super::Output;
use clap::Args;
use std::path::PathBuf;

/// Hands a file to a running daemon.
#[derive(Debug, Args)]
pub struct Import {
    /// Lines of JSON: each a call of the tracking API (`type` is `identify`, `track`, … or `consent`); `-` reads a pipe
    pub file: PathBuf,
    /// Address of the daemon
    #[arg(long, default_value = "http://127.0.0.1:7900", value_name = "URL")]
    pub url: String,
    /// Environment variable that holds the write key of the source
    #[arg(long, value_name = "NAME")]
    pub write_key_env: String,
    /// Keep here how far it is, and go on from there the next time
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Calls under way at once; with 1 everything comes in the order of the file
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64), value_name = "COUNT")]
    pub together: u16,
    /// Stop when more messages than this were set aside
    #[arg(long, default_value_t = 1_000, value_name = "COUNT")]
    pub set_aside_at_most: u64,
    /// How to print what became of it
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}
