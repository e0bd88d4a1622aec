//! Whether a message broke a property.

use super::words::clock;
use super::{Breach, Left, Look, Watch, is_about};
use crate::words::told;
use filrouge_plan::always::{Claim, Property};
use filrouge_plan::{CalendarUnit, CapWindow, Channel, QuietHours};
use jiff::civil::Date;
use jiff::{Span, civil};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

impl Watch {
    /// What is wrong with a message that leaves.
    pub(super) fn sends(&self, property: &Property, left: &Left, look: &Look<'_, '_>) -> Option<Breach> {
        let plan = look.world.ready.plan();
        if !is_about(&property.scope, left, plan) {
            return None;
        }
        let (why, others) = match &property.claim {
            Claim::Consent => (consent(left, look)?, Vec::new()),
            Claim::QuietHours(own) => (quiet(*own, left, look)?, Vec::new()),
            Claim::Suppressed => (suppressed(look, left.decision.at)?, Vec::new()),
            Claim::Segment(segment) => (inside(segment, look)?, Vec::new()),
            Claim::Caps => self.over_a_cap(left, look)?,
            Claim::TooOften { most, per } => {
                let before = self.left.iter().filter(|other| is_about(&property.scope, other, plan));
                too_many(before, *most, *per, left, look)?
            }
            Claim::TooLong(_) => return None,
        };
        let mut decisions: Vec<_> = others.into_iter().map(|left| left.decision.clone()).collect();
        decisions.push(left.decision.clone());
        let sent = format!("{}, in `{}`", told(&left.decision, look.world), left.decision.journey);
        Some(Breach { actual: vec![sent, why], decisions })
    }
}

/// The messages that count together with one that is too many.
pub(super) fn too_many<'w>(
    before: impl Iterator<Item = &'w Left>,
    most: u32,
    per: CapWindow,
    left: &Left,
    look: &Look<'_, '_>,
) -> Option<(String, Vec<&'w Left>)> {
    let counted: Vec<&Left> =
        before.filter(|other| is_together(other.decision.at, left.decision.at, per, look)).collect();
    let number = counted.len() + 1;
    let is_over = u32::try_from(number).is_ok_and(|number| number > most);
    is_over.then(|| (format!("it is message number {number} in that time"), counted))
}

/// The latest word of the person on the purpose and the channel must be a yes that is not too old.
fn consent(left: &Left, look: &Look<'_, '_>) -> Option<String> {
    let (person, ready) = (&look.world.person, look.world.ready);
    let Left { purpose, channel, .. } = left;
    let Some(word) = person.consents.get(&(purpose.clone(), channel.clone())) else {
        return Some(format!("the person has not agreed to `{purpose}` over `{channel}`"));
    };
    if !word.granted {
        return Some(format!("the person has refused `{purpose}` over `{channel}`"));
    }
    let expires = ready.plan().purposes.iter().find(|own| own.name == *purpose)?.expires?;
    let is_old = ready.later(person, word.at, expires) <= left.decision.at;
    is_old.then(|| format!("the yes to `{purpose}` over `{channel}` is too old"))
}

fn quiet(own: Option<QuietHours>, left: &Left, look: &Look<'_, '_>) -> Option<String> {
    let channels = &look.world.ready.plan().channels;
    let of_channel = |channel: &Channel| channel.quiet_hours;
    let channel = channels.iter().find(|channel| channel.name == left.channel);
    let QuietHours { from, to } = own.or_else(|| channel.and_then(of_channel))?;
    let local = look.world.ready.local(&look.world.person, left.decision.at);
    let minute = u16::try_from(local.rem_euclid(DAY) / MINUTE).ok()?;
    let is_quiet = if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to };
    let (at, from, to) = (clock(minute), clock(from), clock(to));
    is_quiet.then(|| format!("it is {at} where the person is, and quiet from {from} to {to}"))
}

/// Of what journeys have changed since, it counts only when it was so before as well.
fn suppressed(look: &Look<'_, '_>, at: i64) -> Option<String> {
    let world = look.world;
    let mut rules = world.ready.plan().suppressions.iter();
    let held = rules.find(|rule| {
        world.ready.holds(&world.person, &rule.when, at)
            && (!look.changed || world.ready.holds(look.before, &rule.when, at))
    })?;
    Some(format!("`{}` holds for the person", held.name))
}

fn inside(segment: &String, look: &Look<'_, '_>) -> Option<String> {
    let is_in = look.world.person.segments.contains(segment)
        && (!look.changed || look.before.segments.contains(segment));
    is_in.then(|| format!("the person is in `{segment}`"))
}

/// Whether a cap counts a message of `then` together with one of `now`.
fn is_together(then: i64, now: i64, per: CapWindow, look: &Look<'_, '_>) -> bool {
    let (ready, person) = (look.world.ready, &look.world.person);
    match per {
        CapWindow::Rolling(length) => ready.later(person, then, length) > now,
        CapWindow::Calendar(unit) => {
            let day = |at: i64| day(ready.local(person, at));
            begin(unit, day(then)).is_some() && begin(unit, day(then)) == begin(unit, day(now))
        }
    }
}

fn day(local: i64) -> Date {
    civil::date(1970, 1, 1).saturating_add(Span::new().days(local.div_euclid(DAY)))
}

/// The first day of the unit that a day is in.
fn begin(unit: CalendarUnit, day: Date) -> Option<Date> {
    match unit {
        CalendarUnit::Day => Some(day),
        CalendarUnit::Week => day.checked_sub(Span::new().days(day.weekday().to_monday_zero_offset())).ok(),
        CalendarUnit::Month => Some(day.first_of_month()),
    }
}
