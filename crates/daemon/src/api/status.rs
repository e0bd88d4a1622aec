//! What `GET /admin/v1/status` answers.

use super::{Attempt, PausedPart, Release};
use filrouge_plan::Commit;
use schemars::JsonSchema;
use serde::Serialize;

/// How things stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Status {
    /// Version of this document.
    pub version: u32,
    /// Version of the daemon.
    pub daemon: String,
    /// Whether it takes events.
    pub health: Health,
    /// The plan that runs, and the one that the disk asks for.
    pub plan: Plan,
    /// The plan of a share of the people; absent when there is none.
    pub release: Option<Release>,
    /// People who are known.
    pub people: u64,
    /// Timers that are set.
    pub timers: u64,
    /// How late what is due is.
    pub late: Late,
    /// Decisions that were recorded.
    pub decisions: u64,
    /// Messages that have not left.
    pub outbox: Outbox,
    /// Messages of clients that could not be understood.
    pub quarantine: u64,
    /// Messages that did not arrive, or of which nobody knows whether they did.
    pub dead_letters: u64,
    /// Requests of people about their data that are open.
    pub requests: Requests,
    /// What was done since the start.
    pub done: Done,
    /// Inputs that wait to be written.
    pub queued: usize,
    /// What is kept in memory.
    pub memory: Memory,
    /// What the active plan declares.
    pub declared: Declared,
    /// Connectors whose services fail and are left alone for now.
    pub resting: Vec<Resting>,
    /// What the operator has paused.
    pub paused: Vec<PausedPart>,
    /// Secrets that the active plan names and that are not there.
    pub unset: Vec<Unset>,
}

/// Bytes in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Memory {
    /// What may be kept at hand, as `--memory` says.
    pub room: u64,
    /// People who were asked for lately, about.
    pub people: u64,
    /// Names that they are known by, about.
    pub names: u64,
    /// All that the process holds, its program included; absent where the system does not tell.
    pub process: Option<u64>,
}

/// Requests of people that are open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Requests {
    /// How many.
    pub open: u64,
    /// Days until the first of them must be answered, rounded down, and below 0 behind that; absent when nobody waits for an
    /// answer.
    pub days_left: Option<i64>,
}

/// What was kept no longer since the start, because its retention is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Expired {
    /// People.
    pub people: u64,
    /// Inputs.
    pub inputs: u64,
    /// Decisions.
    pub decisions: u64,
    /// What could not be understood.
    pub quarantined: u64,
    /// Dead letters.
    pub dead_letters: u64,
    /// Closed requests.
    pub requests: u64,
}

/// Whether events are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Health {
    /// They are.
    Working,
    /// The store cannot write for now; it is tried again every second.
    Suspended {
        /// What the store says.
        reason: String,
    },
    /// The store is damaged: an operator must see to it.
    Failed {
        /// What the store says.
        reason: String,
    },
    /// The daemon is stopping.
    Stopped,
}

/// The plan that runs, and the one that the disk asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Plan {
    /// Hash of the plan that the disk compiles to; absent when it does not compile.
    pub desired: Option<String>,
    /// Hash of the plan that runs, without what the operator has paused.
    pub active: String,
    /// Since when it runs, in milliseconds since 1970.
    pub active_since: i64,
    /// Whether the two are the same.
    pub in_step: bool,
    /// Whether a start from this disk would run what is on it.
    pub boots_from_disk: bool,
    /// The commit that the plan was compiled from, when its folder is under git.
    pub commit: Option<Commit>,
    /// The last attempt at a new plan.
    pub last_attempt: Attempt,
    /// When the disk last agreed with what runs, in milliseconds since 1970.
    pub last_success_at: Option<i64>,
}

/// What was done since the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Done {
    /// Inputs that were new.
    pub applied: u64,
    /// Inputs that had come before.
    pub duplicates: u64,
    /// Messages of clients that were put aside.
    pub quarantined: u64,
    /// Messages that services took.
    pub sent: u64,
    /// Messages and questions that failed for good.
    pub failed: u64,
    /// Messages of which nobody knows.
    pub unknown: u64,
    /// Messages and questions that were to be tried again.
    pub retried: u64,
    /// Questions that were answered.
    pub answered: u64,
    /// Questions that were answered with something else than what was declared.
    pub unfit: u64,
    /// What was kept no longer.
    pub expired: Expired,
    /// What kept messages from leaving.
    pub withheld: Vec<Withheld>,
}

/// How often one reason kept messages from leaving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Withheld {
    /// What was decided: `held`, `skipped`, ….
    pub result: String,
    /// Why.
    pub reason: String,
    /// How often.
    pub count: u64,
}

/// How late what is due is; 0 when nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Late {
    /// Milliseconds since the first timer that has not fired was due.
    pub timers: u64,
    /// Milliseconds since the first message that has not left might have left.
    pub messages: u64,
}

/// Messages that have not left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outbox {
    /// Messages that wait.
    pub waiting: u64,
    /// Messages that were handed to a service which has not answered yet.
    pub in_flight: u64,
}

/// A connector whose service failed again and again. Its messages wait, and spend none of their attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Resting {
    /// The connector.
    pub connector: String,
    /// Since when, in milliseconds since 1970.
    pub since: i64,
    /// When one message tries it again, in milliseconds since 1970.
    pub until: i64,
    /// What was seen last.
    pub reason: String,
}

/// A secret that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unset {
    /// The part of the plan that uses it: `connector/mail`.
    pub part: String,
    /// Where it was looked up, and what was found there.
    pub reason: String,
}

/// What the active plan declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Declared {
    /// Journeys.
    pub journeys: usize,
    /// Purposes.
    pub purposes: usize,
    /// Connectors.
    pub connectors: usize,
}
