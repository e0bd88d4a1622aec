//! `filrouge token`.

use clap::{Args, Subcommand};

/// What to do with tokens of the admin API.
#[derive(Debug, Subcommand)]
pub enum TokenAction {
    /// List them, without their secrets
    List,
    /// Make one, and print its secret: it is told once
    Create(CreateToken),
    /// Make one worthless from now on
    Revoke {
        /// Its id, as the list shows it
        id: String,
    },
}

/// A token to make.
#[derive(Debug, Args)]
pub struct CreateToken {
    /// What it is called in the record of what operators did
    pub name: String,
    /// A role of the project; may be repeated
    #[arg(long, value_name = "ROLE", required_unless_present = "everything")]
    pub role: Vec<String>,
    /// Let it do everything, whatever the project says
    #[arg(long, conflicts_with = "role")]
    pub everything: bool,
    /// For how many days it is valid
    #[arg(long, default_value_t = 90, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=366))]
    pub days: u32,
}
