//! `filrouge export`.

use super::Daemon;
use clap::Args;
use std::path::PathBuf;

/// Writes what a running daemon knows.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub daemon: Daemon,
    /// The file to write, which must not be there; `-` is the terminal or a pipe
    pub file: PathBuf,
    /// Only this person: an id, or an identifier as `lea@example.com`
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// What people did as well, as far as it is kept
    #[arg(long)]
    pub events: bool,
}
