//! Tests that show what is wrong: they fail as long as it is so. One is written only when everything in it is known.

mod values;
mod way;

use crate::conditions::Condition;
use crate::logic::{Formula, ways};
use filrouge_model::{Action, Basis, Entry, Event, Journey, Model, Step};
use std::collections::BTreeSet;
use std::fmt::Write;
use values::Values;
pub(crate) use way::{first_stop, stays, time_to};

/// Ways that are tried until one of them can be written down.
const MOST: usize = 16;

/// A test of one journey that somebody comes into by an event, or by coming into a segment or out of it.
pub(crate) struct Counterexample<'m> {
    journey: &'m Journey,
    model: &'m Model,
    title: String,
    acts: String,
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
    pub fn of(journey: &'m Journey, model: &'m Model, title: String) -> Self {
        Self { journey, model, title, acts: String::new() }
    }

    /// And so much later at the latest.
    pub fn wait(mut self, days: u64, expected: &str) -> Self {
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
        let values = self.values(holding)?;
        let lines = values.event(filrouge_plan::program::Root::Event, event, 3)?;
        let name = &event.name.value;
        let _ = writeln!(self.acts, "    after \"1m\" {{\n        event \"{name}\" {{\n{lines}        }}");
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
        ways(&all).iter().take(MOST).find_map(|case| Values::of(case, self.model))
    }

    /// What holds of somebody before and after they cross the border of the segment that lets people in.
    fn crossed(&self) -> Option<(Formula, Formula)> {
        let Some(Entry::Segment { segment, leave }) = &self.journey.enter.as_ref()?.by else { return None };
        let when = self.model.segments.of(segment)?.when.as_ref()?;
        let condition = Condition::of_segment(when, self.model);
        let (inside, outside) = (condition.holds().clone(), condition.fails().clone());
        Some(if *leave { (inside, outside) } else { (outside, inside) })
    }

    /// The lines of somebody who is not inside yet, and what brings them in.
    fn arrival(&self, values: &Values<'m>) -> Option<(String, String)> {
        if let Some((before, _)) = self.crossed() {
            let outside = ways(&[&before])
                .iter()
                .take(MOST)
                .find_map(|case| Values::of(case, self.model)?.person(3))?;
            return Some((outside, format!("identify {{\n{}        }}", values.person(3)?)));
        }
        let event = self.model.events.of(self.journey.entry_event()?)?;
        let entry = values.event(filrouge_plan::program::Root::Entry, event, 3)?;
        Some((values.person(3)?, format!("event \"{}\" {{\n{entry}        }}", event.name.value)))
    }

    fn written(&self, values: &Values<'m>) -> Option<String> {
        let (person, arrival) = self.arrival(values)?;
        let granted: String = self.consents().iter().fold(String::new(), |mut text, purpose| {
            let _ = writeln!(text, "        granted {purpose}");
            text
        });
        let Self { journey, title, acts, .. } = self;
        // A Wednesday at noon: no quiet hours, and no change of the clocks near.
        Some(format!(
            "test \"{title}\" journey={} {{\n    given {{\n        profile {{\n{person}        }}\n{granted}    }}\n    \
             at \"2026-06-03T12:00\" {{\n        {arrival}\n    }}\n{acts}}}",
            journey.name.value
        ))
    }

    /// The purposes of its messages to which people must have agreed.
    fn consents(&self) -> BTreeSet<&'m str> {
        let purposes = self.journey.steps.values().filter_map(|step| purpose(step, self.journey));
        let purposes = purposes.filter_map(|purpose| self.model.purposes.of(purpose));
        let asked = purposes.filter(|purpose| matches!(purpose.basis.value(), Some(Basis::Consent)));
        asked.map(|purpose| &*purpose.name.value).collect()
    }
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
