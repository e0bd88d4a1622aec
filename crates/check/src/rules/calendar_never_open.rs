//! A calendar that is always closed.

use crate::week::touches;
use filrouge_model::{Calendar, Model};
use filrouge_plan::ClosedDays;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A calendar that is closed for so long without a pause is closed for good: a message waits 31 days at most.
const LONGEST_HOLD: i32 = 31;

rule! {
    /// A calendar that is closed for longer than any message waits.
    pub struct CalendarNeverOpen {
        calendar: String,
        place: Span,
        days: i32,
        /// The closures that go on from the first one.
        others: Vec<Span>,
    }
    slug: "calendar-never-open", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("the calendar `{calendar}` is closed for {days} days on end"),
    at: place => "a message waits 31 days at most".to_owned(),
    also: [others => "goes on here".to_owned()],
    help: Some("close fewer days, or pause the channel with `paused=#true`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for calendar in model.calendars.values() {
        let Some(longest) = runs(calendar).into_iter().max_by_key(Run::days) else { continue };
        let mut places = longest.places.iter().copied();
        if let Some(place) = places.next().filter(|_| longest.days() > LONGEST_HOLD) {
            let (calendar, days) = (calendar.name.value.to_string(), longest.days());
            findings.push(CalendarNeverOpen { calendar, place, days, others: places.collect() });
        }
    }
}

/// Days on end on which a calendar is closed, both ends included, as days since 1970-01-01.
struct Run {
    from: i32,
    to: i32,
    places: Vec<Span>,
}

impl Run {
    const fn days(&self) -> i32 {
        self.to.saturating_sub(self.from).saturating_add(1)
    }
}

/// Closures that follow each other are one, also when only days lie between on which it never opens.
fn runs(calendar: &Calendar) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for closure in closures(calendar) {
        match runs.last_mut().filter(|run| is_closed_between(run.to, closure.from, calendar)) {
            Some(run) => {
                run.to = run.to.max(closure.to);
                run.places.extend(closure.places);
                run.places.dedup();
            }
            None => runs.push(closure),
        }
    }
    runs
}

/// The closures by their first day. Days of every year are looked at in two years, one of which has a 29 February.
fn closures(calendar: &Calendar) -> Vec<Run> {
    let mut closures = Vec::new();
    for closed in &calendar.closed {
        let places = vec![closed.span];
        match &closed.value {
            ClosedDays::Dates { from, to } => closures.push(Run { from: *from, to: *to, places }),
            ClosedDays::Yearly { month, day } => {
                let (month, day) = (i8::try_from(*month), i8::try_from(*day));
                let (Ok(month), Ok(day)) = (month, day) else { continue };
                let days = [2027, 2028].into_iter().filter_map(|year| number(Date::new(year, month, day).ok()?));
                closures.extend(days.map(|day| Run { from: day, to: day, places: places.clone() }));
            }
        }
    }
    closures.sort_by_key(|run| (run.from, run.to));
    closures
}

const EPOCH: Date = date(1970, 1, 1);

fn number(day: Date) -> Option<i32> {
    Some(day.since(EPOCH).ok()?.get_days())
}

/// Whether it opens on no day between two closures.
fn is_closed_between(to: i32, from: i32, calendar: &Calendar) -> bool {
    let between = to.saturating_add(1)..from;
    i32::try_from(between.len()).is_ok_and(|days| days < 7) && between.into_iter().all(|day| !opens_on(day, calendar))
}

fn opens_on(day: i32, calendar: &Calendar) -> bool {
    let Ok(date) = EPOCH.checked_add(day.days()) else { return true };
    let weekday = date.weekday().to_monday_one_offset().unsigned_abs();
    calendar.open.is_empty() || calendar.open.iter().any(|open| touches(&open.value, weekday))
}
