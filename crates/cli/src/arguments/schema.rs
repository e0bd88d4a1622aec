//! `filrouge schema`.

use super::{Output, ProjectDir};
use clap::Subcommand;
use std::path::PathBuf;

/// What to do with schemas.
#[derive(Debug, Subcommand)]
pub enum SchemaAction {
    /// Write a JSON Schema (draft 2020-12) for the profile and for each event
    Export {
        #[command(flatten)]
        project: ProjectDir,
        /// Folder for `profile.json` and `events/NAME.json`
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
    /// Tell what changes for those who send events and for those who read them; exit with 1 if something breaks
    Diff {
        /// A folder of the project as it was
        old: PathBuf,
        /// A folder of the project as it will be
        new: PathBuf,
        /// How to print what differs
        #[arg(long, value_enum, default_value_t = Output::Human)]
        format: Output,
    },
}
