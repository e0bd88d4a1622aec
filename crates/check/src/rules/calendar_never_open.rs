//! A calendar that is always closed.

use filrouge_model::{Calendar, Model};
use filrouge_plan::ClosedDays;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

/// A calendar that is closed for so long without a pause is closed for good: a message waits 31 days at most.
const LONGEST_HOLD: i32 = 31;

rule! {
    /// A calendar that is closed for longer than any message waits.
    pub struct CalendarNeverOpen { calendar: String, place: Span, days: i32 }
    slug: "calendar-never-open", severity: Error, since: "0.1",
    message: format!("the calendar `{calendar}` is closed for {days} days on end"),
    at: place => "a message waits 31 days at most".to_owned(),
    help: Some("close fewer days, or pause the channel with `paused=#true`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for calendar in model.calendars.values() {
        if let Some((place, days)) = longest(calendar).filter(|(_, days)| *days > LONGEST_HOLD) {
            findings.push(CalendarNeverOpen { calendar: calendar.name.value.to_string(), place, days });
        }
    }
}

/// The longest single closure, in days. Closures that follow each other are looked at by the analysis of the estate.
fn longest(calendar: &Calendar) -> Option<(Span, i32)> {
    let days = |closed: &ClosedDays| match closed {
        ClosedDays::Dates { from, to } => to.saturating_sub(*from).saturating_add(1),
        ClosedDays::Yearly { .. } => 1,
    };
    calendar.closed.iter().map(|closed| (closed.span, days(&closed.value))).max_by_key(|(_, days)| *days)
}
