//! Why: the record of one decision.

use crate::{
    Apart, HoldReason, Id, Ignored, LimitKind, NoAnswer, NotResent, Odds, Peak, SkipReason, TimeChoice,
};
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
    /// The journey; empty for a decision of the person's own, and for one about several journeys.
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
    /// The person agreed to a purpose, and is to confirm it.
    ToConfirm {
        /// The purpose.
        purpose: String,
        /// The channel; absent for every channel of the purpose.
        channel: Option<String>,
        /// Where the decision was taken, in words.
        evidence: String,
        /// Until when it can be confirmed, in milliseconds since 1970.
        until: i64,
    },
    /// A decision of the person's does not count.
    NotCounted {
        /// The purpose.
        purpose: String,
        /// The channel; absent for every channel of the purpose.
        channel: Option<String>,
        /// What it said: agreed, or refused.
        granted: bool,
        /// Where the decision was taken, in words.
        evidence: String,
        /// Why it does not count.
        reason: Ignored,
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
    /// What was wrong about the person was put right.
    Rectified {
        /// Names of the identifiers and fields.
        fields: Vec<String>,
    },
    /// Something begins to keep the person's data from being used, or ends.
    Limited {
        /// What.
        kind: LimitKind,
        /// Whether it begins.
        on: bool,
    },
    /// The person came in.
    Entered,
    /// The person was not let in.
    NotEntered {
        /// Why.
        reason: EntryRefusal,
    },
    /// An event did not fit the conditions of these journeys' entries.
    PassedBy {
        /// The journeys, in the order of the conditions: one for each.
        journeys: Vec<String>,
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
    /// A service is not asked, because its answer to the same question is still kept.
    AnsweredBefore {
        /// The connector.
        connector: String,
        /// Names of the fields that it gave.
        fields: Vec<String>,
        /// When the answer came, in milliseconds since 1970.
        at: i64,
        /// What makes it lawful to use it.
        ground: Ground,
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
    /// The message was called back while a call was on its way: it may have left all the same, and its outcome is still
    /// listened for.
    InFlight {
        /// The message's effect.
        effect: Id,
        /// When the call began, in milliseconds since 1970.
        since: i64,
    },
    /// A message that did not arrive was handed to the outbox again.
    Resent {
        /// The effect of the message that leaves.
        effect: Id,
        /// The effect of the message that it was.
        of: Id,
        /// The channel.
        channel: String,
        /// Who asked for it.
        by: String,
        /// What makes it lawful.
        ground: Ground,
    },
    /// A message that did not arrive is not sent again.
    NotResent {
        /// The effect of the message that it was.
        of: Id,
        /// The channel.
        channel: String,
        /// Who asked for it.
        by: String,
        /// Why.
        why: NotResent,
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
    /// All that is served by something that is computed of the person is refused, and it is computed no longer; or it
    /// is again.
    Profiling {
        /// Whether it is computed from now on.
        on: bool,
        /// Addresses of the traits and segments; `best-time` for the hours at which the person is active.
        of: Vec<String>,
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
    /// The person asked that their data be stored and nothing else.
    Restricted,
}
