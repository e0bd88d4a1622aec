//! Journeys, lowered: a flat list of steps that name their successors.

use crate::{
    Approve, Backfill, Call, DateEntry, Digest, EntryLimit, Fetch, Field, Inside, Parallel, Period, Program,
    Rank, Repeat, ScheduleEntry, StopJourney, Wait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A path that people walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// The journey's name.
    pub name: String,
    /// Its former name, for people who entered under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// How people come in.
    pub enter: Enter,
    /// Rules that take a person out, in order; judged before every step and while waiting.
    pub exits: Vec<Exit>,
    /// What counts as success.
    pub goals: Vec<Goal>,
    /// First step.
    pub start: Target,
    /// Every step, in the order of the text. Names are unique in the journey, arms included.
    pub steps: Vec<Step>,
    /// What the author says of people who are inside when it changes.
    #[serde(default, skip_serializing_if = "Inside::is_silent")]
    pub inside: Inside,
    /// Where it stands among the others.
    #[serde(default, skip_serializing_if = "Rank::is_usual")]
    pub rank: Rank,
}

/// How people come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enter {
    /// What brings a person in.
    pub by: Entry,
    /// Condition; roots: `profile`, `now`, and `event` when an event brings people in.
    pub when: Option<Program>,
    /// Identity of the instance; roots as `when`. Without it there is one instance per person.
    pub key: Option<Program>,
    /// Whether a person who was in may come in again.
    pub re_entry: ReEntry,
    /// Fields of `entry` where no event brings people in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// How often people may come in, whatever the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<EntryLimit>,
    /// Lets people in who are in the segment when the journey becomes active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backfill: Option<Backfill>,
}

/// What brings a person in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Entry {
    /// An event of the person's.
    Event {
        /// The event's name.
        event: String,
    },
    /// The person comes into a segment, or leaves it.
    Segment {
        /// The segment's name.
        segment: String,
        /// Whether leaving it brings the person in.
        leave: bool,
    },
    /// A date of the profile comes near, or has passed.
    Date(DateEntry),
    /// A moment of a schedule has come.
    Schedule(ScheduleEntry),
    /// Somebody outside asks for it.
    Api,
    /// Another journey asks for it.
    Called,
}

impl Entry {
    /// An entry by the event called `event`.
    #[must_use]
    pub fn event(event: impl Into<String>) -> Self {
        Self::Event { event: event.into() }
    }
}

/// Whether a person may come in again under the same key. Nobody is ever in twice at once under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReEntry {
    /// Once in a lifetime.
    Never,
    /// As soon as the person is out.
    AfterExit,
    /// When this long has passed since the last entry, and the person is out.
    After(Period),
    /// Each matching event starts anew; an instance that is still inside ends first, as `re-entered`.
    Every,
}

/// A rule that takes a person out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// Reason that is recorded.
    pub name: String,
    /// What takes the person out.
    pub on: Trigger,
}

/// What counts as success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The goal's name.
    pub name: String,
    /// The event that meets it.
    pub event: String,
    /// Condition; roots: `profile`, `event`, `entry`, `now`.
    pub when: Option<Program>,
    /// How long after entry it still counts, also when the person is out.
    pub within: Option<Period>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The step's name: its identity for people who stand on it.
    pub name: String,
    /// Its former name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What it does.
    pub action: Action,
    /// Where a person goes afterwards; arms have targets of their own.
    pub next: Target,
}

/// Where a person goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// To the step of this name.
    Step(String),
    /// Out: the journey is over (`completed`, or the reason of an `end`).
    End(String),
    /// To the end of a branch of the parallel of this name.
    Join(String),
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Action {
    /// Lets time pass.
    Wait(Wait),
    /// Waits for the first of several things.
    WaitUntil(WaitUntil),
    /// Chooses a way.
    Split(Split),
    /// Gives one of several arms, by chance.
    Experiment(Experiment),
    /// Sends a message.
    Send(Send),
    /// Changes the profile.
    Update(Update),
    /// Emits an event, which enters the machine as if a source had sent it.
    Emit(Emit),
    /// Goes several ways at once.
    Parallel(Parallel),
    /// Somebody of the team decides.
    Approve(Approve),
    /// Goes round.
    Repeat(Repeat),
    /// Collects events.
    Digest(Digest),
    /// Asks a service, and waits for its answer.
    Fetch(Fetch),
    /// Takes the person out of a journey.
    StopJourney(StopJourney),
    /// Asks for another journey, and waits until it ends.
    Call(Call),
    /// Asks for another journey, and goes on.
    Start(Call),
}

/// Waits for the first of several things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitUntil {
    /// Arms in order; on a tie the first wins.
    pub arms: Vec<Arm>,
    /// When nothing came: how long, and where to.
    pub timeout: Option<Timeout>,
    /// What starts the time of the timeout anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resets: Vec<Reset>,
}

/// An event that starts the time of the timeout anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    /// Its name.
    pub name: String,
    /// What it is; always an event.
    pub on: Trigger,
}

/// One thing that is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// The arm's name.
    pub name: String,
    /// What ends the wait.
    pub on: Trigger,
    /// How many such events it takes.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: u32,
    /// Whether a condition that holds on arrival counts only after it has ceased to hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub afresh: bool,
    /// Where to.
    pub to: Target,
}

const fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_once(times: &u32) -> bool {
    *times == 1
}

/// What ends a wait, or takes a person out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Trigger {
    /// An event that fits; roots of the condition: `profile`, `event`, `entry`, `now`.
    Event {
        /// The event's name.
        event: String,
        /// Condition.
        when: Option<Program>,
    },
    /// A condition that holds, on arrival or after any later input of the person; roots: `profile`, `entry`, `now`.
    Condition(Program),
}

/// When nothing came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timeout {
    /// How long since the step was entered, or since the last event that started the time anew. One of this and
    /// `until` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Period>,
    /// Until when. A moment that is over is a timeout at once; a date that is absent is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Wait>,
    /// Where to.
    pub to: Target,
}

/// Chooses the first way whose condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// Ways in order.
    pub ways: Vec<Way>,
    /// Where to when none holds.
    pub otherwise: Target,
}

/// One way of a split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// The way's name.
    pub name: String,
    /// Condition; roots: `profile`, `entry`, `steps`, `now`.
    pub when: Program,
    /// Where to.
    pub to: Target,
}

/// Gives each person one of several arms, by chance, and remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// What the chance hangs on, besides the person and the name of the arm.
    pub salt: String,
    /// Whether people are placed by the present weights, whatever they were given before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reshuffle: bool,
    /// Arms in the order of the text; the control group is the last, as `holdout`.
    pub arms: Vec<ExperimentArm>,
}

/// One arm of an experiment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExperimentArm {
    /// The arm's name.
    pub name: String,
    /// Its former name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// Its share, compared with the other weights.
    pub weight: u32,
    /// Whether it is the control group.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub control: bool,
    /// Where to.
    pub to: Target,
}

/// Sends one message over the first channel that reaches the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// The one purpose of this message.
    pub purpose: String,
    /// Channels in order of preference.
    pub via: Vec<String>,
    /// The template.
    pub template: String,
    /// Values for the template's own variables; roots: `profile`, `entry`, `steps`, `now`.
    pub with: Vec<Assignment>,
    /// Where to after an outcome; after any other, people go on behind the step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<OnOutcome>,
    /// When it leaves; at once where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<BestTime>,
    /// How long after it was due it may leave; the connector's bound where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Period>,
}

/// A message that leaves at the hour at which the person is most often active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BestTime {
    /// How long that hour may be waited for.
    pub window: Period,
    /// Minutes since local midnight, for people of whom too little is known.
    pub default: u16,
}

/// Where to after one outcome of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnOutcome {
    /// Of a send `sent`, `skipped`, `failed` or `unknown`; of a call the reason for which the journey ended.
    pub outcome: String,
    /// Where to.
    pub to: Target,
}

/// Why a send may have been skipped or have failed, as conditions read it.
pub const SEND_REASONS: &[&str] = &[
    "no-consent",
    "refused",
    "consent-expired",
    "not-permitted",
    "no-address",
    "cap",
    "no-room",
    "too-late",
    "suppressed",
    "holdout",
    "paused",
    "template",
    "failed",
    "no-channel",
    "left",
];

/// Changes the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// New values, by profile field; roots: `profile`, `entry`, `steps`, `now`.
    pub set: Vec<Assignment>,
}

/// Emits an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Emit {
    /// The event's name.
    pub event: String,
    /// Its fields; roots: `profile`, `entry`, `steps`, `now`.
    pub set: Vec<Assignment>,
}

/// A value for a named place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The place's name.
    pub name: String,
    /// The value.
    pub value: Program,
}
