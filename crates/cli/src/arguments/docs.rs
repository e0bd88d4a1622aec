//! What to write as a site.

use super::ProjectDir;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What to write as a site.
#[derive(Debug, Args)]
pub struct Docs {
    #[command(flatten)]
    pub project: ProjectDir,
    /// Folder of the site; a site that is there is replaced file by file
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// The language of the pages, that of `--locale` without it; the copy of messages stays in its own
    #[arg(long, value_enum)]
    pub lang: Option<Tongues>,
}

/// Languages of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tongues {
    /// English
    En,
    /// French
    Fr,
    /// Both, each in a folder, with links between them
    Both,
}
