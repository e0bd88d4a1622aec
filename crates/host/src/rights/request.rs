//! A request, as it is kept.

use super::deadline;
use super::errand::Errand;
use filrouge_machine::{Id, Rectify};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RightKind {
    /// A copy of all that is known (Articles 15 and 20).
    Export,
    /// That what is wrong be put right (Article 16).
    Rectify,
    /// That all be erased (Article 17).
    Erase,
    /// That it be stored and nothing else (Article 18).
    Restrict,
    /// That it be not used for a purpose (Article 21).
    Object,
    /// That services be told what the person has refused (Article 7(3)). It comes of the refusal itself.
    Withdraw,
    /// That services remove what they have of somebody whose profile is kept no longer (Articles 5(1)(e) and 19). It comes of the
    /// retention itself.
    Retention,
    /// That services be told that the person has agreed anew to what they had refused (Article 7). It comes of the consent itself.
    Renew,
    /// That services be told that a restriction has ended (Article 18(3)). It comes of that end.
    Lift,
    /// A legal hold: that nothing be erased. It is no request of the person.
    Hold,
}

impl RightKind {
    /// Whether nothing of the person is to be left.
    pub(crate) const fn erases(self) -> bool {
        matches!(self, Self::Erase | Self::Retention)
    }

    /// Whether nobody opens it: it follows from what happens.
    #[must_use]
    pub const fn follows(self) -> bool {
        matches!(self, Self::Withdraw | Self::Retention | Self::Renew | Self::Lift)
    }

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Rectify => "rectify",
            Self::Erase => "erase",
            Self::Restrict => "restrict",
            Self::Object => "object",
            Self::Withdraw => "withdraw",
            Self::Retention => "retention",
            Self::Renew => "renew",
            Self::Lift => "lift",
            Self::Hold => "hold",
        }
    }
}

/// What an objection is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Marketing, and the profiling for it: nothing is to be weighed against it.
    #[default]
    Marketing,
    /// Every purpose on legitimate interests: it rests until somebody has weighed both sides.
    Interests,
}

/// How far a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestState {
    /// Nobody has made sure yet who asks: nothing is done.
    WaitsForIdentity,
    /// It is being done; tasks are left.
    Working,
    /// It is to be done, and a legal hold keeps it from it.
    OnHold,
    /// It holds until somebody ends it.
    InForce,
    /// It holds while somebody weighs both sides.
    Assessing,
    /// It was done, with every task.
    Done,
    /// It was not done, for a reason that was told.
    Refused,
    /// It held, and was ended.
    Ended,
}

impl RequestState {
    /// Whether something is still to come.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Refused | Self::Ended)
    }

    /// Whether the person waits for an answer.
    #[must_use]
    pub const fn is_timed(self) -> bool {
        matches!(self, Self::WaitsForIdentity | Self::Working | Self::OnHold | Self::Assessing)
    }
}

/// How it was made sure who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// How: `account`, `confirmation-link`, `document`, …
    pub method: String,
    /// Who did it.
    pub by: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// More time for a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Extension {
    /// Who took it.
    pub by: String,
    /// Why; the person must be told within the first month.
    pub reason: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TaskState {
    /// It is to be done.
    Open,
    /// Somebody has confirmed it.
    Done,
    /// It was tried and did not work; it is to be tried again.
    Failed,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Something that a request leaves to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// Where: `files`, or `connector/NAME`.
    pub name: String,
    /// Who sees to it.
    pub owner: String,
    /// How far it is.
    pub state: TaskState,
    /// Whether the daemon asks the service itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_call: bool,
    /// Who said so last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// What they said beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that was done about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub by: String,
    /// What: `opened`, `identified`, `extended`, …
    pub what: String,
    /// What they said beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A request, from when it was received to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    /// Its name.
    pub id: Id,
    /// What is asked for.
    pub kind: RightKind,
    /// About whom.
    pub person: Id,
    /// When it was received, in milliseconds since 1970.
    pub received: i64,
    /// Until when the person must have an answer, in milliseconds since 1970.
    pub due: i64,
    /// More time, where somebody has taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended: Option<Extension>,
    /// Who sees to it.
    pub owner: String,
    /// How it was made sure who asks; absent when nobody did yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// An open request of the same kind that came before. It is checked on its own all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<Id>,
    /// How far it has come.
    pub state: RequestState,
    /// What is to be put right, until it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Rectify>,
    /// What an objection is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Purposes that an objection or a refusal has stopped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<String>,
    /// When a legal hold ends, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// Who has agreed to a legal hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    /// What is left to do, and what was done.
    pub tasks: Vec<Task>,
    /// Everything that was done about it, in order.
    pub acts: Vec<Act>,
    /// What services are asked, by task. It is kept beside the request, and told to nobody.
    #[serde(skip)]
    pub(crate) errands: BTreeMap<String, Errand>,
}

/// The act that notes a task, which was left when its recipient may have heard of it.
const TOLD: &str = "told";

impl Request {
    /// A month of the calendar from when it was received.
    pub(crate) fn first_due(received: i64) -> i64 {
        deadline::due(received)
    }

    pub(crate) fn extended_due(&self) -> i64 {
        deadline::extended(self.received)
    }

    /// Until when somebody must do something about it: nothing when nobody must.
    #[must_use]
    pub fn deadline(&self) -> Option<i64> {
        self.state.is_timed().then_some(self.due)
    }

    /// Notes what was done.
    pub(crate) fn note(&mut self, at: i64, by: &str, what: &str, note: Option<String>) {
        self.acts.push(Act { at, by: by.to_owned(), what: what.to_owned(), note });
    }

    /// Adds tasks that are not there yet.
    pub(crate) fn leave(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            if self.tasks.iter().all(|task| task.name != name) {
                let (owner, state) = (self.owner.clone(), TaskState::Open);
                self.tasks.push(Task { name, owner, state, by_call: false, by: None, at: None, note: None });
            }
        }
    }

    /// Notes how a task stands. One that was done stays so.
    pub(crate) fn say(&mut self, task: &str, state: TaskState, (by, at): (&str, i64), note: Option<String>) {
        let own = self.tasks.iter_mut().find(|own| own.name == task && own.state != TaskState::Done);
        if let Some(own) = own {
            (own.state, own.by, own.at, own.note) = (state, Some(by.to_owned()), Some(at), note);
        }
    }

    /// Leaves a task to a call.
    pub(crate) fn leave_to(&mut self, task: String, errand: Errand) {
        self.tasks.iter_mut().filter(|own| own.name == task).for_each(|own| own.by_call = true);
        self.errands.insert(task, errand);
    }

    /// Done when no task is left; never before. A copy is done when it was handed over.
    pub(crate) fn end_if_nothing_is_left(&mut self, at: i64) {
        let is_left = |task: &Task| task.state != TaskState::Done;
        let is_done = self.kind != RightKind::Export && !self.tasks.iter().any(is_left);
        if self.state == RequestState::Working && is_done {
            self.state = RequestState::Done;
            self.note(at, "filrouge", "done", None);
        }
    }

    /// Drops those tasks of `names` that are not done; whether there were any. Of which of them a service may have heard is noted.
    pub(crate) fn drop_tasks(&mut self, names: &[String], at: i64) -> bool {
        let is_left = |task: &Task| task.state != TaskState::Done && names.contains(&task.name);
        let left: Vec<_> =
            self.tasks.iter().filter(|task| is_left(task)).map(|task| task.name.clone()).collect();
        self.note_told(&left, at);
        self.tasks.retain(|task| !left.contains(&task.name));
        self.errands.retain(|task, _| !left.contains(task));
        !left.is_empty()
    }

    /// Notes of which tasks a service may have heard, before the calls for them are forgotten.
    pub(crate) fn note_told(&mut self, names: &[String], at: i64) {
        for task in names.iter().filter(|task| self.has_told(task)).cloned().collect::<Vec<_>>() {
            self.note(at, "filrouge", TOLD, Some(task));
        }
    }

    /// Whether the recipient of a task has heard of it, or may have.
    pub(crate) fn has_told(&self, task: &str) -> bool {
        let is_done = |own: &Task| own.state == TaskState::Done || (own.by_call && own.at.is_some());
        let was_told = |act: &Act| act.what == TOLD && act.note.as_deref() == Some(task);
        self.errands.get(task).is_some_and(Errand::was_tried)
            || self.tasks.iter().any(|own| own.name == task && is_done(own))
            || self.acts.iter().any(was_told)
    }

    /// Goes on without tasks that were dropped: it has ended when there is no other one, and is done when all others are.
    pub(crate) fn end_or_go_on(&mut self, at: i64) -> &'static str {
        if self.tasks.is_empty() {
            self.state = RequestState::Ended;
            return "ended";
        }
        self.end_if_nothing_is_left(at);
        "changed"
    }

    /// Drops what may be the person's own words.
    pub(crate) fn fall_silent(&mut self) {
        self.correction = None;
        self.errands.clear();
        self.acts.iter_mut().for_each(|act| act.note = None);
        self.tasks.iter_mut().for_each(|task| task.note = None);
        if let Some(extended) = &mut self.extended {
            extended.reason = String::new();
        }
    }
}
