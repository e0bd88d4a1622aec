//! The clock of a test: a moment, and dates beside it, for which everything holds that is asked of them.
//!
//! Moments are what the person's clock shows, in milliseconds since 1970 as if it stood in Greenwich: that is how a test
//! writes them. What is compared with an instant must hold in every zone.

use super::calendar::{hours, local, part_of, places};
use crate::logic::Domain;
use filrouge_plan::program::Part;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub(super) const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;
/// A Wednesday at noon: no quiet hours, and no change of the clocks near.
const USUAL: i64 = 1_780_488_000_000;
/// So far the clock of a zone may be from Greenwich.
const OFF: i64 = 14 * HOUR;
/// Within so many days of the usual moment no clock changes.
const STEADY: i64 = 30 * DAY;

/// What is asked of one instant.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// When it is.
    pub absolute: Option<Domain>,
    /// How far behind the moment of the test it is.
    pub distance: Option<Domain>,
    /// What parts of it are.
    pub parts: Vec<(Part, Domain)>,
}

/// When a test takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub at: i64,
    /// How much later conditions may be asked.
    pub lasts: i64,
}

impl Moment {
    /// A moment at which all of it holds, for so long; by day on a day of the week when somebody must be written to.
    pub fn of(asked: &Asked, lasts: i64, writes: bool) -> Option<Self> {
        let bounds = asked.absolute.iter().flat_map(|domain| ends(domain, 2 * DAY + lasts));
        let days = places().chain(bounds.map(|at| at - at.rem_euclid(DAY)));
        let all = days.flat_map(|day| hours().map(move |hour| day + hour * HOUR));
        let usual = |at: &i64| !writes || is_by_day(*at);
        let mut moments = [USUAL].into_iter().chain(all.filter(usual)).map(|at| Self { at, lasts });
        moments.find(|moment| moment.is_fit(asked))
    }

    /// Whether all that is asked of the moment holds, as long as it lasts.
    pub fn is_fit(self, asked: &Asked) -> bool {
        let Self { at, lasts } = self;
        let covers = |domain: &Domain| covers(domain, at - OFF, at + lasts + OFF);
        asked.absolute.as_ref().is_none_or(covers)
            && (asked.parts.is_empty() || lasts <= MINUTE)
            && [at, at + lasts].into_iter().all(|at| has_parts(at, asked))
    }

    /// A date for which all of it holds.
    pub fn date(self, asked: &Asked) -> Option<i64> {
        let near = asked.distance.iter().flat_map(|domain| ends(domain, self.lasts)).map(|far| self.at + far);
        let near = near.flat_map(|at| [DAY, 3 * HOUR, HOUR, MINUTE].map(|by| [at + by, at - by])).flatten();
        let bounds = asked.absolute.iter().flat_map(|domain| ends(domain, 2 * DAY));
        let days = places().flat_map(|day| hours().map(move |hour| day + hour * HOUR));
        let all = near.chain(bounds).chain(days).map(|at| at - at.rem_euclid(MINUTE));
        all.into_iter().find(|date| self.fits(*date, asked))
    }

    fn fits(self, date: i64, asked: &Asked) -> bool {
        let far = date - self.at;
        // Clocks may change in between.
        let change = if self.at == USUAL && far.abs() < STEADY { 0 } else { 2 * HOUR };
        let distance = |domain: &Domain| covers(domain, far - self.lasts - change, far + change);
        let absolute = |domain: &Domain| covers(domain, date - OFF, date + OFF);
        asked.distance.as_ref().is_none_or(distance)
            && asked.absolute.as_ref().is_none_or(absolute)
            && has_parts(date, asked)
    }
}

/// A day, in days since 1970, for which all of it holds.
pub(super) fn day(asked: &Asked) -> Option<i64> {
    let fits = |day: &i64| {
        asked.absolute.as_ref().is_none_or(|domain| covers(domain, *day, *day)) && has_parts(day * DAY, asked)
    };
    let bounds = asked.absolute.iter().flat_map(|domain| ends(domain, 1));
    places().map(|at| at / DAY).chain(bounds).find(fits)
}

/// The moment as a test writes it.
pub(super) fn written(at: i64) -> Option<String> {
    Some(local(at)?.strftime("%Y-%m-%dT%H:%M").to_string())
}

/// A day, in days since 1970, as a test writes it.
pub(super) fn written_day(day: i64) -> Option<String> {
    Some(local(day.checked_mul(DAY)?)?.date().to_string())
}

fn has_parts(at: i64, asked: &Asked) -> bool {
    let is_so = |(part, domain): &(Part, Domain)| {
        part_of(*part, at).is_some_and(|number| covers(domain, number, number))
    };
    asked.parts.iter().all(is_so)
}

fn is_by_day(at: i64) -> bool {
    let within = |part, from, to| part_of(part, at).is_some_and(|number| (from..=to).contains(&number));
    within(Part::Hours, 10, 16) && within(Part::DayOfWeek, 1, 5)
}

fn covers(domain: &Domain, from: i64, to: i64) -> bool {
    domain.numbers().is_some_and(|range| range.covers(from.into(), to.into()))
}

/// The ends of a domain, and what lies so far inside of them.
fn ends(domain: &Domain, inside: i64) -> Vec<i64> {
    let (low, high) = domain.numbers().map(|range| range.ends()).unwrap_or_default();
    let number = |end: Option<Decimal>| end?.to_i64();
    let low = number(low).into_iter().flat_map(|low| [low.saturating_add(inside), low]);
    low.chain(number(high).into_iter().flat_map(|high| [high.saturating_sub(inside), high])).collect()
}
