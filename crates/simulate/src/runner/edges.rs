//! One test, lived on the edge days of twelve zones.

use super::Failure;
use crate::World;
use crate::coverage::Met;
use filrouge_machine::{Id, Identify, InputKind, Person, Ready};
use filrouge_plan::scenario::{Act, ActKind, Expectation, FetchFate, Given, Scenario};
use filrouge_plan::{Type, Value};
use jiff::Span;
use jiff::civil::{Date, date};

/// A day on which a clock or a calendar does something.
struct Edge {
    zone: &'static str,
    day: Date,
    what: &'static str,
}

const fn edge(zone: &'static str, day: Date, what: &'static str) -> Edge {
    Edge { zone, day, what }
}

const GAP: &str = "the clocks go forward";
const OVERLAP: &str = "the clocks go back";
const NO_MIDNIGHT: &str = "the clocks go forward at midnight";
const TWO_EVENINGS: &str = "the clocks go back at midnight";
const LEAP: &str = "29 February";
const YEAR: &str = "the year begins";

/// Twelve zones and their edge days. A day that a zone skipped whole is none of them: moments of the test might stand on
/// it.
const EDGES: &[Edge] = &[
    edge("Europe/Paris", date(2026, 3, 29), GAP),
    edge("Europe/Paris", date(2026, 10, 25), OVERLAP),
    edge("America/New_York", date(2026, 3, 8), GAP),
    edge("America/New_York", date(2026, 11, 1), OVERLAP),
    edge("America/St_Johns", date(2026, 3, 8), GAP),
    edge("America/St_Johns", date(2026, 11, 1), OVERLAP),
    edge("America/Sao_Paulo", date(2018, 11, 4), NO_MIDNIGHT),
    edge("America/Sao_Paulo", date(2018, 2, 17), TWO_EVENINGS),
    edge("Africa/Cairo", date(2026, 4, 24), NO_MIDNIGHT),
    edge("Africa/Cairo", date(2026, 10, 29), TWO_EVENINGS),
    edge("Asia/Beirut", date(2026, 3, 29), NO_MIDNIGHT),
    edge("Asia/Beirut", date(2026, 10, 24), TWO_EVENINGS),
    edge("Asia/Kolkata", date(2028, 2, 29), LEAP),
    edge("Asia/Kathmandu", date(2027, 1, 1), YEAR),
    edge("Australia/Lord_Howe", date(2026, 4, 5), OVERLAP),
    edge("Australia/Lord_Howe", date(2026, 10, 4), GAP),
    edge("Pacific/Chatham", date(2026, 4, 5), OVERLAP),
    edge("Pacific/Chatham", date(2026, 9, 27), GAP),
    edge("Pacific/Apia", date(2026, 1, 1), YEAR),
    edge("Pacific/Kiritimati", date(2028, 2, 29), LEAP),
];

const DAY: i64 = 86_400_000;

/// What was not met on any of the edge days: each expectation once, where it failed first.
pub(super) fn run(ready: &Ready, scenario: &Scenario, met: &mut Met) -> Vec<Failure> {
    let mut found: Vec<(Failure, usize)> = Vec::new();
    for (edge, before) in EDGES.iter().flat_map(|edge| [(edge, 1), (edge, 0)]) {
        let moved = Move::to(ready, scenario, edge, before);
        for mut failure in super::run_once(ready, &moved.scenario(scenario), met).0 {
            match found.iter_mut().find(|(known, _)| known.place == failure.place) {
                Some((_, others)) => *others += 1,
                None => {
                    failure.expected.push_str(&told(edge, before));
                    found.push((failure, 0));
                }
            }
        }
    }
    found.into_iter().map(counted).collect()
}

fn told(edge: &Edge, before: i64) -> String {
    let day = edge.day.checked_sub(Span::new().days(before)).unwrap_or(edge.day);
    let when = if before == 0 { "that day" } else { "the day after" };
    format!(", in `{}` from {day} on: {} {when}", edge.zone, edge.what)
}

fn counted((mut failure, others): (Failure, usize)) -> Failure {
    if others > 0 {
        failure.expected.push_str(&format!(", and on {others} more edge days"));
    }
    failure
}

/// A test on its way to another zone and another day.
struct Move<'r> {
    ready: &'r Ready,
    zone: &'static str,
    days: i32,
    from: Person,
    to: Person,
}

impl<'r> Move<'r> {
    /// The test begins so many days before the edge.
    fn to(ready: &'r Ready, scenario: &Scenario, edge: &Edge, before: i64) -> Self {
        let begins = super::start(scenario).div_euclid(DAY);
        let day = edge.day.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
        let days = i32::try_from(day - before - begins).unwrap_or(0);
        let from = somebody(ready, &scenario.given);
        let to = somebody(ready, &moved_to(ready, &scenario.given, edge.zone));
        Self { ready, zone: edge.zone, days, from, to }
    }

    fn scenario(&self, scenario: &Scenario) -> Scenario {
        let mut given = moved_to(self.ready, &scenario.given, self.zone);
        given.profile = self.fields(&given.profile);
        let acts = scenario.acts.iter().map(|act| Act { place: act.place, kind: self.kind(&act.kind) });
        Scenario { given, acts: acts.collect(), zones: None, ..scenario.clone() }
    }

    fn kind(&self, kind: &ActKind) -> ActKind {
        match kind {
            ActKind::At(local) => ActKind::At(local.saturating_add(i64::from(self.days) * DAY)),
            ActKind::Event { name, fields } => {
                ActKind::Event { name: name.clone(), fields: self.values(fields) }
            }
            ActKind::Start { journey, fields } => {
                ActKind::Start { journey: journey.clone(), fields: self.values(fields) }
            }
            ActKind::Fetch { journey, step, fate: FetchFate::Answered(fields) } => {
                let fate = FetchFate::Answered(self.fields(fields));
                ActKind::Fetch { journey: journey.clone(), step: step.clone(), fate }
            }
            ActKind::Identify { identifiers, profile } => {
                ActKind::Identify { identifiers: identifiers.clone(), profile: self.fields(profile) }
            }
            ActKind::Alias { identifiers, profile, consents, events } => {
                let event = |(name, fields): &(String, Vec<Value>)| (name.clone(), self.values(fields));
                let (identifiers, consents) = (identifiers.clone(), consents.clone());
                let (profile, events) = (self.fields(profile), events.iter().map(event).collect());
                ActKind::Alias { identifiers, profile, consents, events }
            }
            ActKind::Expect(expectation) => ActKind::Expect(self.expectation(expectation)),
            other => other.clone(),
        }
    }

    fn expectation(&self, expectation: &Expectation) -> Expectation {
        match expectation {
            Expectation::Profile(fields) => Expectation::Profile(self.fields(fields)),
            Expectation::Kept { step, fields } => {
                Expectation::Kept { step: step.clone(), fields: self.fields(fields) }
            }
            other => other.clone(),
        }
    }

    fn values(&self, values: &[Value]) -> Vec<Value> {
        values.iter().map(|value| self.value(value)).collect()
    }

    fn fields(&self, fields: &[(String, Value)]) -> Vec<(String, Value)> {
        fields.iter().map(|(name, value)| (name.clone(), self.value(value))).collect()
    }

    /// Dates move with the test; an instant keeps what the clock on the wall shows.
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Date(day) => Value::Date(day.saturating_add(self.days)),
            Value::Datetime(at) => {
                let shown = self.ready.local(&self.from, *at).saturating_add(i64::from(self.days) * DAY);
                Value::Datetime(self.ready.instant(&self.to, shown))
            }
            Value::List(items) => Value::List(self.values(items)),
            Value::Record(fields) => Value::Record(self.values(fields)),
            other => other.clone(),
        }
    }
}

/// The same person, at home in `zone`.
fn moved_to(ready: &Ready, given: &Given, zone: &str) -> Given {
    let mut given = given.clone();
    let field = ready.plan().profile.slots().find(|field| *field.ty.required() == Type::Timezone);
    if let Some(field) = field {
        given.profile.retain(|(name, _)| *name != field.name);
        given.profile.push((field.name.clone(), Value::from(zone)));
    }
    given
}

/// Somebody who is known like this, to ask for the time where they are.
pub(crate) fn somebody(ready: &Ready, given: &Given) -> Person {
    let identify = Identify {
        identifiers: given.identifiers.clone(),
        fields: given.profile.clone(),
        ..Identify::default()
    };
    let mut nobody = World::new(ready, Id(0), 0);
    nobody.happen(InputKind::Identify(identify));
    nobody.person
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::{TimeZone, TimeZoneDatabase};
    use std::collections::BTreeSet;

    #[test]
    fn something_happens_on_every_edge_day_in_twelve_zones() {
        let zones: BTreeSet<&str> = EDGES.iter().map(|edge| edge.zone).collect();
        assert_eq!(zones.len(), 12);
        for edge in EDGES {
            let zone = TimeZoneDatabase::bundled().get(edge.zone).unwrap();
            let hours = hours(edge.day, &zone);
            let fits = match edge.what {
                GAP | NO_MIDNIGHT => hours < 24.0,
                OVERLAP | TWO_EVENINGS => hours > 24.0 || hours_before(edge.day, &zone) > 24.0,
                LEAP => edge.day.month() == 2 && edge.day.day() == 29,
                _ => edge.day.day_of_year() == 1,
            };
            assert!(fits, "{} {} {}: {hours}", edge.zone, edge.day, edge.what);
            let midnight = zone.to_ambiguous_timestamp(edge.day.at(0, 0, 0, 0)).is_ambiguous();
            assert!(edge.what != NO_MIDNIGHT || midnight, "{} {}", edge.zone, edge.day);
        }
    }

    fn hours(day: Date, zone: &TimeZone) -> f64 {
        let start = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
        start(day.tomorrow().unwrap()).duration_since(start(day)).as_secs_f64() / 3600.0
    }

    fn hours_before(day: Date, zone: &TimeZone) -> f64 {
        hours(day.yesterday().unwrap(), zone)
    }
}
