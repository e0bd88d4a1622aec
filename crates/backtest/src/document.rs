//! What is told of a backtest, for other programs.

use schemars::JsonSchema;
use serde::Serialize;

/// The version of this format.
pub const VERSION: u32 = 1;

/// What differs when recorded events are lived under two plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Backtest {
    /// Version of this format.
    pub version: u32,
    /// Hash of the old plan.
    pub old: String,
    /// Hash of the new plan.
    pub new: String,
    /// Whether anything that is counted differs.
    pub differs: bool,
    /// The recording.
    pub recording: Recorded,
    /// What was taken for granted.
    pub assumed: Assumed,
    /// People.
    pub people: People,
    /// Messages of both plans, by journey and channel.
    pub messages: Vec<Messages>,
    /// The same, day by day.
    pub days: Vec<Day>,
    /// What happens in each journey of which anything happens.
    pub journeys: Vec<Journey>,
    /// What kept messages from leaving, or questions from being asked.
    pub withheld: Vec<Withheld>,
    /// People who were given each arm of an experiment.
    pub arms: Vec<Arm>,
    /// Bounds that were asked for.
    pub limits: Vec<Limit>,
}

/// A count under both plans.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pair {
    /// Under the old plan.
    pub old: u64,
    /// Under the new one.
    pub new: u64,
}

/// The recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recorded {
    /// Lines that are not empty.
    pub lines: u64,
    /// Lines that do not say when they happened: they count as known from the beginning on.
    pub untimed: u64,
    /// Calls that had come before, and were left out.
    pub duplicates: Pair,
    /// When the first line happened; nothing in an empty recording.
    pub from: Option<String>,
    /// When the last one did.
    pub to: Option<String>,
    /// Lines that were not understood.
    pub set_aside: SetAside,
}

/// Lines that were not understood by one plan or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SetAside {
    /// How many lines there are.
    pub lines: u64,
    /// How many the old plan does not take.
    pub old: u64,
    /// How many the new one does not.
    pub new: u64,
    /// The first of them.
    pub first: Vec<Place>,
}

/// A line that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// Its number, from 1.
    pub line: u32,
    /// Why the old plan does not take it; nothing when it does.
    pub old: Option<String>,
    /// Why the new one does not.
    pub new: Option<String>,
}

/// What was taken for granted where the recording says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Assumed {
    /// Decisions before are lived and not counted; nothing when all count.
    pub since: Option<String>,
    /// Until when timers go on.
    pub until: String,
    /// The zone of the days.
    pub zone: String,
    /// Whose calls the lines are.
    pub source: String,
    /// After how many milliseconds a message is answered `sent`, and a question as below.
    pub answered_after: i64,
    /// What a `fetch` is answered: `silent` or `failed`.
    pub fetch: String,
    /// What an `approve` is answered: `silent`, `yes` or `no`.
    pub approve: String,
}

/// People.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct People {
    /// Who are known at the end.
    pub known: Pair,
    /// To whom a message leaves.
    pub contacted: Pair,
    /// To whom the new plan sends, and the old one did not.
    pub only_new: u64,
    /// To whom the old plan sent, and the new one does not.
    pub only_old: u64,
    /// To whom one of them sends more than the other.
    pub other_number: u64,
    /// Groups of people who were given up because a plan goes round without end.
    pub given_up: Pair,
}

/// Messages of a journey over a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Messages {
    /// The journey.
    pub journey: String,
    /// The channel.
    pub channel: String,
    /// How many.
    pub count: Pair,
}

/// Messages of a journey over a channel on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Day {
    /// The day, in the zone of the new plan's project.
    pub day: String,
    /// The journey.
    pub journey: String,
    /// The channel.
    pub channel: String,
    /// How many.
    pub count: Pair,
}

/// What happens in a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Journey {
    /// The journey.
    pub journey: String,
    /// How often somebody comes in.
    pub entered: Pair,
    /// How people leave.
    pub exits: Vec<Counted>,
    /// Goals that are met.
    pub goals: Vec<Counted>,
    /// Why people are not let in; that a condition does not hold is not told.
    pub refused: Vec<Counted>,
}

/// A count by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    /// The name.
    pub name: String,
    /// How many.
    pub count: Pair,
}

/// What kept messages from leaving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Withheld {
    /// The journey.
    pub journey: String,
    /// What became of the message: `skipped`, `held`, `recalled` or `not-asked`.
    pub result: String,
    /// Why.
    pub reason: String,
    /// How many.
    pub count: Pair,
}

/// People who were given an arm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Arm {
    /// The journey.
    pub journey: String,
    /// The experiment.
    pub experiment: String,
    /// The arm.
    pub arm: String,
    /// How many.
    pub count: Pair,
}

/// A bound that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limit {
    /// The option: `limit-contacts` or `limit-change`.
    pub limit: String,
    /// What is allowed.
    pub allowed: u64,
    /// What was found; nothing where it has no number, as a share of nothing.
    pub found: Option<u64>,
    /// Whether it is too much.
    pub exceeded: bool,
    /// The same in a sentence.
    pub sentence: String,
}

/// Somebody to whom one plan sends more than the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Person {
    /// Their id, which follows from the recording.
    pub person: String,
    /// The line of the recording that first has to do with them or with somebody who shares a name.
    pub line: u32,
    /// Messages under the old plan.
    pub old: u64,
    /// Messages under the new plan.
    pub new: u64,
}

impl Pair {
    /// Whether both are the same.
    #[must_use]
    pub const fn is_same(self) -> bool {
        self.old == self.new
    }

    /// Both together with another pair.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { old: self.old + other.old, new: self.new + other.new }
    }
}

impl Backtest {
    /// All messages.
    #[must_use]
    pub fn all_messages(&self) -> Pair {
        self.messages.iter().fold(Pair::default(), |all, row| all.and(row.count))
    }
}
