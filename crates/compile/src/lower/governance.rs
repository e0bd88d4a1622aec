//! Caps, calendars, `suppress`, `holdout` and `concurrency`, lowered.

use super::origins::Thread;
use filrouge_model::{
    Calendar, Cap, Concurrency, Holdout, Journey, Model, Opt, Purpose, Reference, Suppression,
};
use filrouge_plan::{self as plan, Hours, Rate, address};
use filrouge_source::Spanned;

/// The caps of the part at the address `of`.
pub(super) fn caps(of: &str, caps: &[Cap], thread: &mut Thread<'_>) -> Vec<plan::Cap> {
    let mut lowered = Vec::with_capacity(caps.len());
    for (number, cap) in caps.iter().enumerate() {
        thread.mark(address::cap(of, number), cap.at);
        lowered.push(self::cap(cap));
    }
    lowered
}

pub(crate) fn cap(cap: &Cap) -> plan::Cap {
    let via = cap.via.value().map(|channel| channel.name.value.to_string());
    plan::Cap { count: cap.count, per: cap.per, via, then: cap.then }
}

/// Whether the part at the address `of` is paused.
pub(super) fn paused(of: &str, paused: &Opt<bool>, thread: &mut Thread<'_>) -> bool {
    let given = paused.get().filter(|paused| paused.value);
    if let Some(given) = given {
        thread.mark(address::paused(of), given.span);
    }
    given.is_some()
}

/// The windows of a channel.
pub(super) fn windows(channel: &str, windows: &[Spanned<Hours>], thread: &mut Thread<'_>) -> Vec<Hours> {
    if let Some(first) = windows.first() {
        thread.mark(address::windows(channel), first.span);
    }
    windows.iter().map(|window| window.value.clone()).collect()
}

pub(super) fn calendar(calendar: &Calendar, thread: &mut Thread<'_>) -> Option<plan::Calendar> {
    let name = calendar.name.value.to_string();
    thread.mark(address::declared("calendar", &name), calendar.at);
    Some(plan::Calendar {
        name,
        timezone: calendar.timezone.value().map(ToString::to_string),
        open: calendar.open.iter().map(|open| open.value.clone()).collect(),
        closed: calendar.closed.iter().map(|closed| closed.value).collect(),
    })
}

pub(super) fn suppression(
    suppression: &Suppression,
    model: &Model,
    thread: &mut Thread<'_>,
) -> Option<plan::Suppression> {
    let name = suppression.name.value.to_string();
    let address = address::declared("suppress", &name);
    thread.mark(address.clone(), suppression.at);
    let when = thread.condition(&address, suppression.when.as_ref()?);
    let purposes = purposes(&suppression.purposes, model);
    Some(plan::Suppression {
        name,
        when,
        purposes,
        except: names(&suppression.except),
        then: suppression.then,
    })
}

pub(super) fn holdout(holdout: &Holdout, model: &Model, thread: &mut Thread<'_>) -> Option<plan::Holdout> {
    let name = holdout.name.value.to_string();
    thread.mark(address::declared("holdout", &name), holdout.at);
    Some(plan::Holdout {
        share: holdout.share.as_ref()?.value,
        salt: holdout.salt.value().map_or_else(|| name.clone(), ToString::to_string),
        purposes: purposes(&holdout.purposes, model),
        name,
    })
}

pub(super) fn concurrency(all: &[Concurrency], thread: &mut Thread<'_>) -> Vec<plan::Concurrency> {
    let mut lowered = Vec::with_capacity(all.len());
    for (number, own) in all.iter().enumerate() {
        thread.mark(address::concurrency(number), own.at);
        let group = own.group.as_ref().map(|group| group.value.to_string());
        lowered.push(plan::Concurrency { count: own.count, group, except: names(&own.except) });
    }
    lowered
}

pub(super) fn rank(journey: &Journey, thread: &mut Thread<'_>) -> plan::Rank {
    let mut groups: Vec<String> = journey.groups.iter().map(|group| group.value.to_string()).collect();
    groups.sort();
    groups.dedup();
    let priority = journey.priority.value().copied().unwrap_or(0);
    let rate = |(count, per)| Rate { count, per_ms: super::delivery::millis(per) };
    plan::Rank {
        priority: i32::try_from(priority).unwrap_or(if priority < 0 { i32::MIN } else { i32::MAX }),
        evict: journey.evict.value().copied().unwrap_or(false),
        groups,
        paused: paused(&address::journey(&journey.name.value), &journey.paused, thread),
        throttle: journey.throttle.map(rate),
    }
}

/// The place of quiet hours.
pub(super) fn quiet_hours(
    channel: &str,
    hours: Option<&Spanned<plan::QuietHours>>,
    thread: &mut Thread<'_>,
) -> Option<plan::QuietHours> {
    let hours = hours?;
    thread.mark(address::quiet_hours(channel), hours.span);
    Some(hours.value)
}

/// The named purposes, sorted; where none is named, all that a person may withdraw from. A message that a contract or a
/// law asks for is never touched by a rule that does not name it.
fn purposes(named: &[Reference<Purpose>], model: &Model) -> Vec<String> {
    if !named.is_empty() {
        return names(named);
    }
    let free = |purpose: &&Purpose| purpose.may_be_refused();
    let mut all: Vec<String> =
        model.purposes.values().filter(free).map(|purpose| purpose.name.value.to_string()).collect();
    all.sort();
    all
}

fn names<T>(references: &[Reference<T>]) -> Vec<String> {
    let mut names: Vec<String> =
        references.iter().map(|reference| reference.name.value.to_string()).collect();
    names.sort();
    names.dedup();
    names
}
