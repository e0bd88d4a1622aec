//! Tests that show what is wrong: they fail as long as it is so. One is written only when everything in it is known.

mod calendar;
mod clock;
mod kinds;
mod meaning;
mod meets;
mod values;
mod way;

use crate::conditions::Condition;
use crate::logic::Formula;
use clock::{Asked, Moment};
use filrouge_model::{Action, Basis, Entry, Event, Journey, Setting, Step};
use filrouge_plan::Field;
use filrouge_plan::program::Root;
use meaning::first_way;
pub(crate) use meets::meets;
use std::collections::BTreeSet;
use std::fmt::Write;
use values::Values;
pub(crate) use way::{first_stop, stays, time_to};

/// A test of one journey that somebody comes into by an event, or by coming into a segment or out of it.
pub(crate) struct Counterexample<'m> {
    journey: &'m Journey,
    setting: &'m Setting,
    title: String,
    acts: String,
    /// How much later than at the first moment conditions may be asked, in milliseconds.
    lasts: i64,
    /// Whether somebody must be written to.
    writes: bool,
}

/// What the help of a finding says, with the test that shows it.
pub(crate) fn help(advice: &str, shown: &Option<String>) -> Option<String> {
    Some(match shown {
        Some(test) => format!("{advice}; this test fails as long as it is so:\n\n{test}"),
        None => advice.to_owned(),
    })
}

impl<'m> Counterexample<'m> {
    /// The test called `title`, which says what should be so.
    pub fn of(journey: &'m Journey, setting: &'m Setting, title: String) -> Self {
        Self { journey, setting, title, acts: String::new(), lasts: 0, writes: false }
    }

    /// And so much later at the latest.
    pub fn wait(mut self, days: u64, expected: &str) -> Self {
        self.lasts = i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(clock::DAY);
        self.writes = expected.starts_with("send=");
        let _ = match days {
            0 => writeln!(self.acts, "    expect {expected}"),
            _ => writeln!(self.acts, "    after \"{days}d\" {{\n        expect {expected}\n    }}"),
        };
        self
    }

    /// And in the same moment.
    pub fn expect(self, expected: &str) -> Self {
        self.wait(0, expected)
    }

    /// And a minute later an event, about which conditions speak as `event`.
    pub fn then(mut self, event: &Event, holding: &[&Formula], expected: &str) -> Option<String> {
        self.lasts = clock::MINUTE;
        let values = self.values(holding)?;
        let happens = happening(&values, Root::Event, event)?;
        let _ = writeln!(self.acts, "    after \"1m\" {{\n        {happens}");
        let _ = writeln!(self.acts, "        expect {expected}\n    }}");
        self.written(&values)
    }

    /// The text, for a person and an event for which the formulas hold. They speak of the event as `entry`.
    pub fn holding(self, formulas: &[&Formula]) -> Option<String> {
        let values = self.values(formulas)?;
        self.written(&values)
    }

    fn values(&self, formulas: &[&Formula]) -> Option<Values<'m>> {
        let crossed = self.crossed();
        let all: Vec<_> = formulas.iter().copied().chain(crossed.iter().map(|(_, after)| after)).collect();
        self.when(&all, &|asked| Moment::of(asked, self.lasts, self.writes))
    }

    /// Values for which the formulas hold, at a moment that is chosen by what they ask of it.
    fn when(&self, formulas: &[&Formula], chosen: &dyn Fn(&Asked) -> Option<Moment>) -> Option<Values<'m>> {
        first_way(formulas, self.setting, |case| Values::of(case, self.setting, chosen))
    }

    /// What holds of somebody before and after they cross the border of the segment that lets people in.
    fn crossed(&self) -> Option<(Formula, Formula)> {
        let Some(Entry::Segment { segment, leave }) = &self.journey.enter.as_ref()?.by else { return None };
        let when = self.setting.segments.of(segment)?.when.as_ref()?;
        let condition = Condition::of_segment(when, self.setting);
        let (inside, outside) = (condition.holds().clone(), condition.fails().clone());
        Some(if *leave { (inside, outside) } else { (outside, inside) })
    }

    /// The lines of somebody who is not inside yet, and what brings them in.
    fn arrival(&self, values: &Values<'m>) -> Option<(String, String)> {
        if let Some(fields) = self.asked_for() {
            let fields = values.fields(Root::Entry, fields, 3)?;
            return Some((values.person(3)?, format!("start {{\n{fields}        }}")));
        }
        if let Some((before, _)) = self.crossed() {
            let moment = Moment { lasts: 0, ..values.moment };
            let outside = self.when(&[&before], &|asked| moment.is_fit(asked).then_some(moment))?;
            return Some((outside.person(3)?, format!("identify {{\n{}        }}", values.person(3)?)));
        }
        let event = self.setting.events.of(self.journey.entry_event()?)?;
        Some((values.person(3)?, happening(values, Root::Entry, event)?))
    }

    /// The fields of an entry for which somebody asks.
    fn asked_for(&self) -> Option<&'m [Field]> {
        let enter = self.journey.enter.as_ref().filter(|enter| enter.is_asked_for())?;
        Some(&enter.schema.fields)
    }

    fn written(&self, values: &Values<'m>) -> Option<String> {
        let (person, arrival) = self.arrival(values)?;
        self.text(values, &person, &arrival)
    }

    /// The text of a test of somebody who is like this, and of what happens at its first moment.
    fn text(&self, values: &Values<'m>, person: &str, arrival: &str) -> Option<String> {
        let granted: String = self.consents().iter().fold(String::new(), |mut text, purpose| {
            let _ = writeln!(text, "        granted {purpose}");
            text
        });
        let Self { journey, title, acts, .. } = self;
        let at = clock::written(values.moment.at)?;
        Some(format!(
            "test \"{title}\" journey={} {{\n    given {{\n        profile {{\n{person}        }}\n{granted}    }}\n    \
             at \"{at}\" {{\n        {arrival}\n    }}\n{acts}}}",
            journey.name.value
        ))
    }

    /// The purposes of its messages to which people must have agreed.
    fn consents(&self) -> BTreeSet<&'m str> {
        let purposes = self.journey.steps.values().filter_map(|step| purpose(step, self.journey));
        let purposes = purposes.filter_map(|purpose| self.setting.purposes.of(purpose));
        let asked = purposes.filter(|purpose| matches!(purpose.basis.value(), Some(Basis::Consent)));
        asked.map(|purpose| &*purpose.name.value).collect()
    }
}

/// The line of an event that conditions call `root`.
fn happening(values: &Values<'_>, root: Root, event: &Event) -> Option<String> {
    let lines = values.fields(root, &event.schema.fields, 3)?;
    Some(format!("event \"{}\" {{\n{lines}        }}", event.name.value))
}

fn purpose<'m>(
    step: &'m Step,
    journey: &'m Journey,
) -> Option<&'m filrouge_model::Reference<filrouge_model::Purpose>> {
    match &step.action {
        Action::Send(send) => send.purpose.value().or(journey.purpose.value()),
        _ => None,
    }
}
