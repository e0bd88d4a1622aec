//! What `/admin/v1/shadow` answers.

use filrouge_backtest::document::{Messages, Pair};
use schemars::JsonSchema;
use serde::Serialize;

/// A plan that runs beside the one that runs, on copies of people, and sends nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Shadow {
    /// Version of this document.
    pub version: u32,
    /// How it does.
    pub state: ShadowState,
    /// Why it has ended, when it has.
    pub ended: Option<String>,
    /// Hash of the plan beside.
    pub plan: String,
    /// Hash of the plan that ran when it began.
    pub running: String,
    /// Who asked for it.
    pub by: String,
    /// When it began, in milliseconds since 1970.
    pub since: i64,
    /// People who were copied.
    pub people: u64,
    /// Most people who are copied.
    pub people_at_most: u64,
    /// Messages by journey and channel since it began, to people who were copied: `old` under the plan that runs, `new` under
    /// the plan beside.
    pub messages: Vec<Messages>,
    /// People who were copied and to whom each of them sends.
    pub contacted: Pair,
    /// People to whom the plan beside alone sends.
    pub only_new: u64,
    /// People to whom the plan that runs alone sends.
    pub only_old: u64,
    /// Inputs of people who were not copied, because there are too many.
    pub left_out: u64,
    /// Things that were not told to the plan beside, because it was too slow. The people whom they concern were copied anew.
    pub dropped: u64,
    /// Inputs that the plan beside does not take, because it declares events, fields or purposes otherwise.
    pub unfit: u64,
}

/// How a plan beside does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ShadowState {
    /// It hears of everything.
    Running,
    /// It hears of nothing more; its counts are those of the end.
    Ended,
}
