//! Rows that a store keeps.

use crate::packed::unpacked;
use filrouge_machine::Id;
use filrouge_plan::{Bundle, NotABundle};
use serde::{Deserialize, Serialize};

/// A name by which a person is known: `email` and an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// The identifier's name in the profile.
    pub name: String,
    /// The person's value.
    pub value: String,
}

impl Identifier {
    /// The identifier called `name` of this value.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRow {
    /// Identity of the input.
    pub id: Id,
    /// Whose it is; absent when it concerns everybody.
    pub person: Option<Id>,
    /// When it happened, in milliseconds since 1970.
    pub at: i64,
    /// Hash of the plan under which it was applied.
    pub plan: String,
    /// Where it came from: a source's name, or `timer`, `outcome`, `plan`, `changes`.
    pub source: String,
    /// The input's kind as JSON; a [`crate::PlanChange`] for `changes`.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// The state of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Hash of the plan under which it was written.
    pub plan: String,
    /// Whether something is to come of itself: the person is inside a journey, or has a timer. Then a new plan is told to
    /// them at once.
    pub pending: bool,
    /// The encoded state.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// Somebody who became one with somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasRow {
    /// Who was absorbed.
    pub absorbed: Id,
    /// Who they are by now.
    pub survivor: Id,
    /// Whom they became one with; that one may have been absorbed in turn.
    pub into: Id,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The last moment at which it can be undone: until then the state of the absorbed is kept.
    pub until: i64,
}

/// A timer that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerRow {
    /// The timer.
    pub timer: Id,
    /// Whose it is.
    pub person: Id,
    /// When it is due, in milliseconds since 1970.
    pub due: i64,
}

/// A message that was not settled yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Identity of the message.
    pub effect: Id,
    /// To whom.
    pub person: Id,
    /// The connector that carries it.
    pub connector: String,
    /// Whether it was claimed and its outcome is not known.
    pub in_flight: bool,
    /// Whether it must not leave again.
    pub recalled: bool,
    /// Whether it comes from a backup that was restored: it may have left since the backup was made.
    pub restored: bool,
    /// How often it was claimed.
    pub attempt: u32,
    /// The message as JSON.
    pub body: Vec<u8>,
}

/// A decision. Its number grows in the order in which decisions were taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRow {
    /// Number; a store gives it, and ignores it on the way in.
    pub number: i64,
    /// Identity of the decision.
    pub id: Id,
    /// About whom.
    pub person: Id,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The decision as JSON.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// An approval that is or was waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApprovalRow {
    /// The approval.
    pub id: Id,
    /// For whom it is asked.
    pub person: Id,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Since when nobody waits for it any more.
    pub closed: Option<i64>,
}

/// Something that came in and could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineRow {
    /// Identity: the same thing is kept once.
    pub id: Id,
    /// When it came, in milliseconds since 1970.
    pub at: i64,
    /// Where it came from.
    pub source: String,
    /// What is wrong with it.
    pub reason: String,
    /// What came, as it came.
    #[serde(with = "serde_bytes")]
    pub payload: Vec<u8>,
}

/// A message that did not arrive, or of which nobody knows whether it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetterRow {
    /// Identity of the message.
    pub effect: Id,
    /// To whom it was, at the time; that one may have become one with somebody else since.
    pub person: Id,
    /// The walk that sent it.
    pub instance: Id,
    /// The connector that carried it.
    pub connector: String,
    /// When that was known, in milliseconds since 1970.
    pub at: i64,
    /// When it is forgotten.
    pub until: i64,
    /// Whether it may have arrived all the same.
    pub unknown: bool,
    /// Why, without personal data.
    pub reason: String,
    /// The message as JSON.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// A request of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// The request.
    pub id: Id,
    /// About whom.
    pub person: Id,
    /// Whether something is still to come.
    pub open: bool,
    /// Until when the person must have an answer, in milliseconds since 1970; absent when nobody waits.
    pub due: Option<i64>,
    /// The request as JSON.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// A plan that was activated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// Its hash.
    pub hash: String,
    /// When it was last activated, in milliseconds since 1970.
    pub at: i64,
    /// The bundle as JSON, packed when it is long.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
    /// How people come to it from the plan before, as JSON.
    #[serde(with = "serde_bytes")]
    pub passage: Vec<u8>,
}

impl PlanRow {
    /// The bundle.
    ///
    /// # Errors
    /// When it is damaged, or of a format that this version does not read.
    pub fn bundle(&self) -> Result<Bundle, NotABundle> {
        let damaged = |error| NotABundle::Damaged(serde::de::Error::custom(error));
        Bundle::read(&unpacked(&self.body).map_err(damaged)?)
    }
}

/// A plan under which a share of the people live, beside the active one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRow {
    /// The plan.
    pub plan: PlanRow,
    /// Whose plan it is, as JSON.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// How much there is of everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// People.
    pub people: u64,
    /// Those of them whose state is of the plan of a share.
    pub released: u64,
    /// Inputs in the journal.
    pub inputs: u64,
    /// Decisions.
    pub decisions: u64,
    /// Timers that are set.
    pub timers: u64,
    /// When the first of them is due, in milliseconds since 1970.
    pub due: Option<i64>,
    /// Messages that wait to leave.
    pub waiting: u64,
    /// When the first of them may leave, in milliseconds since 1970.
    pub leaves: Option<i64>,
    /// Messages that were claimed and whose outcome is not known.
    pub in_flight: u64,
    /// Rows in quarantine.
    pub quarantined: u64,
    /// Dead letters.
    pub dead_letters: u64,
    /// Requests of people that are open.
    pub requests: u64,
    /// When the first of them must be answered, in milliseconds since 1970.
    pub request_due: Option<i64>,
    /// Bytes in the write-ahead log, for a store that has one.
    pub wal_bytes: u64,
}
