//! Tests in which something else happens than that somebody comes in.

use super::clock::{self, Moment};
use super::values::Values;
use super::{Counterexample, happening};
use crate::conditions::Condition;
use crate::logic::Formula;
use crate::week::Minute;
use filrouge_model::Trait;
use filrouge_plan::Hours;
use filrouge_plan::program::Root;
use std::fmt::Write;

impl<'m> Counterexample<'m> {
    /// The text, for a person to whom nothing happens and for whom the formulas hold.
    pub fn standing(self, expected: &str, holding: &[&Formula]) -> Option<String> {
        let values = self.alone(holding)?;
        self.text(&values, &values.person(3)?, &format!("expect {expected}"))
    }

    /// The text, for a person who did so often what a trait counts, and then nothing for more than a year.
    pub fn a_year_after(mut self, own: &Trait, times: usize, expected: &str) -> Option<String> {
        let event = self.setting.events.of(own.on.value()?)?;
        let filter = own.filter.value().map(|filter| Condition::of_event(filter, Some(event), self.setting));
        let values = self.alone(&filter.iter().map(Condition::holds).collect::<Vec<_>>())?;
        let happens = happening(&values, Root::Event, event)?;
        let _ = writeln!(self.acts, "    after \"366d\" {{\n        expect {expected}\n    }}");
        self.text(&values, &values.person(3)?, &vec![happens; times].join("\n        "))
    }

    /// The text, for a person who comes in and does nothing, until the first of these hours.
    pub fn due(mut self, hours: &Hours, holding: &[&Formula], expected: &str) -> Option<String> {
        let values = self.values(holding)?;
        let at = clock::written(first_of(hours, values.moment.at)?)?;
        let _ = writeln!(self.acts, "    at \"{at}\" {{\n        expect {expected}\n    }}");
        self.written(&values)
    }

    fn alone(&self, holding: &[&Formula]) -> Option<Values<'m>> {
        self.when(holding, &|asked| Moment::of(asked, self.lasts, self.writes))
    }
}

/// The first moment behind this one at which these hours begin, or are.
fn first_of(hours: &Hours, behind: i64) -> Option<i64> {
    let minutes =
        (1..).map(|minute| behind.saturating_add(minute * clock::MINUTE)).take(Minute::all().count());
    minutes.into_iter().find(|at| Minute::at(*at).is_within(hours))
}
