//! A verdict as a sentence.

use crate::moment;
use filrouge_machine::{
    Apart, Choice, EntryRefusal, Ground, HoldReason, Id, Ignored, LimitKind, NoAnswer, NotResent, Odds, Peak,
    SkipReason, TimeChoice, Verdict,
};
use filrouge_plan::Basis;
use jiff::tz::TimeZone;

/// What was decided, in words; moments are those of `zone`.
#[must_use]
pub fn sentence(verdict: &Verdict, zone: &TimeZone) -> String {
    match verdict {
        Verdict::Granted { .. }
        | Verdict::Withdrew { .. }
        | Verdict::ToConfirm { .. }
        | Verdict::NotCounted { .. } => choice(verdict, zone),
        Verdict::Merged { person, by } => merged(*person, by),
        Verdict::Unmerged { person } => format!("was separated from the person {person}"),
        Verdict::NotJoined { identifier, person, reason } => not_joined(identifier, *person, *reason),
        Verdict::Rectified { fields } => format!("was put right: `{}`", fields.join("`, `")),
        Verdict::Profiling { on, of } => profiling(*on, of),
        Verdict::Limited { kind, on } => limited(*kind, *on).to_owned(),
        Verdict::Entered => "came in".to_owned(),
        Verdict::NotEntered { reason } => format!("was not let in: {}", entry(*reason)),
        Verdict::PassedBy { journeys } => passed_by(journeys),
        Verdict::Backfilled { until, .. } => backfilled(*until, zone),
        Verdict::Waiting { until: Some(until) } => format!("waits until {}", moment::shown(*until, zone)),
        Verdict::Waiting { until: None } => "waits for an event".to_owned(),
        Verdict::Resumed { arm } => format!("goes on by `{arm}`"),
        Verdict::Took { way } => format!("took the way `{way}`"),
        Verdict::Assigned { arm, odds, kept, control, .. } => assigned(arm, *odds, *kept, *control),
        Verdict::Asked { connector, tells, until, .. } => {
            format!("asks `{connector}`{}, until {}", telling(tells), moment::shown(*until, zone))
        }
        Verdict::NotAsked { reason } => format!("does not ask: {}", skip(*reason)),
        Verdict::Answered { fields, .. } => answered(fields),
        Verdict::AnsweredBefore { connector, fields, at, .. } => {
            format!("uses what `{connector}` answered at {}{}", moment::shown(*at, zone), said(fields))
        }
        Verdict::Unanswered { reason, .. } => no_answer(reason),
        Verdict::Collected { count, kept } => collected(*count, *kept),
        Verdict::Stopped { journey, count } => stopped(journey, *count),
        Verdict::Called { journey } => format!("calls `{journey}`"),
        Verdict::Started { journey } => format!("starts `{journey}`"),
        Verdict::Branched { branches } => branched(branches),
        Verdict::BranchEnded { branch } => format!("is through with the branch `{branch}`"),
        Verdict::BranchDropped { branch } => format!("gives up the branch `{branch}`"),
        Verdict::ApprovalAsked { by, until, .. } => asked_to_approve(by, *until, zone),
        Verdict::ApprovalAnswered { approved, by, note, .. } => decided(*approved, by, note.as_deref()),
        Verdict::Repeated { round } => format!("begins round {round}"),
        Verdict::Redirected { to } => format!("goes to `{to}`, because the plan has changed"),
        Verdict::Queued { channel, locale, .. } => format!("message goes out over {channel}, in {locale}"),
        Verdict::Skipped { channel, reason } => skipped(channel.as_deref(), *reason),
        Verdict::Held { channel, reason, until } => held(channel, *reason, &moment::shown(*until, zone)),
        Verdict::Timed { channel, at, choice, peaks, of } => {
            timed(channel, *choice, &moment::shown(*at, zone)) + &rhythm(peaks, *of)
        }
        Verdict::InFlight { since, .. } => in_flight(*since, zone),
        Verdict::Sent { .. } => "the provider took the message".to_owned(),
        Verdict::Failed { reason, .. } => format!("failed: {reason}"),
        Verdict::Unknown { reason, .. } => format!("nobody knows whether it arrived: {reason}"),
        Verdict::Recalled { reason, .. } => format!("message called back: {}", skip(*reason)),
        Verdict::Resent { channel, by, .. } => resent(channel, by),
        Verdict::NotResent { by, why, .. } => not_resent(by, *why, zone),
        Verdict::Updated { fields } if fields.is_empty() => "profile stays as it is".to_owned(),
        Verdict::Updated { fields } => format!("profile changed: {}", fields.join(", ")),
        Verdict::Emitted { event } => format!("event `{event}` happened"),
        Verdict::NotEmitted { event } => not_emitted(event),
        Verdict::Reached { goal } => format!("goal `{goal}` was met"),
        Verdict::Exited { reason } => format!("left: {reason}"),
    }
}

fn stopped(journey: &str, count: u32) -> String {
    if count == 0 { format!("finds nobody to stop in `{journey}`") } else { format!("stops `{journey}`") }
}

fn resent(channel: &str, by: &str) -> String {
    format!("message goes out again over {channel}: {by} asked for it")
}

/// Journeys that a sentence names; the lines of all of them follow it.
const NAMED: usize = 5;

fn passed_by(journeys: &[String]) -> String {
    let (named, others) = journeys.split_at(journeys.len().min(NAMED));
    let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
    let does = if journeys.len() == 1 { "condition does" } else { "conditions do" };
    format!("was not let into `{}`{more}: the {does} not hold (condition)", named.join("`, `"))
}

fn skipped(channel: Option<&str>, reason: SkipReason) -> String {
    match channel {
        Some(channel) => format!("nothing over {channel}: {}", skip(reason)),
        None => format!("nothing was sent: {}", skip(reason)),
    }
}

fn not_resent(by: &str, why: NotResent, zone: &TimeZone) -> String {
    let why = match why {
        NotResent::Refused { reason } => skip(reason).to_owned(),
        NotResent::NotNow { reason: reason @ (HoldReason::Paused | HoldReason::Suppressed), .. } => {
            hold(reason).to_owned()
        }
        NotResent::NotNow { reason, until } => {
            format!("{}, until {}", hold(reason), moment::shown(until, zone))
        }
    };
    format!("does not go out again, which {by} asked for: {why}")
}

fn held(channel: &str, reason: HoldReason, until: &str) -> String {
    match reason {
        HoldReason::Paused | HoldReason::Suppressed => {
            format!("message over {channel} is held: {}", hold(reason))
        }
        _ => format!("message over {channel} is held until {until}: {}", hold(reason)),
    }
}

fn timed(channel: &str, choice: TimeChoice, at: &str) -> String {
    match choice {
        TimeChoice::Best { hour } => {
            format!("message over {channel} leaves at {at}, for {hour:02} h is the person's best hour")
        }
        TimeChoice::Default => format!("message over {channel} leaves at {at}, the default time"),
        TimeChoice::AtOnce => format!("message over {channel} leaves at once: the default time is too far"),
    }
}

/// The person's most active hours, with their share of all acts.
fn rhythm(peaks: &[Peak], of: u32) -> String {
    if peaks.is_empty() {
        return " (too little is known)".to_owned();
    }
    let share = |peak: &Peak| u64::from(peak.parts) * 100 / u64::from(of.max(1));
    let hours: Vec<String> =
        peaks.iter().map(|peak| format!("{:02} h: {} %", peak.hour, share(peak))).collect();
    format!(" ({})", hours.join(", "))
}

fn branched(branches: &[String]) -> String {
    format!("goes {} ways at once: `{}`", branches.len(), branches.join("`, `"))
}

fn asked_to_approve(by: &str, until: Option<i64>, zone: &TimeZone) -> String {
    let until = until.map_or_else(String::new, |until| format!(" until {}", moment::shown(until, zone)));
    format!("asks `{by}` to approve{until}")
}

fn decided(approved: bool, by: &str, note: Option<&str>) -> String {
    let word = if approved { "approved" } else { "refused" };
    let note = note.map_or_else(String::new, |note| format!(": {note}"));
    format!("{word} by {by}{note}")
}

fn assigned(arm: &str, odds: Odds, kept: bool, control: bool) -> String {
    let verb = if kept { "keeps" } else { "was given" };
    let group = if control { ", the control group" } else { "" };
    format!("{verb} the arm `{arm}`{group} ({} in {})", odds.parts, odds.of)
}

fn not_emitted(event: &str) -> String {
    format!("event `{event}` did not happen: the chain of events is too long")
}

/// What the person said about a purpose; nothing for any other verdict.
fn choice(verdict: &Verdict, zone: &TimeZone) -> String {
    match verdict {
        Verdict::Granted { purpose, channel, evidence } => chose("agreed to", purpose, channel, evidence),
        Verdict::Withdrew { purpose, channel, evidence } => chose("refused", purpose, channel, evidence),
        Verdict::ToConfirm { purpose, channel, evidence, until } => {
            let asked = chose("asked for", purpose, channel, evidence);
            format!("{asked}, to be confirmed until {}", moment::shown(*until, zone))
        }
        Verdict::NotCounted { purpose, channel, granted, evidence, reason } => {
            let said = chose(if *granted { "agreed to" } else { "refused" }, purpose, channel, evidence);
            format!("{said}, which does not count: {}", ignored(*reason))
        }
        _ => String::new(),
    }
}

fn merged(person: Id, by: &[String]) -> String {
    format!("is one with the person {person}, by `{}`", by.join("`, `"))
}

fn backfilled(until: i64, zone: &TimeZone) -> String {
    format!("was there before: comes in at {}", moment::shown(until, zone))
}

fn in_flight(since: i64, zone: &TimeZone) -> String {
    format!("the call was on its way since {}: it may have left", moment::shown(since, zone))
}

fn chose(verb: &str, purpose: &str, channel: &Option<String>, evidence: &str) -> String {
    format!("{verb} `{purpose}`{} ({evidence})", over(channel.as_deref()))
}

const fn ignored(reason: Ignored) -> &'static str {
    match reason {
        Ignored::Older => "a newer decision is known",
        Ignored::Unproved => {
            "it was imported without saying when, and where or upon which notice, it was made"
        }
    }
}

fn collected(count: u32, kept: bool) -> String {
    match kept {
        true => format!("collects the event, number {count}"),
        false => format!("counts the event, number {count}, without keeping it"),
    }
}

fn answered(fields: &[String]) -> String {
    format!("was answered{}", said(fields))
}

fn said(fields: &[String]) -> String {
    if fields.is_empty() { ", with nothing".to_owned() } else { format!(": `{}`", fields.join("`, `")) }
}

/// Names, never values: an explanation is read by more people than the answer.
fn telling(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!(", telling it `{}`", names.join("`, `")) }
}

fn no_answer(reason: &NoAnswer) -> String {
    match reason {
        NoAnswer::Failed { detail } => format!("was not answered: {detail} (failed)"),
        NoAnswer::Unfit { detail } => format!("the answer is not what was declared: {detail} (unfit)"),
        NoAnswer::Timeout => "was not answered in time (timeout)".to_owned(),
        NoAnswer::Refused => "asks no more: the person refused or withdrew (refused)".to_owned(),
        NoAnswer::Left => "asks no more: the person left first (left)".to_owned(),
    }
}

/// What makes a message or a question lawful, in words.
pub(crate) fn ground(verdict: &Verdict, zone: &TimeZone) -> Option<String> {
    let (Verdict::Queued { ground, .. }
    | Verdict::Resent { ground, .. }
    | Verdict::Asked { ground, .. }
    | Verdict::AnsweredBefore { ground, .. }) = verdict
    else {
        return None;
    };
    let Ground { purpose, basis, choice } = ground;
    Some(match choice {
        Some(Choice { at: chosen, evidence, .. }) => {
            format!("relies on the consent to `{purpose}` of {} ({evidence})", moment::shown(*chosen, zone))
        }
        None => format!("for `{purpose}`, on the basis of {}", based(*basis)),
    })
}

const fn based(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "consent",
        Basis::Contract => "a contract",
        Basis::LegalObligation => "a legal obligation",
        Basis::VitalInterests => "vital interests",
        Basis::PublicTask => "a public task",
        Basis::LegitimateInterests => "legitimate interests, to which the person did not object",
    }
}

fn over(channel: Option<&str>) -> String {
    channel.map_or_else(|| " on every channel".to_owned(), |channel| format!(" over {channel}"))
}

const fn limited(kind: LimitKind, on: bool) -> &'static str {
    match (kind, on) {
        (LimitKind::Restriction, true) => "is only stored from now on, as the person asked",
        (LimitKind::Restriction, false) => "is used again: the restriction has ended",
        (LimitKind::Hold, true) => "comes under a legal hold: nothing is erased, and marketing rests",
        (LimitKind::Hold, false) => "is under no legal hold any more",
        (LimitKind::Suppression, true) => "has a contact point of somebody who was erased: marketing rests",
        (LimitKind::Suppression, false) => "has no contact point of somebody who was erased any more",
    }
}

const fn entry(reason: EntryRefusal) -> &'static str {
    match reason {
        EntryRefusal::Condition => "the condition does not hold (condition)",
        EntryRefusal::MissingValue => "a value is missing (missing-value)",
        EntryRefusal::AlreadyInside => "is inside already (already-inside)",
        EntryRefusal::Crowded => "in as many journeys as the project allows (crowded)",
        EntryRefusal::ReEntry => "was in before, and `re-entry` says no (re-entry)",
        EntryRefusal::Late => "the moment is longer past than `late` allows (late)",
        EntryRefusal::Limit => "came in as often as `limit` allows (limit)",
        EntryRefusal::TooMany => "is inside under a thousand keys, and that is the most (too-many)",
        EntryRefusal::Restricted => "asked that their data be stored and nothing else (restricted)",
        EntryRefusal::Endless => "was moved into segments and out of them without end (endless)",
    }
}

const fn skip(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NoConsent => "the person never agreed (no-consent)",
        SkipReason::Refused => "the person refused or withdrew (refused)",
        SkipReason::ConsentExpired => "the consent is too old (consent-expired)",
        SkipReason::NotPermitted => "the purpose may not use this channel (not-permitted)",
        SkipReason::NoAddress => "no address on this channel (no-address)",
        SkipReason::Cap => "the person had enough messages (cap)",
        SkipReason::NoRoom => "no moment soon enough at which it may leave (no-room)",
        SkipReason::TooLate => "it waited longer than `within` allows (too-late)",
        SkipReason::Suppressed => "a rule holds it back (suppressed)",
        SkipReason::Holdout => "the person is in a holdout (holdout)",
        SkipReason::Paused => "paused before it had left (paused)",
        SkipReason::MissingValue => "a value that it would tell is missing (missing-value)",
        SkipReason::NoPath => "a value is empty or leads back, and cannot stand in the path (no-path)",
        SkipReason::Template => "the template could not be rendered (template)",
        SkipReason::Failed => "the provider refused it for good (failed)",
        SkipReason::NoChannel => "no channel is left (no-channel)",
        SkipReason::Left => "the person left first (left)",
        SkipReason::Restricted => "the person asked that their data be stored and nothing else (restricted)",
        SkipReason::OnHold => "a legal hold is on: marketing rests (on-hold)",
        SkipReason::Erased => "the contact point is one of somebody who was erased (erased)",
    }
}

const fn hold(reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::QuietHours => "quiet hours (quiet-hours)",
        HoldReason::Window => "no window is open (window)",
        HoldReason::Closed => "the calendar is closed (closed)",
        HoldReason::Cap => "the person had enough messages for now (cap)",
        HoldReason::Suppressed => "a rule holds it back (suppressed)",
        HoldReason::BestTime => "the best hour is still to come (best-time)",
        HoldReason::Paused => "paused until somebody resumes it (paused)",
    }
}

fn not_joined(identifier: &str, person: Option<Id>, reason: Apart) -> String {
    let why = apart(reason);
    match person {
        Some(person) => format!("stays apart from the person {person}, whom `{identifier}` names: {why}"),
        None => format!("is not known by a new value of `{identifier}`: {why}"),
    }
}

const fn apart(reason: Apart) -> &'static str {
    match reason {
        Apart::Blocked => "the value says nothing about anybody (blocked)",
        Apart::AnotherAccount => "they have different accounts (another-account)",
        Apart::Shared => "the identifier may be shared (shared)",
        Apart::Full => "there is no room for one more value (full)",
        Apart::Flood => "too many have become one (flood)",
        Apart::Separated => "an operator has separated them (separated)",
        Apart::NotSaid => "only `identify` and `alias` make two people one (not-said)",
    }
}

fn profiling(on: bool, of: &[String]) -> String {
    let all = of.join("`, `");
    if on {
        format!("is profiled again by `{all}`, from nothing: not all that it serves is refused")
    } else {
        format!("is not profiled any more by `{all}`: all that it serves is refused")
    }
}
