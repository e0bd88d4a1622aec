//! What has changed since the manifest before, and who may agree to it.

use super::Stands;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody who must agree before more is done with personal data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivacyApprover {
    /// The owner.
    pub owner: String,
    /// The key that tells whether they signed.
    pub key: String,
    /// Where it stands.
    pub stands: Stands,
}

/// The manifest before this one, and what has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// SHA-256 of the canonical JSON of the manifest before, in hex.
    pub manifest: String,
    /// The commit that it described, when it was under git.
    pub commit: Option<String>,
    /// When that commit was made.
    pub built_at: Option<String>,
    /// What has changed, in the order of the manifest.
    pub changes: Vec<Shifted>,
}

/// A change in the use of personal data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shifted {
    /// Whether more is done with personal data than before, or less.
    pub widens: bool,
    /// The part of the project that it is about.
    pub about: String,
    /// The change in a sentence.
    pub statement: String,
}
