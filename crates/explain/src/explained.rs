//! A decision with everything that explains it, as data.

use filrouge_machine::{Id, Verdict};
use filrouge_plan::{Commit, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A decision with everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its place among all decisions.
    pub number: i64,
    /// Identity.
    pub id: Id,
    /// About whom.
    pub person: Id,
    /// When it was taken, in milliseconds since 1970.
    pub at: i64,
    /// The input that led to it.
    pub input: Id,
    /// Hash of the plan under which it was taken.
    pub plan: String,
    /// The commit that the plan was compiled from.
    pub commit: Option<Commit>,
    /// The journey; empty for a choice of the person's own.
    pub journey: String,
    /// The walk through the journey; absent when nobody came in.
    pub instance: Option<Id>,
    /// The step.
    pub step: Option<String>,
    /// What was decided.
    pub verdict: Verdict,
    /// The part of the plan that decided.
    pub origin: Origin,
    /// The policy that held it back or refused it, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Origin>,
    /// The conditions that were evaluated on the way, in order.
    pub conditions: Vec<Condition>,
}

/// A part of the plan and its text. Without a text the plan's sources are no longer known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// Address of the part in the plan.
    pub address: String,
    /// The text.
    #[serde(flatten)]
    pub text: Option<Passage>,
}

/// A place in a file, with the lines that it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// Path relative to the project.
    pub file: String,
    /// The place.
    pub span: Span,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A range, as diagnostics give it: bytes from 0, lines and columns from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind the range.
    pub end: u32,
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the first character behind the range.
    pub end_line: usize,
    /// Column of the first character behind the range.
    pub end_column: usize,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Its number, from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
}

/// A condition and what it yielded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Condition {
    /// Where it stands.
    #[serde(flatten)]
    pub origin: Origin,
    /// What it yielded.
    pub result: Value,
    /// Its parts that were evaluated.
    pub operands: Vec<Operand>,
}

/// A part of a condition and what it yielded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Operand {
    /// Number of the part in the condition.
    pub node: u16,
    /// Its words.
    pub text: Option<String>,
    /// Where they stand.
    pub span: Option<Span>,
    /// What it yielded.
    pub value: Value,
}
