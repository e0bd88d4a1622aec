//! Who works with the daemon, and what they may do and see.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the holder of a token may do and see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// What they may do, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
    /// Categories of personal data that they may see, with all below them; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sees: Vec<Sight>,
    /// Identifiers of the profile that they may see; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<Sight>,
    /// Owners in whose name they may approve; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approves: Vec<String>,
}

/// Something that may be seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sight {
    /// The category, or the identifier.
    pub what: String,
    /// The purpose that whoever looks has to name; any, and none, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// Something that is done through the admin API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// See how things stand.
    Status,
    /// Look at people, their decisions and what waits.
    Look,
    /// Take out people and what they did.
    Export,
    /// Bring somebody into a journey.
    Start,
    /// Pause a part of the project, or let it go on.
    Pause,
    /// Compile the project again.
    Reload,
    /// Make a saved plan the one that runs.
    Apply,
    /// Separate people who became one.
    Unmerge,
    /// Send again or drop messages that did not arrive.
    Resend,
    /// Try again or drop messages that could not be taken in.
    Replay,
    /// Change what is logged.
    Logs,
    /// Run a plan beside the one that runs.
    Shadow,
    /// Make and revoke tokens.
    Tokens,
    /// Answer what people ask about their own data.
    Rights,
    /// Read and prove the audit log.
    Audit,
}

impl Act {
    /// Every act, sorted.
    pub const ALL: [Self; 15] = [
        Self::Status,
        Self::Look,
        Self::Export,
        Self::Start,
        Self::Pause,
        Self::Reload,
        Self::Apply,
        Self::Unmerge,
        Self::Resend,
        Self::Replay,
        Self::Logs,
        Self::Shadow,
        Self::Tokens,
        Self::Rights,
        Self::Audit,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Look => "look",
            Self::Export => "export",
            Self::Start => "start",
            Self::Pause => "pause",
            Self::Reload => "reload",
            Self::Apply => "apply",
            Self::Unmerge => "unmerge",
            Self::Resend => "resend",
            Self::Replay => "replay",
            Self::Logs => "logs",
            Self::Shadow => "shadow",
            Self::Tokens => "tokens",
            Self::Rights => "rights",
            Self::Audit => "audit",
        }
    }
}
