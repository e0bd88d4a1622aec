//! Expectations and decisions in words.

use crate::World;
use filrouge_machine::{Decision, EntryRefusal, HoldReason, Message, SkipReason, Verdict};
use filrouge_plan::Value;
use filrouge_plan::scenario::{EntryReason, Expectation, ExpectedMessage, Reason, Says};
use jiff::Timestamp;

/// An expectation in words.
pub(crate) fn expected(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Send { step, message } => format!("`{step}` sends a message{}", details(message)),
        Expectation::Held { step, reason } => format!("`{step}` is held{}", because(*reason)),
        Expectation::Refused { step, reason } => format!("`{step}` is refused{}", because(*reason)),
        Expectation::Exit(reason) => format!("the journey ends as `{reason}`"),
        Expectation::Goal(goal) => format!("the goal `{goal}` is reached"),
        Expectation::Wait(step) => format!("the person stands on `{step}`"),
        Expectation::Branch(way) => format!("the way `{way}` is taken"),
        Expectation::Fetch(step) => format!("`{step}` asks its service"),
        Expectation::Kept { step, fields } if fields.is_empty() => format!("an answer to `{step}` is kept"),
        Expectation::Kept { step, fields } => format!("an answer to `{step}` is kept: {}", holding(fields)),
        Expectation::NotKept(step) => format!("no answer to `{step}` is kept"),
        Expectation::Update(step) => format!("`{step}` changes the profile"),
        Expectation::Emit(event) => format!("`{event}` is emitted"),
        Expectation::Profile(fields) => holding(fields),
        Expectation::Segment { segment, inside: true } => format!("the person is in `{segment}`"),
        Expectation::Segment { segment, inside: false } => format!("the person is not in `{segment}`"),
        Expectation::NoMoreSends => "nothing is sent any more".to_owned(),
        Expectation::NoSend => "nothing is sent".to_owned(),
        Expectation::Entered => "the journey is entered".to_owned(),
        Expectation::NotEntered(reason) => format!("the journey is not entered: {}", turned_away(*reason)),
        Expectation::NoEntry => "the journey is not entered".to_owned(),
    }
}

fn details(message: &ExpectedMessage) -> String {
    let named = [(" to", &message.to), (" over", &message.channel), (" made from", &message.template)];
    let named = named.into_iter().filter_map(|(word, value)| Some(format!("{word} `{}`", value.as_ref()?)));
    let said = [(", whose subject", &message.subject), (", whose body", &message.body)];
    let said =
        said.into_iter().filter_map(|(word, says)| Some(format!("{word} {}", says_words(says.as_ref()?))));
    named.chain(said).collect()
}

fn says_words(says: &Says) -> String {
    match says {
        Says::Exactly(text) => format!("is `{text}`"),
        Says::Contains(text) => format!("contains `{text}`"),
    }
}

fn because(reason: Option<Reason>) -> String {
    reason.map_or_else(String::new, |reason| format!(", {}", reason_word(reason)))
}

const fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::QuietHours => "quiet-hours",
        Reason::Window => "window",
        Reason::Closed => "closed",
        Reason::Cap => "cap",
        Reason::NoRoom => "no-room",
        Reason::TooLate => "too-late",
        Reason::Paused => "paused",
        Reason::BestTime => "best-time",
        Reason::Holdout => "holdout",
        Reason::NoConsent => "no-consent",
        Reason::Withdrawn => "withdrawn",
        Reason::Expired => "expired",
        Reason::NoAddress => "no-address",
        Reason::Suppressed => "suppressed",
        Reason::MissingValue => "missing-value",
        Reason::Failed => "failed",
    }
}

/// Fields and what they hold.
pub(crate) fn holding<'f>(fields: impl IntoIterator<Item = &'f (String, Value)>) -> String {
    let said = fields.into_iter().map(|(name, wanted)| format!("`{name}` is {}", value(wanted)));
    said.collect::<Vec<_>>().join(", ")
}

/// A value as an author would write it.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Absent => "absent".to_owned(),
        Value::Bool(truth) => format!("`{truth}`"),
        Value::Int(number) => format!("`{number}`"),
        Value::Decimal(number) => format!("`{number}`"),
        Value::Money(number, currency) => format!("`{number} {currency}`"),
        Value::Text(text) => format!("`{text}`"),
        other => format!("{other:?}"),
    }
}

/// A moment on the person's clock.
pub(crate) fn moment(at: i64, world: &World<'_>) -> String {
    let zone = world.zone();
    let Ok(instant) = Timestamp::from_millisecond(at) else { return at.to_string() };
    let local = zone.to_datetime(instant);
    format!("{} {}", local.strftime("%Y-%m-%d %H:%M:%S"), zone.to_offset(instant))
}

fn not_let_in(reason: EntryRefusal) -> String {
    format!("the person was not let in: {}", refusal(reason))
}

const fn limited(on: bool) -> &'static str {
    if on {
        "the person's data may be used less from now on"
    } else {
        "the person's data may be used more from now on"
    }
}

const fn profiled(on: bool) -> &'static str {
    if on {
        "the person is profiled again"
    } else {
        "the person is profiled less: all that it serves is refused"
    }
}

fn branched(step: &str, branches: &[String]) -> String {
    format!("`{step}` went the ways `{}` at once", branches.join("`, `"))
}

fn answered(step: &str, approved: bool, by: &str) -> String {
    if approved {
        format!("`{step}` was approved by `{by}`")
    } else {
        format!("`{step}` was refused by `{by}`")
    }
}

/// A decision in words.
pub(crate) fn told(decision: &Decision, world: &World<'_>) -> String {
    let step = decision.step.as_deref().unwrap_or(&decision.journey);
    match &decision.verdict {
        Verdict::Granted { purpose, .. } => format!("the person agreed to `{purpose}`"),
        Verdict::Withdrew { purpose, .. } => format!("the person refused `{purpose}`"),
        Verdict::InFlight { .. } => format!("`{step}` was on its way when it was called back"),
        Verdict::ToConfirm { purpose, .. } => format!("the person is to confirm `{purpose}`"),
        Verdict::NotCounted { purpose, .. } => format!("a decision about `{purpose}` does not count"),
        Verdict::Merged { .. } => "another person became one with this one".to_owned(),
        Verdict::Unmerged { .. } => "another person was separated from this one".to_owned(),
        Verdict::NotJoined { identifier, .. } => format!("`{identifier}` led to nobody new"),
        Verdict::Rectified { .. } => "what was wrong about the person was put right".to_owned(),
        Verdict::Profiling { on, .. } => profiled(*on).to_owned(),
        Verdict::Limited { on, .. } => limited(*on).to_owned(),
        Verdict::Entered => "the person came in".to_owned(),
        Verdict::NotEntered { reason } => not_let_in(*reason),
        Verdict::PassedBy { .. } => not_let_in(EntryRefusal::Condition),
        Verdict::Backfilled { backfill, .. } => format!("the person comes in by `{backfill}`"),
        Verdict::Waiting { .. } => format!("the person waits on `{step}`"),
        Verdict::Resumed { arm } | Verdict::Took { way: arm } => format!("`{step}` went on by `{arm}`"),
        Verdict::Assigned { arm, .. } => format!("`{step}` gave the arm `{arm}`"),
        Verdict::Asked { connector, .. } => format!("`{step}` asked `{connector}`"),
        Verdict::NotAsked { reason } => format!("`{step}` did not ask, {}", skip_word(*reason)),
        Verdict::Answered { .. } => format!("`{step}` was answered"),
        Verdict::AnsweredBefore { connector, .. } => {
            format!("`{step}` used what `{connector}` had answered before")
        }
        Verdict::Unanswered { .. } => format!("`{step}` was not answered"),
        Verdict::Collected { count, .. } => format!("`{step}` collected event number {count}"),
        Verdict::Stopped { journey, count } => format!("`{step}` stopped `{journey}`, {count} times"),
        Verdict::Called { journey } => format!("`{step}` called `{journey}`"),
        Verdict::Started { journey } => format!("`{step}` started `{journey}`"),
        Verdict::Branched { branches } => branched(step, branches),
        Verdict::BranchEnded { branch } => format!("the branch `{branch}` came to its end"),
        Verdict::BranchDropped { branch } => format!("the branch `{branch}` was given up"),
        Verdict::ApprovalAsked { by, .. } => format!("`{step}` asked `{by}`"),
        Verdict::ApprovalAnswered { approved, by, .. } => answered(step, *approved, by),
        Verdict::Repeated { round } => format!("`{step}` began round {round}"),
        Verdict::Redirected { to } => format!("the person was taken from `{step}` to `{to}`"),
        Verdict::Queued { effect, .. } => {
            sent(step, world.messages.iter().find(|message| message.effect == *effect))
        }
        Verdict::Skipped { channel, reason } => skipped(step, channel.as_deref(), *reason),
        Verdict::Held { channel, reason, .. } => {
            format!("`{step}` was held over `{channel}`, {}", reason_word(hold_reason(*reason)))
        }
        Verdict::Timed { channel, .. } => format!("`{step}` chose the best time over `{channel}`, best-time"),
        Verdict::Sent { .. } => format!("the provider took the message of `{step}`"),
        Verdict::Failed { .. } => format!("the provider refused the message of `{step}`, failed"),
        Verdict::Unknown { .. } => format!("what became of the message of `{step}` is not known"),
        Verdict::Recalled { .. } => format!("the message of `{step}` was called back"),
        Verdict::Resent { by, .. } => format!("`{by}` had the message of `{step}` sent again"),
        Verdict::NotResent { by, .. } => format!("the message of `{step}` was not sent again for `{by}`"),
        Verdict::Updated { fields } => format!("`{step}` changed `{}`", fields.join("`, `")),
        Verdict::Emitted { event } => format!("`{step}` emitted `{event}`"),
        Verdict::NotEmitted { event } => {
            format!("`{step}` did not emit `{event}`: the chain of events is too long")
        }
        Verdict::Reached { goal } => format!("the goal `{goal}` was reached"),
        Verdict::Exited { reason } => format!("the journey ended as `{reason}`"),
    }
}

fn sent(step: &str, message: Option<&Message>) -> String {
    let Some(message) = message else { return format!("`{step}` sent a message") };
    let subject =
        message.subject.as_ref().map_or_else(String::new, |subject| format!(", subject `{subject}`"));
    let Message { to, channel, template, .. } = message;
    format!("`{step}` sent a message to `{to}` over `{channel}`, made from `{template}`") + &subject
}

fn skipped(step: &str, channel: Option<&str>, reason: SkipReason) -> String {
    let over = channel.map_or_else(String::new, |channel| format!(" over `{channel}`"));
    format!("`{step}` was refused{over}, {}", skip_word(reason))
}

const fn skip_word(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NoConsent => "no-consent",
        SkipReason::Refused => "withdrawn",
        SkipReason::ConsentExpired => "expired",
        SkipReason::NotPermitted => "not-permitted",
        SkipReason::NoAddress => "no-address",
        SkipReason::Cap => "cap",
        SkipReason::NoRoom => "no-room",
        SkipReason::TooLate => "too-late",
        SkipReason::Suppressed => "suppressed",
        SkipReason::Holdout => "holdout",
        SkipReason::Paused => "paused",
        SkipReason::Template | SkipReason::MissingValue => "missing-value",
        SkipReason::NoPath => "no-path",
        SkipReason::Failed => "failed",
        SkipReason::NoChannel => "no-channel",
        SkipReason::Left => "left",
        SkipReason::Restricted => "restricted",
        SkipReason::OnHold => "on-hold",
        SkipReason::Erased => "erased",
    }
}

/// The reason for which a message is held, as authors write it.
pub(crate) const fn hold_reason(reason: HoldReason) -> Reason {
    match reason {
        HoldReason::QuietHours => Reason::QuietHours,
        HoldReason::Window => Reason::Window,
        HoldReason::Closed => Reason::Closed,
        HoldReason::Cap => Reason::Cap,
        HoldReason::Suppressed => Reason::Suppressed,
        HoldReason::Paused => Reason::Paused,
        HoldReason::BestTime => Reason::BestTime,
    }
}

const fn refusal(reason: EntryRefusal) -> &'static str {
    match reason {
        EntryRefusal::Condition => "the condition did not hold",
        EntryRefusal::MissingValue => "a value is missing",
        EntryRefusal::AlreadyInside => "the person is inside already",
        EntryRefusal::Crowded => "the person is in as many journeys as the project allows",
        EntryRefusal::ReEntry => "the person was in before",
        EntryRefusal::Restricted => "the person asked that their data be stored and nothing else",
        EntryRefusal::Late => "the moment is too long past",
        EntryRefusal::Limit => "the person came in as often as the limit allows",
        EntryRefusal::TooMany => "the person is inside under too many keys",
        EntryRefusal::Endless => "segments went round without end",
    }
}

/// Why somebody is expected to be turned away, in the words of the language.
const fn turned_away(reason: EntryReason) -> &'static str {
    match reason {
        EntryReason::Condition => "condition",
        EntryReason::MissingValue => "missing-value",
        EntryReason::AlreadyInside => "already-inside",
        EntryReason::ReEntry => "re-entry",
        EntryReason::Late => "late",
        EntryReason::Limit => "limit",
        EntryReason::TooMany => "too-many",
        EntryReason::Crowded => "crowded",
        EntryReason::Endless => "endless",
    }
}
