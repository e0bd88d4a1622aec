//! The audit manifest: what a regulator, a data protection officer or a reviewer asks of a project, compiled from its
//! source and never edited by hand. Each statement says where it stands in the text.
//!
//! Parts of the project are named by their addresses, as decisions and [`Origins`](crate::Origins) name them:
//! `journey/cart-abandonment/step/reminder`, `profile/email`, `event/Cart Updated/items/price`.

mod access;
mod digest;
mod flow;
mod held;
mod people;
mod policies;
mod processing;
mod since;
mod traits;

pub use access::{Access, RoleOf};
pub use flow::{
    AskedBy, DataFlow, Declassifier, FieldRead, FlowLabel, LiftedLabel, Recipient, SubRecipient, ToldBy,
    TransferBy,
};
pub use held::{Collected, Origin, Reached, Store};
pub use people::{
    AutomatedDecision, ConsentAsked, DecisionRule, Kept, SignalRead, WithdrawalPlan, WithdrawalRoute,
    WithdrawalRoutes,
};
pub use policies::{Capped, HeldOut, Paused, Policies, Suppressed};
pub use processing::{CategoryRead, CompatibleUse, JourneyOf, Processing, Right};
pub use since::{PrivacyApprover, Shifted, Since};
pub use traits::Computed;

use crate::Commit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the manifest's format that this crate writes.
pub const MANIFEST_FORMAT: u32 = 2;

/// The manifest of one plan. Equal sources give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this format.
    pub format: u32,
    /// Version of the compiler.
    pub compiler: String,
    /// Hash of the plan that it describes.
    pub plan: String,
    /// The commit that was compiled, when the project is under git.
    pub commit: Option<Commit>,
    /// When that commit was made, `2026-11-02T09:30:00Z`.
    #[serde(default)]
    pub built_at: Option<String>,
    /// The texts that were compiled, sorted by path.
    pub sources: Vec<SourceText>,
    /// Who is responsible.
    pub organisation: Organisation,
    /// Records of processing (Article 30 GDPR), one per purpose, sorted.
    pub processing: Vec<Processing>,
    /// Every field of the profile and of events, sorted.
    #[serde(default)]
    pub collected: Vec<Collected>,
    /// Where data comes in, sorted.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Who receives data, sorted.
    pub recipients: Vec<Recipient>,
    /// From where to where data flows, one per send and channel and one per fetch, sorted.
    pub data_flows: Vec<DataFlow>,
    /// Where data is declared to say less than what it is made of, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declassifiers: Vec<Declassifier>,
    /// What is kept, and how long, sorted.
    pub retention: Vec<Kept>,
    /// Where data about people lies and how one person's part of it is found, sorted.
    #[serde(default)]
    pub stores: Vec<Store>,
    /// What people are asked to agree to, sorted.
    pub consents: Vec<ConsentAsked>,
    /// What the signals of consent tools mean, by signal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<SignalRead>,
    /// What a withdrawal or an objection touches, one per purpose that knows one, sorted.
    pub withdrawal_plans: Vec<WithdrawalPlan>,
    /// Decisions that are taken without a human, sorted.
    pub automated_decisions: Vec<AutomatedDecision>,
    /// What is computed about people, sorted.
    #[serde(default)]
    pub traits: Vec<Computed>,
    /// What holds messages back beside consent.
    #[serde(default)]
    pub policies: Policies,
    /// What the compiler cannot check and the author vouches for, sorted.
    pub unprovable: Vec<Statement>,
    /// Exceptions to the rules of the compiler, sorted.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// The manifest before this one, and what has changed since; absent where nobody asked.
    #[serde(default)]
    pub since: Option<Since>,
    /// Who may do and see what through the daemon.
    #[serde(default, skip_serializing_if = "Access::is_empty")]
    pub access: Access,
}

/// Where a statement stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stands {
    /// Path of the file.
    pub file: String,
    /// First byte.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceText {
    /// Path relative to the project's root.
    pub path: String,
    /// SHA-256, in hex.
    pub sha256: String,
    /// Number of lines.
    pub lines: u32,
}

/// A pack of dated rules, in the version that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LawOf {
    /// The name of the pack.
    pub pack: String,
    /// Its version: the day of its text, `2026-11-23`.
    pub version: String,
    /// SHA-256 of its text, in hex.
    pub sha256: String,
}

/// Who is responsible.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The project's name.
    pub project: String,
    /// The controller.
    pub controller: String,
    /// Contact of the data protection officer.
    pub dpo: Option<String>,
    /// Supervisory authority.
    pub authority: Option<String>,
    /// Packs of dated rules that the project follows.
    pub rule_packs: Vec<String>,
    /// The versions of these packs that the project is judged by, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<LawOf>,
    /// The text that locks the project to versions; absent where it is judged by the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<SourceText>,
    /// Owners and their addresses, sorted.
    pub owners: Vec<Owner>,
    /// The postal address of the controller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Those who decide together with the controller, in the author's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint_controllers: Vec<String>,
    /// Where the assessment of impact is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpia: Option<String>,
    /// Who must agree before more is done with personal data, sorted; one of several is enough.
    #[serde(default)]
    pub privacy_approvers: Vec<PrivacyApprover>,
    /// Where it stands.
    pub stands: Option<Stands>,
}

/// Somebody who answers for journeys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Name in the source.
    pub name: String,
    /// Address.
    pub email: Option<String>,
}

/// Something that the compiler cannot check and the author vouches for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The part of the project that it is about.
    pub about: String,
    /// What is stated, in a sentence.
    pub statement: String,
    /// Where it stands.
    pub stands: Stands,
}

/// An exception to a rule of the compiler.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// Why the exception is right.
    pub reason: String,
    /// Its last day, `2027-01-31`, in UTC; it does not end when there is none.
    pub until: Option<String>,
    /// The owner who allowed it.
    pub approver: Option<String>,
    /// Where it holds.
    pub holds: WaiverHolds,
    /// The files that it holds in, when it is about files; the file and the pointer to the part, when it is about a part.
    /// For the block of an event that imports its fields, the file that it imports.
    pub files: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// Where an exception holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverHolds {
    /// In the whole project.
    Project,
    /// In some files.
    Files,
    /// In a part of a file.
    Part,
    /// In the block that it stands in.
    Block,
}
