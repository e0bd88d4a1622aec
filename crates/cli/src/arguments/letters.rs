//! Arguments of `filrouge dead-letters`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to do with messages that did not arrive.
#[derive(Debug, Subcommand)]
pub enum LetterAction {
    /// List them
    List,
    /// Show one with its words
    Show {
        /// Its id
        id: String,
    },
    /// Send one again, or all that are known not to have arrived, as far as they may leave now
    Resend(Resend),
    /// Forget one, or all of them
    Drop {
        /// Its id, or `all`
        id: String,
    },
}

/// A message that is to be sent again.
#[derive(Debug, Args)]
pub struct Resend {
    /// Its id, or `all`
    pub id: String,
    /// Another subject
    #[arg(long, value_name = "TEXT")]
    pub subject: Option<String>,
    /// File with another plain text
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
    /// File with another HTML text
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Who asks, for the record
    #[arg(long, env = "USER", value_name = "NAME")]
    pub by: String,
}
