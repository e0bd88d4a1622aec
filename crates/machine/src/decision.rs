//! Why: the record of one decision.

use crate::{Apart, Id, NoAnswer, Odds, Peak, TimeChoice};
use filrouge_plan::{Basis, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One decision about one person, with all that is needed to explain it by the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Identity: input, ordinal.
    pub id: Id,
    /// When it was taken, in milliseconds since 1970.
    pub at: i64,
    /// The input that led to it.
    pub input: Id,
    /// Hash of the plan under which it was taken.
    pub plan: String,
    /// The journey; empty for a decision of the person's own.
    pub journey: String,
    /// The instance in the journey; absent when nobody came in.
    pub instance: Option<Id>,
    /// The step.
    pub step: Option<String>,
    /// What was decided.
    pub verdict: Verdict,
    /// Address of the part of the plan that decided ([`filrouge_plan::address`]).
    pub origin: String,
    /// Address of the policy that held the step back or refused it, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The conditions that were evaluated on the way, in order.
    pub conditions: Vec<Evaluated>,
}

/// A condition with the value of each of its operands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evaluated {
    /// Address of the condition.
    pub origin: String,
    /// What it yielded.
    pub result: Value,
    /// Node number of each sub-expression that was evaluated, and its value.
    pub operands: Vec<(u16, Value)>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The person agreed to a purpose.
    Granted {
        /// The purpose.
        purpose: String,
        /// The channel; absent for every channel of the purpose.
        channel: Option<String>,
        /// Where the decision was taken, in words.
        evidence: String,
    },
    /// The person refused a purpose, or withdrew from it.
    Withdrew {
        /// The purpose.
        purpose: String,
        /// The channel; absent for every channel of the purpose.
        channel: Option<String>,
        /// Where the decision was taken, in words.
        evidence: String,
    },
    /// Another person is one with this one from now on.
    Merged {
        /// The other.
        person: Id,
        /// Names of the identifiers that led there.
        by: Vec<String>,
    },
    /// Another person is no longer one with this one.
    Unmerged {
        /// The other.
        person: Id,
    },
    /// An identifier of a call was not taken, or leads to somebody else who stays apart.
    NotJoined {
        /// The identifier's name.
        identifier: String,
        /// Whom it leads to.
        person: Option<Id>,
        /// Why.
        reason: Apart,
    },
    /// The person came in.
    Entered,
    /// The event fitted, and the person was not let in.
    NotEntered {
        /// Why.
        reason: EntryRefusal,
    },
    /// The person was in the segment of the entry before the journey was there, and comes in by a backfill.
    Backfilled {
        /// The backfill.
        backfill: String,
        /// When, in milliseconds since 1970.
        until: i64,
    },
    /// The person waits.
    Waiting {
        /// Until when at the latest, in milliseconds since 1970; absent when only an event ends the wait.
        until: Option<i64>,
    },
    /// The wait is over, by this arm (`elapsed` for a plain wait, `timeout` when nothing came).
    Resumed {
        /// The arm.
        arm: String,
    },
    /// A split chose this way.
    Took {
        /// The way, or `otherwise`.
        way: String,
    },
    /// An experiment gave an arm, or the one that it had given before.
    Assigned {
        /// The arm.
        arm: String,
        /// With what chance it was given.
        odds: Odds,
        /// What the chance hung on, besides the person and the name of the arm.
        salt: String,
        /// Whether the person had it from an earlier visit.
        kept: bool,
        /// Whether it is the control group.
        control: bool,
    },
    /// A `stop-journey` took the person out of a journey.
    Stopped {
        /// The journey.
        journey: String,
        /// How many of the person's instances.
        count: u32,
    },
    /// A `call` asked for a journey, and waits for its end if the person is let in.
    Called {
        /// The journey.
        journey: String,
    },
    /// A `start` asked for a journey.
    Started {
        /// The journey.
        journey: String,
    },
    /// A service is asked.
    Asked {
        /// The question's effect.
        effect: Id,
        /// The connector.
        connector: String,
        /// Names of what it is told.
        tells: Vec<String>,
        /// When it is given up, in milliseconds since 1970.
        until: i64,
        /// What makes it lawful.
        ground: Ground,
    },
    /// A service is not asked.
    NotAsked {
        /// Why.
        reason: SkipReason,
    },
    /// The service answered.
    Answered {
        /// The question's effect.
        effect: Id,
        /// Names of the fields that it gave.
        fields: Vec<String>,
    },
    /// There is no answer, and none is waited for any more.
    Unanswered {
        /// The question's effect.
        effect: Id,
        /// Why.
        reason: NoAnswer,
    },
    /// A `digest` collected an event.
    Collected {
        /// How many there are by now.
        count: u32,
        /// Whether it is kept; of too many the later ones are counted only.
        kept: bool,
    },
    /// The person goes several ways at once.
    Branched {
        /// The branches.
        branches: Vec<String>,
    },
    /// A branch has come to its end.
    BranchEnded {
        /// The branch.
        branch: String,
    },
    /// A branch was given up where it stood: enough others are through, its time is over, or the person has left.
    BranchDropped {
        /// The branch.
        branch: String,
    },
    /// Somebody of the team is asked to approve.
    ApprovalAsked {
        /// The approval.
        approval: Id,
        /// The owner who is asked.
        by: String,
        /// Until when, in milliseconds since 1970; absent when there is no such moment.
        until: Option<i64>,
    },
    /// Somebody of the team has answered.
    ApprovalAnswered {
        /// The approval.
        approval: Id,
        /// Yes or no.
        approved: bool,
        /// Who, as they said.
        by: String,
        /// What they said beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A round of a `repeat` begins.
    Repeated {
        /// Its number, from 1.
        round: u32,
    },
    /// The person was taken to another step, because the plan has changed.
    Redirected {
        /// The step.
        to: String,
    },
    /// A message was handed to the outbox.
    Queued {
        /// The message's effect.
        effect: Id,
        /// The channel that was chosen.
        channel: String,
        /// The language that was rendered.
        locale: String,
        /// What makes it lawful.
        ground: Ground,
    },
    /// A channel, or the whole send, was refused.
    Skipped {
        /// The channel; absent when no channel is left.
        channel: Option<String>,
        /// Why.
        reason: SkipReason,
    },
    /// The message waits for a better moment.
    Held {
        /// The channel.
        channel: String,
        /// Why.
        reason: HoldReason,
        /// Until when, in milliseconds since 1970.
        until: i64,
    },
    /// The best time for a message was chosen.
    Timed {
        /// The channel.
        channel: String,
        /// When it leaves, in milliseconds since 1970.
        at: i64,
        /// Why then.
        choice: TimeChoice,
        /// The person's most active hours, the most active first; empty when too little is known.
        peaks: Vec<Peak>,
        /// What the person's acts weigh together.
        of: u32,
    },
    /// The provider took the message.
    Sent {
        /// The message's effect.
        effect: Id,
    },
    /// The provider will never take the message.
    Failed {
        /// The message's effect.
        effect: Id,
        /// Why.
        reason: String,
    },
    /// Nobody knows whether the provider took the message.
    Unknown {
        /// The message's effect.
        effect: Id,
        /// What was seen.
        reason: String,
    },
    /// A queued message was called back.
    Recalled {
        /// The message's effect.
        effect: Id,
        /// Why.
        reason: SkipReason,
    },
    /// The profile was changed.
    Updated {
        /// Names of the fields.
        fields: Vec<String>,
    },
    /// An event was emitted.
    Emitted {
        /// The event's name.
        event: String,
    },
    /// An event was not emitted: the chain of emitted events is too long.
    NotEmitted {
        /// The event's name.
        event: String,
    },
    /// A goal was met.
    Reached {
        /// The goal's name.
        goal: String,
    },
    /// The person left: an exit rule's name, an `end`'s reason, `completed`, `re-entered`,
    /// `removed` (the plan has no such step any more), `retired` (nor the journey), `requalified` (its entry
    /// changed), `endless` (the steps went round without a pause).
    Exited {
        /// The reason.
        reason: String,
    },
}

/// What makes a message or a question lawful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ground {
    /// The purpose.
    pub purpose: String,
    /// The lawful basis of the purpose.
    pub basis: Basis,
    /// The choice of the person that the message relies on; absent when the basis needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
}

/// A choice of the person that a message relies on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// When it was made, in milliseconds since 1970.
    pub at: i64,
    /// Where it was made, in words.
    pub evidence: String,
    /// The input that brought it.
    pub input: Id,
}

/// Why a person was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EntryRefusal {
    /// The condition did not hold.
    Condition,
    /// The condition or the key read a value that is missing.
    MissingValue,
    /// The person is inside under the same key.
    AlreadyInside,
    /// The person was in before, and `re-entry` says no.
    ReEntry,
    /// The moment is longer past than the entry allows.
    Late,
    /// The person came in as often as the entry's `limit` allows.
    Limit,
    /// The person is inside under as many keys as the machine keeps.
    TooMany,
    /// Journeys moved the person into segments and out of them, or called each other, without end; this one is not
    /// entered any more.
    Endless,
    /// The person is in as many journeys as the project allows.
    Crowded,
}

/// Why a message, or one channel for it, was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// The person never granted the purpose on this channel.
    NoConsent,
    /// The person refused it, withdrew it or objected to it.
    Refused,
    /// The consent is too old.
    ConsentExpired,
    /// The purpose does not permit this channel.
    NotPermitted,
    /// The person has no address on this channel.
    NoAddress,
    /// The person has had as many messages as the cap allows.
    Cap,
    /// There is no moment within a month, or within the time of the cap, at which the message may leave.
    NoRoom,
    /// A rule of the project holds such messages back while a condition holds.
    Suppressed,
    /// The person is in a holdout.
    Holdout,
    /// The journey, the channel, its connector or the project was paused before the message had left.
    Paused,
    /// The template could not be rendered.
    Template,
    /// A value that the service would be told is missing.
    MissingValue,
    /// The provider refused it for good.
    Failed,
    /// No channel of the list could carry it.
    NoChannel,
    /// The person left the journey first.
    Left,
}

impl SkipReason {
    /// Every reason.
    pub const ALL: [Self; 15] = [
        Self::NoConsent,
        Self::Refused,
        Self::ConsentExpired,
        Self::NotPermitted,
        Self::NoAddress,
        Self::Cap,
        Self::NoRoom,
        Self::Suppressed,
        Self::Holdout,
        Self::Paused,
        Self::Template,
        Self::MissingValue,
        Self::Failed,
        Self::NoChannel,
        Self::Left,
    ];

    /// The word for it, as conditions read it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoConsent => "no-consent",
            Self::Refused => "refused",
            Self::ConsentExpired => "consent-expired",
            Self::NotPermitted => "not-permitted",
            Self::NoAddress => "no-address",
            Self::Cap => "cap",
            Self::NoRoom => "no-room",
            Self::Suppressed => "suppressed",
            Self::Holdout => "holdout",
            Self::Paused => "paused",
            Self::Template => "template",
            Self::MissingValue => "missing-value",
            Self::Failed => "failed",
            Self::NoChannel => "no-channel",
            Self::Left => "left",
        }
    }
}

/// Why a message waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HoldReason {
    /// It is night for the person.
    #[default]
    QuietHours,
    /// No window of the channel is open.
    Window,
    /// The calendar of the channel is closed.
    Closed,
    /// A cap is full.
    Cap,
    /// A rule of the project holds such messages back while a condition holds.
    Suppressed,
    /// The journey, the channel, its connector or the project is paused.
    Paused,
    /// The best hour of the person is still to come.
    BestTime,
}

impl HoldReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::QuietHours,
        Self::Window,
        Self::Closed,
        Self::Cap,
        Self::Suppressed,
        Self::Paused,
        Self::BestTime,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::QuietHours => "quiet-hours",
            Self::Window => "window",
            Self::Closed => "closed",
            Self::Cap => "cap",
            Self::Suppressed => "suppressed",
            Self::Paused => "paused",
            Self::BestTime => "best-time",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemars::schema_for;

    /// The words of a closed set, as its schema has them.
    fn published(schema: schemars::Schema) -> Vec<String> {
        let schema = schema.to_value();
        let words = schema["oneOf"].as_array().unwrap().iter();
        words.map(|word| word["const"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_reason_is_among_all_with_the_word_that_records_have() {
        let skips: Vec<_> = SkipReason::ALL.iter().map(|reason| reason.word()).collect();
        assert_eq!(skips, published(schema_for!(SkipReason)));
        let holds: Vec<_> = HoldReason::ALL.iter().map(|reason| reason.word()).collect();
        assert_eq!(holds, published(schema_for!(HoldReason)));
    }
}
