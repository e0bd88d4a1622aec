//! `filrouge init`.

use super::ProjectDir;
use clap::{Args, Subcommand, ValueEnum};

/// What to set up.
#[derive(Debug, Subcommand)]
pub enum Init {
    /// Write a workflow that checks, tests and plans each change
    Ci(Ci),
}

/// Writes a workflow.
#[derive(Debug, Args)]
pub struct Ci {
    /// What runs it
    #[arg(value_enum)]
    pub service: Service,
    #[command(flatten)]
    pub project: ProjectDir,
    /// The branch that changes go to
    #[arg(long, default_value = "main", value_name = "BRANCH")]
    pub branch: String,
    /// The command that installs `filrouge` where the workflow runs
    #[arg(long, value_name = "COMMAND")]
    pub install: Option<String>,
    /// Recorded events that each change is lived with; `recording.ndjson` of the project without it
    #[arg(long, value_name = "FILE")]
    pub events: Option<String>,
}

/// What runs a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Service {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// The hooks of pre-commit
    PreCommit,
}
