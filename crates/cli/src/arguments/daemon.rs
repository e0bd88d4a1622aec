//! What is asked of a running daemon.

use super::Output;
use clap::Args;

/// A running daemon.
#[derive(Debug, Args)]
pub struct Daemon {
    /// Address of the daemon
    #[arg(long, global = true, default_value = "http://127.0.0.1:7900", value_name = "URL")]
    pub url: String,
    /// Environment variable that holds the token of the admin API
    #[arg(long, global = true, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
    /// For which purpose you ask; a role may let you see more for it, and it stands in the record
    #[arg(long, global = true, value_name = "PURPOSE")]
    pub purpose: Option<String>,
    /// How to print the answer
    #[arg(long, global = true, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// An answer to an approval.
#[derive(Debug, Args)]
pub struct Said {
    /// Its id
    pub id: String,
    /// Who answers; it stands in the record
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// What there is to say beside it
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}
