//! `filrouge audit`.

use super::Output;
use clap::{Args, Subcommand};
use filrouge_store::RootSource;
use std::path::PathBuf;

/// What to do with the audit log of a daemon, which may be running.
#[derive(Debug, Subcommand)]
pub enum AuditAction {
    /// Look through all of it and tell what is not as it was; exit with 1 if there is something
    Verify(Verify),
    /// Write the proof that a record is in the log, to be checked elsewhere
    Prove(Numbered),
    /// Check a proof that `prove` wrote, without the log
    Check {
        /// The proof
        proof: PathBuf,
        /// The key of the log, as `checkpoint --key` prints it
        #[arg(long)]
        key: String,
    },
    /// Print a signed checkpoint of the log as it is
    Checkpoint {
        /// The folder that the daemon got with `--data`
        data: PathBuf,
        /// Print the key that verifies checkpoints instead
        #[arg(long)]
        key: bool,
    },
    /// Write the log as files that other programs verify
    Export {
        /// The folder that the daemon got with `--data`
        data: PathBuf,
        /// The folder to create
        out: PathBuf,
    },
    /// Change the root key, with the daemon stopped; bodies stay as they are
    Rotate {
        /// The folder that the daemon got with `--data`
        data: PathBuf,
        /// Where the next root key comes from: `file=PATH`, `env=NAME` or `command=COMMAND`
        #[arg(long, value_name = "SOURCE", value_parser = super::run::root_key)]
        root_key: RootSource,
    },
    /// Tell what a record says, and its words as long as they are kept
    Explain(Numbered),
}

/// A log, and what it is compared with.
#[derive(Debug, Args)]
pub struct Verify {
    /// The folder that the daemon got with `--data`
    #[arg(required_unless_present = "folder")]
    pub data: Option<PathBuf>,
    /// A folder that `export` wrote, in place of the data; without `--key`, the key that lies in it stands for it
    #[arg(long, value_name = "EXPORT", conflicts_with_all = ["data", "bodies"])]
    pub folder: Option<PathBuf>,
    /// An older checkpoint, which somebody else has kept
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// A newer one
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// The key of the log, as somebody else has kept it; without it, the one that the data have
    #[arg(long)]
    pub key: Option<String>,
    /// Compare each body that is kept with its record, too
    #[arg(long)]
    pub bodies: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// A record of a log.
#[derive(Debug, Args)]
pub struct Numbered {
    /// The folder that the daemon got with `--data`
    pub data: PathBuf,
    /// The number of the record
    pub record: u64,
}
