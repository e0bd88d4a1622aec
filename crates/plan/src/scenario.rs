//! A `test` of the language: what happens to one person on a clock of its own, and what must follow. It is not part
//! of the plan; the compiler makes it of the same text, and the runner walks it over the same machine.

use crate::always::Property;
use crate::{Period, Place, Value};
use serde::{Deserialize, Serialize};

/// One test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, as a sentence.
    pub name: String,
    /// The journey that expectations are about.
    pub journey: String,
    /// Where the test stands.
    pub place: Place,
    /// Zones in which it is lived besides the person's own.
    #[serde(default)]
    pub zones: Option<Zones>,
    /// The file that holds every decision of the test.
    #[serde(default)]
    pub golden: Option<Golden>,
    /// What must hold all the time: the properties of the project, and those of the test.
    #[serde(default)]
    pub always: Vec<Property>,
    /// What holds before the first moment.
    pub given: Given,
    /// What happens and what must follow, in order; moments that stand in moments are laid out flat.
    pub acts: Vec<Act>,
}

/// A file with every decision of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Golden {
    /// Its path, relative to the project's root.
    pub path: String,
    /// Where the test names it.
    pub place: Place,
}

/// Zones in which a test is lived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zones {
    /// Twelve zones, moved so that an edge day of the zone falls on its first day, and on the day after.
    AllEdges,
}

/// What holds before the first moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Identifiers of the person, by name.
    pub identifiers: Vec<(String, String)>,
    /// Fields of the profile, by name.
    pub profile: Vec<(String, Value)>,
    /// What the person granted and refused, in order.
    pub consents: Vec<Choice>,
    /// Arms that the person was given in experiments of the journey: experiment and arm.
    #[serde(default)]
    pub assignments: Vec<(String, String)>,
}

/// A person's decision about one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The purpose.
    pub purpose: String,
    /// The channel; absent for all.
    pub channel: Option<String>,
    /// Granted, or refused and withdrawn.
    pub granted: bool,
}

/// One line of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Where it stands.
    pub place: Place,
    /// What it does.
    pub kind: ActKind,
}

/// What a line of a test does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ActKind {
    /// The clock goes to a moment, given as local time of the person in milliseconds since 1970 as if it were UTC.
    At(i64),
    /// The clock goes on by a period.
    After(Period),
    /// An event comes in.
    Event {
        /// Its name.
        name: String,
        /// One value per field, in the order of the event's schema.
        fields: Vec<Value>,
    },
    /// A service calls a webhook.
    Webhook {
        /// The source.
        source: String,
        /// Headers of the call, by their names in small letters.
        headers: Vec<(String, String)>,
        /// Path of the file that holds the body, relative to the project's root.
        path: String,
        /// The body, as JSON.
        body: String,
    },
    /// Somebody asks for a journey.
    Start {
        /// The journey; absent for that of the test.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        journey: Option<String>,
        /// One value per field, in the order of the entry's fields.
        fields: Vec<Value>,
    },
    /// Something is known of the person.
    Identify {
        /// Identifiers, by name.
        identifiers: Vec<(String, String)>,
        /// Fields of the profile, by name.
        profile: Vec<(String, Value)>,
    },
    /// The person becomes one with somebody else.
    Alias {
        /// Identifiers of the other, by name.
        identifiers: Vec<(String, String)>,
        /// Fields of the other's profile, by name.
        profile: Vec<(String, Value)>,
        /// What the other granted and refused, in order.
        consents: Vec<Choice>,
        /// What the other did a moment ago, in order: events with a value for each field.
        events: Vec<(String, Vec<Value>)>,
    },
    /// The person decides about a purpose.
    Consent(Choice),
    /// Somebody of the team answers.
    Approve {
        /// The journey of the step; absent for that of the test.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        journey: Option<String>,
        /// The step that asks.
        step: String,
        /// Yes or no.
        approved: bool,
        /// Who.
        by: String,
        /// What they say beside it.
        note: Option<String>,
    },
    /// From now on messages meet this fate; until then they are sent.
    Provider {
        /// The channel; absent for all.
        channel: Option<String>,
        /// What becomes of messages.
        fate: Fate,
    },
    /// From now on a step that asks a service meets this fate; until then nobody answers it.
    Fetch {
        /// The journey of the step; absent for that of the test.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        journey: Option<String>,
        /// The step.
        step: String,
        /// What the service does.
        fate: FetchFate,
    },
    /// Something must have happened.
    Expect(Expectation),
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// The provider takes it.
    Sent,
    /// The provider refuses it for good.
    Failed,
    /// Nobody knows.
    Unknown,
}

/// What must have happened since the last expectation. Expectations that follow each other directly look at the
/// same stretch of time; each needs a decision of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Expectation {
    /// A message left.
    Send {
        /// The step.
        step: String,
        /// Details of the message.
        message: Box<ExpectedMessage>,
    },
    /// A message is held back for now.
    Held {
        /// The step.
        step: String,
        /// Why.
        reason: Option<Reason>,
    },
    /// A message will not leave.
    Refused {
        /// The step.
        step: String,
        /// Why.
        reason: Option<Reason>,
    },
    /// The journey ended, by this exit or end.
    Exit(String),
    /// A goal was met.
    Goal(String),
    /// The person stands on this step.
    Wait(String),
    /// A split or a `wait-until` went this way.
    Branch(String),
    /// This step asked its service.
    Fetch(String),
    /// An answer to this step is kept.
    Kept {
        /// The step.
        step: String,
        /// What it says, by name.
        fields: Vec<(String, Value)>,
    },
    /// No answer to this step is kept.
    NotKept(String),
    /// An update was made, by this step.
    Update(String),
    /// An event was emitted.
    Emit(String),
    /// The profile holds these values.
    Profile(Vec<(String, Value)>),
    /// The person is in a segment, or is not.
    Segment {
        /// The segment.
        segment: String,
        /// Whether the person must be in it.
        inside: bool,
    },
    /// No message leaves, now or later.
    NoMoreSends,
    /// No message left since the last expectation.
    NoSend,
    /// The journey was not entered.
    NoEntry,
    /// The journey was entered.
    Entered,
    /// The person was turned away for this reason.
    NotEntered(EntryReason),
}

/// Why a person is turned away at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryReason {
    /// The condition does not hold.
    Condition,
    /// A value that the condition or the key needs is absent.
    MissingValue,
    /// The person is inside under the same key.
    AlreadyInside,
    /// The person was in before.
    ReEntry,
    /// The moment is longer past than the entry allows.
    Late,
    /// The person came in as often as the limit allows.
    Limit,
    /// The person is inside under too many keys.
    TooMany,
    /// The person is in as many journeys as the project allows.
    Crowded,
    /// Journeys moved the person into segments and out of them without end.
    Endless,
}

/// What a service does that is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchFate {
    /// It answers, with these fields.
    Answered(Vec<(String, Value)>),
    /// It refuses for good.
    Failed,
    /// It never says anything.
    #[default]
    Silent,
}

/// Details of an expected message; what is absent is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedMessage {
    /// Who it is addressed to.
    pub to: Option<String>,
    /// The channel.
    pub channel: Option<String>,
    /// The template.
    pub template: Option<String>,
    /// What the subject says.
    pub subject: Option<Says>,
    /// What a body says: the HTML or the text.
    pub body: Option<Says>,
}

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// The whole text.
    Exactly(String),
    /// A part of it.
    Contains(String),
}

/// Why a message is held or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Quiet hours of the channel.
    QuietHours,
    /// The best hour of the person is still to come.
    BestTime,
    /// No window of the channel is open.
    Window,
    /// The calendar of the channel is closed.
    Closed,
    /// A cap is full.
    Cap,
    /// There is no moment soon enough at which the message may leave.
    NoRoom,
    /// It waited longer than its bound allows.
    TooLate,
    /// The journey, the channel, its connector or the project is paused.
    Paused,
    /// The person is in a holdout.
    Holdout,
    /// No consent was given.
    NoConsent,
    /// The consent was refused or withdrawn.
    Withdrawn,
    /// The consent is too old.
    Expired,
    /// The channel has no address of the person.
    NoAddress,
    /// A rule of the project holds it back, or the address is on the suppression list.
    Suppressed,
    /// A value that the template needs is absent.
    MissingValue,
    /// The service refused it.
    Failed,
}
