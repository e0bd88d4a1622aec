//! What can be asked of plans that are compared and applied.

use super::ProjectDir;
use crate::against::Against;
use clap::{Args, ValueEnum};
use filrouge_host::Extent;
use std::path::PathBuf;

/// Tells what a change of the project means.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing changes, 1 it cannot be told, 2 something changes, 3 something changes for which \
                  somebody has to say yes, 4 more is done with personal data and the privacy approver has not agreed."
)]
pub struct Plan {
    #[command(flatten)]
    pub project: ProjectDir,
    /// What to compare with: a commit, a `.json` that `build` or `plan -o` wrote, or the address of a daemon
    #[arg(long, default_value = "HEAD", value_name = "COMMIT|FILE|URL")]
    pub against: Against,
    /// How to print what differs: `human`, `json` or `markdown`. With `=FILE` into a file; may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
    pub format: Vec<PlanForm>,
    /// Save the plan, for `filrouge apply`
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Environment variable that holds the token of the admin API
    #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
}

/// Makes a saved plan the one that a daemon runs.
#[derive(Debug, Args)]
pub struct Apply {
    /// What `filrouge plan -o` wrote
    pub file: PathBuf,
    #[command(flatten)]
    pub daemon: super::Daemon,
    /// Who asks, for the record
    #[arg(long, env = "USER", value_name = "NAME")]
    pub by: String,
    /// Accept a plan without any journey, or without a purpose that the running plan has
    #[arg(long)]
    pub allow_removals: bool,
    /// Let it run beside the plan that runs, on copies of people, and send nothing; `filrouge shadow` shows what it would send
    #[arg(long, conflicts_with = "allow_removals")]
    pub shadow: bool,
    /// For so many percent of the people alone; a greater number adds people and takes nobody out, 100 are everybody, 0 takes the plan back
    #[arg(long, value_name = "N", conflicts_with = "shadow")]
    pub percent: Option<Extent>,
}

/// How to print what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For people at a terminal
    Human,
    /// One JSON document
    Json,
    /// A comment of a pull request
    Markdown,
}

/// A format, and the file that it goes into; without one, standard output.
pub type PlanForm = super::form::To<PlanFormat>;
