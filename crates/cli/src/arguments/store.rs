//! `filrouge backup`, `restore` and `store`.

use super::Output;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Copies the data of a daemon.
#[derive(Debug, Args)]
pub struct Backup {
    /// The folder that the daemon got with `--data`
    pub data: PathBuf,
    /// The folder to create
    pub out: PathBuf,
    /// How to print what was made
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// Makes the data of a daemon from a backup.
#[derive(Debug, Args)]
pub struct Restore {
    /// The folder that `filrouge backup` made
    pub backup: PathBuf,
    /// The folder to create or to fill, for `--data`
    pub data: PathBuf,
    /// The list of erasures of the store that the backup is of: `erasures.jsonl` of its folder, or the copy that
    /// `run --erasures-copy` keeps. Whoever is on it is erased again before the daemon serves
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "no_erasures",
        conflicts_with = "no_erasures"
    )]
    pub erasures: Option<PathBuf>,
    /// Nobody was erased since the backup was made, or the list is lost
    #[arg(long)]
    pub no_erasures: bool,
    /// Let messages leave that had not left when the backup was made, even if they have left since
    #[arg(long)]
    pub resend: bool,
    /// How to print what was restored
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// What to do with the data of a daemon.
#[derive(Debug, Subcommand)]
pub enum StoreAction {
    /// Read all of it and tell what cannot be trusted; exit with 1 if there is something
    Check(Data),
    /// Tell how much there is of everything, also while a daemon works on it
    Stats(Data),
    /// Give up what stands behind a damage, and keep it beside; what `check` tells without damage is left alone
    Repair(Data),
}

/// The data of a daemon.
#[derive(Debug, Args)]
pub struct Data {
    /// The folder that the daemon got with `--data`
    pub data: PathBuf,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}
