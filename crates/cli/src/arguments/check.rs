//! `filrouge check`.

use super::{Form, ProjectDir};
use clap::Args;

/// Finds every mistake.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub project: ProjectDir,
    /// How to print what is found: `human`, `plain`, `json`, `json-lines`, `sarif`, `github`, `gitlab`, `junit`, `rdjson` or
    /// `markdown`. With `=FILE` into a file; may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
    pub format: Vec<Form>,
    /// The day on which exceptions may have ended; today, in UTC, without it
    #[arg(long, value_name = "DATE", value_parser = crate::moment::day)]
    pub on: Option<filrouge_compile::Date>,
    /// Refuse a project whose packs of law are not locked to their newest versions
    #[arg(long)]
    pub locked: bool,
    /// Leave out notes and warnings that were there at this commit already; errors are always told
    #[arg(long, value_name = "COMMIT")]
    pub changed_since: Option<String>,
}
