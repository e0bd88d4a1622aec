//! The audit manifest: what a regulator, a data protection officer or a reviewer asks of a project, compiled from its
//! source and never edited by hand. Each statement says where it stands in the text.

use crate::{Basis, Commit, Retention};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the manifest's format that this crate writes.
pub const MANIFEST_FORMAT: u32 = 1;

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
    /// The texts that were compiled, sorted by path.
    pub sources: Vec<SourceText>,
    /// Who is responsible.
    pub organisation: Organisation,
    /// Records of processing (Article 30 GDPR), one per purpose, sorted.
    pub processing: Vec<Processing>,
    /// Who receives data, sorted.
    pub recipients: Vec<Recipient>,
    /// From where to where data flows, sorted.
    pub data_flows: Vec<DataFlow>,
    /// What is kept, and how long, sorted.
    pub retention: Vec<Kept>,
    /// What people are asked to agree to, sorted.
    pub consents: Vec<ConsentAsked>,
    /// What a withdrawal touches, one per purpose, sorted.
    pub withdrawal_plans: Vec<WithdrawalPlan>,
    /// Decisions that are taken without a human, sorted.
    pub automated_decisions: Vec<AutomatedDecision>,
    /// What the compiler cannot check and somebody vouches for, in words.
    pub unprovable: Vec<Statement>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceText {
    /// Path relative to the project's root.
    pub path: String,
    /// SHA-256, in hex.
    pub sha256: String,
    /// Number of lines.
    pub lines: u32,
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
    /// Owners and their addresses.
    pub owners: Vec<Owner>,
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

/// One record of processing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Processing {
    /// The purpose.
    pub purpose: String,
    /// Use of data, a fideslang key.
    pub data_use: Option<String>,
    /// Lawful basis.
    pub basis: Basis,
    /// Journeys that serve the purpose, with their owners.
    pub journeys: Vec<JourneyOf>,
    /// Categories of personal data that these journeys read or send, with the fields.
    pub categories: Vec<CategoryRead>,
    /// Names of the recipients.
    pub recipients: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// A journey that serves a purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JourneyOf {
    /// The journey.
    pub journey: String,
    /// Its owner.
    pub owner: Option<String>,
    /// What it does, in the author's words.
    pub description: Option<String>,
}

/// A category of personal data, and the fields through which it is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRead {
    /// Category, a fideslang key.
    pub category: String,
    /// Fields, as conditions and templates spell them.
    pub fields: Vec<String>,
}

/// Somebody who receives data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The connector.
    pub connector: String,
    /// What it speaks: `smtp`, `http`.
    pub kind: String,
    /// `processor` or `controller`.
    pub role: Option<String>,
    /// Reference of the agreement.
    pub agreement: Option<String>,
    /// ISO 3166-1 alpha-2 code of the country that data goes to.
    pub country: Option<String>,
    /// Channels that it carries.
    pub channels: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// Data on its way out of a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataFlow {
    /// Fields that are read: by the message, its address and the conditions on the way.
    pub fields: Vec<String>,
    /// The step, as `journey/step`.
    pub step: String,
    /// The connector.
    pub to: String,
    /// The channel.
    pub channel: String,
    /// The purpose.
    pub purpose: String,
    /// Where it stands.
    pub stands: Stands,
}

/// What is kept, and how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// `profile`, or an event's name.
    pub object: String,
    /// How long; absent when nothing personal is in it and nothing was declared.
    pub retention: Option<Retention>,
    /// Where it stands.
    pub stands: Stands,
}

/// What people are asked to agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentAsked {
    /// The purpose.
    pub purpose: String,
    /// Channels.
    pub channels: Vec<String>,
    /// The text that is shown: path and SHA-256.
    pub notice: Option<SourceText>,
    /// After how long it must be asked again, as the author wrote it.
    pub expires: Option<String>,
    /// How it can be withdrawn: `one-click`, `api`.
    pub withdrawal: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// What a withdrawal of one purpose touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalPlan {
    /// The purpose.
    pub purpose: String,
    /// Sends that fall silent, as `journey/step`.
    pub sends: Vec<String>,
    /// Recipients whose queued messages are called back.
    pub recipients: Vec<String>,
}

/// A decision that is taken without a human.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AutomatedDecision {
    /// The step, as `journey/step`.
    pub step: String,
    /// Its logic, in the author's words.
    pub logic: Vec<String>,
    /// Fields that are read.
    pub inputs: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// Something that somebody vouches for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What is stated.
    pub statement: String,
    /// Where it stands.
    pub stands: Stands,
}
