//! What to do with approvals and with what is in quarantine.

use super::Said;
use clap::Subcommand;

/// What to do with approvals.
#[derive(Debug, Subcommand)]
pub enum ApprovalAction {
    /// List them
    List,
    /// Say yes
    Approve(Said),
    /// Say no
    Refuse(Said),
}

/// What to do with quarantined messages.
#[derive(Debug, Subcommand)]
pub enum QuarantineAction {
    /// List them
    List,
    /// Take one in again, or all of them
    Replay {
        /// Its id, or `all`
        id: String,
    },
    /// Forget one, or all of them
    Drop {
        /// Its id, or `all`
        id: String,
    },
}
