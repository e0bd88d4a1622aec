//! Arguments of `filrouge shadow`.

use clap::Subcommand;

/// What to do with the plan beside the one that runs.
#[derive(Debug, Subcommand)]
pub enum ShadowAction {
    /// Show what it would have sent since it began, beside what was sent
    Status,
    /// End it
    Stop,
}
