//! Journeys that an event passes by, because it does not fit their condition. An event passes most of those that listen
//! to it: they are told together, at the end of the input, and cost one decision however many they are.

use super::decide::Subject;
use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{Evaluated, Verdict};

/// Journeys that were passed by, in the order in which they were asked, and beside each its condition.
#[derive(Default)]
pub(super) struct Passing<'a> {
    journeys: Vec<&'a ReadyJourney>,
    conditions: Vec<Evaluated>,
}

impl<'a> Turn<'a> {
    /// An event does not fit the condition of this journey's entry.
    pub(super) fn does_not_fit(&mut self, journey: &'a ReadyJourney, condition: Evaluated) {
        self.passing.journeys.push(journey);
        self.passing.conditions.push(condition);
    }

    /// Records all that was passed by since the last record.
    pub(super) fn tell_passing(&mut self) {
        let Passing { journeys, conditions } = std::mem::take(&mut self.passing);
        let Some(first) = journeys.first() else { return };
        let (journey, origin) = (String::new(), first.enter.clone());
        let subject = Subject { journey, instance: None, step: None, origin };
        let journeys = journeys.iter().map(|journey| journey.name().to_owned()).collect();
        self.decide(subject, Verdict::PassedBy { journeys }, conditions);
    }
}
