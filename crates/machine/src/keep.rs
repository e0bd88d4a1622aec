//! Until when something is kept.

use crate::{Person, Ready, moment};
use filrouge_plan::{Period, Retention, RetentionClock};
use jiff::tz::TimeZone;

impl Ready {
    /// When `period` from `at` on is over, by the calendar of the project.
    #[must_use]
    pub fn over_at(&self, at: i64, period: Period) -> i64 {
        let zone = TimeZone::get(&self.plan().project.timezone).unwrap_or(TimeZone::UTC);
        moment::after(at, period, &zone)
    }

    /// When a retention of something that was collected at `collected` is over, as far as it is known by now: a clock that
    /// waits for an act of the person has not begun without it.
    #[must_use]
    pub fn kept_until(&self, retention: &Retention, collected: i64, person: Option<&Person>) -> Option<i64> {
        let last = |person: &Person| person.last_activity.unwrap_or(collected).max(collected);
        let from = match retention.since {
            RetentionClock::Collection => collected,
            // Which act was a purchase is not said: the last of any kind is not before it.
            RetentionClock::LastActivity | RetentionClock::LastPurchase => person.map_or(collected, last),
            RetentionClock::Withdrawal => person.map_or(Some(collected), withdrawn)?.max(collected),
        };
        Some(self.over_at(from, retention.keep))
    }
}

/// When the last consent was withdrawn, where none is left.
fn withdrawn(person: &Person) -> Option<i64> {
    let facts = || person.consents.values();
    if facts().any(|fact| fact.granted) { None } else { facts().map(|fact| fact.at).max() }
}
