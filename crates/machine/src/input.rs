//! What comes in: everything that the machine learns of the world.

use crate::{Id, Proof, RefusedIdentifier, SkipReason};
use filrouge_plan::{SwitchKind, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One thing that happened, for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Identity of the input: the same input always carries the same id, so that it is applied once.
    pub id: Id,
    /// When it happened, in milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// What happened.
    pub kind: InputKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// The person did something.
    Event(Event),
    /// Something is known of the person.
    Identify(Identify),
    /// The person granted or refused something.
    Consent(Consent),
    /// Somebody asks for a journey for the person.
    Start(Start),
    /// A timer that the machine had set is due.
    Timer {
        /// The timer.
        timer: Id,
    },
    /// What became of a message or a question.
    Outcome {
        /// Its effect.
        effect: Id,
        /// What became of it.
        outcome: Outcome,
    },
    /// Somebody of the team answers.
    Approval(Approval),
    /// Somebody of the team asks to send a message again.
    Resend(Box<Resend>),
    /// The plan has changed: timers are derived anew, people on removed steps are moved.
    PlanActivated {
        /// Hash of the plan that is active from now on.
        plan: String,
    },
    /// Another person is one with this one. It takes two people: [`merge`](crate::merge) applies it.
    Merge {
        /// The other.
        person: Id,
        /// Names of the identifiers that led there.
        by: Vec<String>,
    },
    /// Another person was not one with this one after all: [`unmerge`](crate::unmerge) applies it.
    Unmerge {
        /// The other.
        person: Id,
    },
    /// What is known of the person was wrong.
    Rectify(Rectify),
    /// Something begins to keep the person's data from being used, or ends.
    Limit(Limit),
    /// Something was done about a request of the person's. It concerns nothing by itself: what follows from it are inputs of
    /// their own.
    Right(Right),
    /// The time of what was kept is over. It stands in the journal beside what follows from it, and concerns nobody by itself.
    Expired(Expired),
    /// The operator paused or resumed a part of the project. It stands in the journal beside the plan that follows from
    /// it, and concerns nobody by itself.
    Switched {
        /// What sort of thing.
        kind: SwitchKind,
        /// Its name; empty for the project.
        name: String,
        /// Paused, or resumed.
        paused: bool,
        /// Who did it.
        by: String,
    },
}

/// Something that a person did, typed against the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// The event's name.
    pub name: String,
    /// One value per field, in the order of the event's schema.
    pub fields: Vec<Value>,
    /// When it happened by its own account, in milliseconds since 1970, where that was not when it came in. Only
    /// traits that are declared with a lateness look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
}

/// A journey that is asked for, typed against the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Start {
    /// The journey's name.
    pub journey: String,
    /// One value per field, in the order of the entry's fields; of the event's, where an event brings people in.
    pub fields: Vec<Value>,
    /// Where the person stands in it already, who was on their way before the journey was here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Where somebody stands in a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// A step that waits.
    pub step: String,
    /// When the person came into the journey, in milliseconds since 1970.
    pub entered_at: i64,
    /// From when the wait is counted.
    pub since: Since,
}

/// From when a wait is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// The person came to the step at this moment, in milliseconds since 1970.
    Arrived(i64),
    /// The wait ends at this moment.
    Due(i64),
}

/// What somebody of the team says to an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// The approval.
    pub approval: Id,
    /// Yes or no.
    pub approved: bool,
    /// Who says so.
    pub by: String,
    /// What they say beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A message that did not arrive, or of which nobody knows whether it did, and that somebody of the team wants to be sent
/// again. Journey, step and template are where it came from; whether it may leave is judged anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Resend {
    /// Effect of the message that it was.
    pub of: Id,
    /// The walk that sent it.
    pub instance: Id,
    /// The journey that sent it.
    pub journey: String,
    /// The step that sent it.
    pub step: String,
    /// The channel.
    pub channel: String,
    /// Its purpose.
    pub purpose: String,
    /// The template.
    pub template: String,
    /// Language of the variant that was rendered.
    pub locale: String,
    /// Subject or title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// HTML body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Plain text body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who asks.
    pub by: String,
}

impl InputKind {
    /// The input as it is recorded: without the words of a message, which nothing but the message hangs on. The record
    /// outlives them.
    #[must_use]
    pub fn recorded(&self) -> Cow<'_, Self> {
        match self {
            Self::Resend(resend) => {
                let silent = Resend { subject: None, html: None, text: None, ..(**resend).clone() };
                Cow::Owned(Self::Resend(Box::new(silent)))
            }
            other => Cow::Borrowed(other),
        }
    }
}

/// Something that is known of the person, typed against the plan. What is not named stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identify {
    /// Identifiers by name, which the host has already resolved to this person.
    pub identifiers: Vec<(String, String)>,
    /// Profile fields by name; [`Value::Absent`] forgets one.
    pub fields: Vec<(String, Value)>,
    /// Identifiers that were not taken, or whose owner stays apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedIdentifier>,
}

/// What takes the place of what was wrong, typed against the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rectify {
    /// Identifiers by name: the one value that the person has from now on, in place of every other.
    pub identifiers: Vec<(String, String)>,
    /// Profile fields by name; [`Value::Absent`] forgets one.
    pub fields: Vec<(String, Value)>,
}

/// Something that keeps the data of a person from being used begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Limit {
    /// What.
    pub kind: LimitKind,
    /// Whether it begins.
    pub on: bool,
}

/// What keeps the data of a person from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LimitKind {
    /// The person asked for it (Article 18): what is known is stored, and nothing else.
    Restriction,
    /// A court or an authority needs it: nothing is erased, and nothing is sent that the person could withdraw from.
    Hold,
    /// A contact point is one of somebody who was erased: nothing is sent that the person could withdraw from, unless they
    /// have agreed since.
    Suppression,
}

/// How much was kept no longer, because its retention is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// Requests that were closed.
    pub requests: u64,
}

/// Something was done about a request of a person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Right {
    /// The request.
    pub request: Id,
    /// What is asked for: `export`, `erase`, ….
    pub kind: String,
    /// What was done: `opened`, `checked`, `done`, ….
    pub act: String,
    /// Who did it.
    pub by: String,
}

/// A person's decision about one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consent {
    /// The purpose.
    pub purpose: String,
    /// The channel; absent for every channel of the purpose.
    pub channel: Option<String>,
    /// Granted, or refused and withdrawn.
    pub granted: bool,
    /// Where the decision was taken, in words: `preference-centre`, `one-click`, `api`.
    pub evidence: String,
    /// What else proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Box<Proof>>,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The provider took it.
    Sent {
        /// The provider's own name for it, if it gave one.
        receipt: Option<String>,
    },
    /// The provider will never take it.
    Failed {
        /// Why, without personal data.
        reason: String,
    },
    /// Nobody knows whether the provider took it. It is never sent again by itself.
    Unknown {
        /// What was seen, without personal data.
        reason: String,
    },
    /// The service that was asked has answered, with these fields.
    Answered {
        /// Values by name, as the question has declared them.
        fields: Vec<(String, Value)>,
    },
    /// The service that was asked has answered something else than what was declared.
    Unfit {
        /// What is wrong with it, without personal data.
        reason: String,
    },
    /// It has not left, and will not: what sends it was paused before. It is judged anew.
    Withheld,
    /// It has not left, and will not: when it was to be handed out, the person did not allow it any more. It is judged anew.
    Void {
        /// Why it may not leave.
        reason: SkipReason,
    },
}
