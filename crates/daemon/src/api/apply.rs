//! What `GET /admin/v1/plan` answers, and what `POST /admin/v1/apply` takes and answers.

use super::{Diagnostic, Verdict};
use filrouge_plan::manifest::Manifest;
use filrouge_plan::{Bundle, Drained, Standing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The plan that runs, and who is inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Running {
    /// Version of this document.
    pub version: u32,
    /// The plan, without what the operator has paused.
    pub bundle: Bundle,
    /// What it does with personal data; absent when that was not kept.
    pub manifest: Option<Manifest>,
    /// How many people stand where; absent when nobody counted them yet.
    pub standing: Option<Vec<Place>>,
    /// Former definitions on which people finish.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub drained: Vec<Drained>,
    /// The plan of a share of the people; absent when there is none.
    #[serde(default)]
    pub release: Option<Release>,
}

/// A plan that a share of the people live under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Release {
    /// Hash of the plan.
    pub plan: String,
    /// Its share of the people, in hundredths of a percent: 1000 are 10 %.
    pub share: u16,
    /// People who live under it so far. Others of the share do as soon as something happens to them.
    pub people: u64,
    /// Who asked for this share.
    pub by: String,
    /// Since when it is this share, in milliseconds since 1970.
    pub since: i64,
}

/// How many people stand on a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The step.
    #[serde(flatten)]
    pub at: Standing,
    /// How many people.
    pub people: u64,
}

/// A plan that is to run in place of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// Version of this document.
    pub version: u32,
    /// Hash of the plan that it was compared with: where another one runs, it is refused.
    pub base: String,
    /// The plan.
    pub bundle: Bundle,
    /// What it does with personal data.
    pub manifest: Option<Manifest>,
    /// Notes with which privacy approvers agree to that.
    #[serde(default)]
    pub approvals: Vec<String>,
    /// Packs of law by whose newest version nobody has looked at it: with any, it is refused.
    #[serde(default)]
    pub stale_lock: Vec<String>,
}

/// What came of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Applied {
    /// Version of this document.
    pub version: u32,
    /// What came of it.
    pub result: Verdict,
    /// Hash of the proposed plan.
    pub plan: String,
    /// Hash of the plan that runs now.
    pub active: String,
    /// Why it was refused; empty when it was not.
    pub diagnostics: Vec<Diagnostic>,
    /// The plan of a share of the people; absent when there is none.
    pub release: Option<Release>,
}
