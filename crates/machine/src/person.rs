//! What the machine remembers of one person. Small, versioned, self-contained.

use crate::{ConsentRecord, HoldReason, Id, Limits, Rhythm, Tracked, Unconfirmed};
use filrouge_plan::{Standing, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The state of one person under one plan. Profile slots follow the plan's schema; [`Person::encode`] writes them
/// by name, so that a stored person outlives the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// One value per slot of the profile's schema.
    pub profile: Vec<Value>,
    /// Fields that the active plan does not declare: kept, so that going back to an older plan loses nothing.
    pub undeclared: BTreeMap<String, Value>,
    /// Every value of each identifier, the latest last.
    pub identifiers: BTreeMap<String, Vec<String>>,
    /// The latest decision per purpose and channel.
    pub consents: BTreeMap<(String, String), ConsentFact>,
    /// Segments that the person is in.
    pub segments: BTreeSet<String>,
    /// Journeys that the person is in.
    pub instances: Vec<Instance>,
    /// Past entries by journey and key, as long as `re-entry` asks for them.
    pub entries: BTreeMap<(String, String), PastEntry>,
    /// When messages were sent, per channel and purpose: what caps need. The purpose is empty for messages of which
    /// it was not kept.
    pub sent: BTreeMap<(String, String), Vec<i64>>,
    /// Messages that were handed out and whose outcome is not known yet, those that were called back included.
    pub flights: BTreeMap<Id, Flight>,
    /// Journeys that the person has left and whose goals may still be met.
    pub departed: Vec<Departed>,
    /// Arms that the person was given, by journey and experiment.
    pub assignments: BTreeMap<(String, String), Assignment>,
    /// When each journey is due that a clock brings the person into.
    pub awaited: BTreeMap<String, Awaited>,
    /// Hash of the plan under which [`Self::awaited`] was derived; empty when no plan asked for it.
    pub awaited_under: String,
    /// When the person came into each journey that limits how often.
    pub entered: BTreeMap<String, Vec<i64>>,
    /// What is remembered for each computed trait, by its name.
    pub traits: BTreeMap<String, Tracked>,
    /// When time alone changes a trait or ends a kept answer next: there is a timer for it.
    pub wake: Option<i64>,
    /// Backfills that were looked at, by journey and name, and when the person comes in by each, if they still do.
    pub backfills: BTreeMap<(String, String), Option<Backfilling>>,
    /// At which hours the person is active; nothing as long as no send wants to know.
    pub rhythm: Option<Rhythm>,
    /// What services answered and may be asked for again, by what they were asked.
    pub answers: BTreeMap<Id, KeptAnswer>,
    /// The person's last own act, in milliseconds since 1970.
    pub last_activity: Option<i64>,
    /// When the person was first heard of, in milliseconds since 1970.
    pub since: Option<i64>,
    /// People who became one with this one, as long as that can be undone.
    pub joined: BTreeMap<Id, Joined>,
    /// People who were separated from this one, and never join it by themselves again.
    pub apart: BTreeSet<Id>,
    /// Every decision of the person's about a purpose, the latest last.
    pub ledger: Vec<ConsentRecord>,
    /// Consents that wait for their confirmation, by purpose and channel.
    pub unconfirmed: BTreeMap<(String, String), Unconfirmed>,
    /// What keeps the person's data from being used.
    pub limits: Limits,
}

/// An answer that may be used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// Why the service was asked.
    pub purpose: String,
    /// When it came, in milliseconds since 1970.
    pub at: i64,
    /// When it is thrown away.
    pub until: i64,
    /// The fields that were declared and given, by name.
    pub fields: BTreeMap<String, Value>,
}

/// What is remembered of somebody who became one with the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The last moment at which it can be undone.
    pub until: i64,
    /// Fields of the profile that were taken over.
    pub fields: BTreeSet<String>,
}

/// An arm that a person was given. It is kept when the weights change, so that what they see does not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The arm.
    pub arm: String,
    /// With what chance it was given.
    pub odds: Odds,
    /// The salt with which it was given.
    pub salt: String,
    /// When it was given, in milliseconds since 1970.
    pub at: i64,
}

/// A chance: so many parts of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Odds {
    /// The parts that were for it.
    pub parts: u64,
    /// All parts.
    pub of: u64,
}

/// A message between the machine and the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flight {
    /// The instance that sends it.
    pub instance: Id,
    /// Its journey.
    pub journey: String,
    /// The step that sends it.
    pub step: String,
    /// Its purpose.
    pub purpose: String,
    /// Its channel.
    pub channel: String,
    /// When it was handed out, in milliseconds since 1970.
    pub at: i64,
    /// Whether it counts for the channel's caps.
    pub capped: bool,
    /// Whether it was called back; it may have left all the same.
    pub recalled: bool,
}

/// A walk that is over, while a goal of it may still be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departed {
    /// The instance.
    pub id: Id,
    /// The journey's name.
    pub journey: String,
    /// When the person came in.
    pub entered_at: i64,
    /// Fields of the event that brought the person in, by name.
    pub entry: BTreeMap<String, Value>,
    /// Outcome of each send.
    pub outcomes: BTreeMap<String, String>,
    /// Goals that were reached.
    pub reached: BTreeSet<String>,
    /// The last moment at which a goal can be met.
    pub until: i64,
}

/// The latest decision about one purpose on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentFact {
    /// Granted, or refused and withdrawn.
    pub granted: bool,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Where it was taken, in words.
    pub evidence: String,
    /// The input that brought it.
    pub input: Id,
}

/// One walk through one journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Identity: person, journey, key, rotation, and the input that brought the person in.
    pub id: Id,
    /// The journey's name.
    pub journey: String,
    /// Value of the entry's key; empty without one.
    pub key: String,
    /// How many times the person had come in under this key before, as far as that is remembered.
    pub rotation: u32,
    /// When the person came in.
    pub entered_at: i64,
    /// Fields of the event that brought the person in, by name.
    pub entry: BTreeMap<String, Value>,
    /// The step that the person stands on.
    pub step: String,
    /// When the person came to it.
    pub step_entered_at: i64,
    /// What the person waits for there.
    pub pending: Pending,
    /// What the wait has seen.
    #[serde(default, skip_serializing_if = "Watch::is_blank")]
    pub watch: Watch,
    /// The instance that called this one, and waits for its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Id>,
    /// The branch of a parallel that this one walks, for another instance that waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<OnBranch>,
    /// How often each step was visited.
    pub visits: BTreeMap<String, u32>,
    /// What each `digest` collected.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub digests: BTreeMap<String, Collected>,
    /// Rounds of each `repeat`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rounds: BTreeMap<String, Round>,
    /// Outcome of each send (`sent`, `skipped`, `failed`, `unknown`), arm of each experiment.
    pub outcomes: BTreeMap<String, String>,
    /// What else steps have left, by step and name: the `reason` of a send, the answer to a `fetch`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub results: BTreeMap<String, BTreeMap<String, Value>>,
    /// Goals that were reached.
    pub reached: BTreeSet<String>,
    /// Hash of the plan under which the step was entered or its due time derived.
    pub plan: String,
    /// Hash of the plan whose definition of the journey the person finishes on; absent for the present one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drained: Option<String>,
}

/// A branch of a parallel, and who waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnBranch {
    /// The instance that came to the parallel.
    pub parent: Id,
    /// The parallel.
    pub step: String,
    /// The branch.
    pub name: String,
}

/// What a `digest` collected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// The event.
    pub event: String,
    /// What the events have in common; absent without a key, and before the first event.
    pub key: Option<String>,
    /// When the first one came, or the person with it.
    pub first: Option<i64>,
    /// How many came.
    pub count: u32,
    /// Fields of those that are kept, by name.
    pub items: Vec<BTreeMap<String, Value>>,
}

/// The latest round of a `repeat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its number, from 1.
    pub number: u32,
    /// When it began.
    pub began: i64,
    /// Whether there may be another one; otherwise the next arrival begins anew.
    pub open: bool,
}

/// What a person waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pending {
    /// A moment, or an event of a `wait-until` at the latest at that moment.
    Wait {
        /// Due time in milliseconds since 1970; absent when only an event ends the wait.
        due: Option<i64>,
    },
    /// A better moment, to send over the channel of this position in the list.
    Held {
        /// Position in the send's list of channels.
        channel: u32,
        /// When it is looked at again at the latest.
        due: i64,
        /// Why it is held.
        #[serde(default)]
        reason: HoldReason,
    },
    /// The end of a journey that was called.
    Called {
        /// The called instance.
        instance: Id,
    },
    /// The answer of a service.
    Answer {
        /// The question.
        effect: Id,
        /// When it is given up.
        due: i64,
        /// What was asked, when the answer may be used again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<Id>,
    },
    /// The outcome of a message.
    Outcome {
        /// The message.
        effect: Id,
        /// Position of its channel in the send's list.
        channel: u32,
    },
}

/// What a wait has seen since the step was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// From when the wait is counted, if not from the moment at which the step was entered: an event started the time
    /// anew, or the person moved to another zone while waiting for a time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// How many events each arm has seen that needs several.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: BTreeMap<String, u32>,
    /// Arms whose condition has held ever since the step was entered, and must cease to hold before it counts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub stale: BTreeSet<String>,
    /// Branches that are through.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ended: BTreeSet<String>,
    /// The approval that is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Id>,
}

impl Watch {
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

/// Somebody who will come in because they were in the segment before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfilling {
    /// The timer.
    pub timer: Id,
    /// When, in milliseconds since 1970.
    pub due: i64,
    /// Since when this is known.
    pub since: i64,
}

/// What is remembered of a past or present entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastEntry {
    /// Number of entries so far.
    pub count: u32,
    /// When the last one was.
    pub last: i64,
}

/// A journey that a clock brings the person into. Moments are local: in milliseconds since 1970 as if local time were
/// UTC, so that a moment is the same one when the person moves to another zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// The timer.
    pub timer: Id,
    /// Moments up to this one are dealt with.
    pub passed: i64,
    /// The value of the field that the moments are counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<i64>,
    /// From when on this is known; nothing is late before.
    pub since: i64,
    /// The next moment, and the instant at which it is due; none when there is no further one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<(i64, i64)>,
}

impl Person {
    /// Where the person stands, journey by journey.
    pub fn standings(&self) -> impl Iterator<Item = Standing> + '_ {
        self.instances.iter().map(|instance| Standing {
            journey: instance.journey.clone(),
            step: instance.step.clone(),
            drained: instance.drained.clone(),
        })
    }
}
