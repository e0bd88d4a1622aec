//! An exit that takes everybody out as soon as they come in.

use crate::conditions::{Condition, Conditions};
use crate::counterexample::{Counterexample, first_stop, help};
use crate::logic::{Formula, judge};
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Entry, Exit};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An exit that takes everybody out as soon as they come in.
    pub struct ExitAtEntry {
        journey: String,
        exit: String,
        place: Span,
        entry: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "exit-at-entry", severity: Warning, since: "0.1",
    shown: Test("somebody who comes in, and gets to its first step"),
    message: format!("everybody who comes into `{journey}` leaves at once by the exit `{exit}`"),
    at: place => "holds already when they come in".to_owned(),
    also: [entry => "only these come in".to_owned()],
    help: help("ask for the contrary, or for something that happens later: `on=`", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let journey = conditions.journey;
    let is_condition = |exit: &&Exit| matches!(exit.on, Some(Trigger::Condition(_)));
    let mut exits = journey.exits.iter().filter(is_condition).peekable();
    let Some((entry, known)) = exits.peek().and_then(|_| known_at_entry(conditions)) else { return };
    for exit in exits {
        let Some(left) = exit.on.as_ref().and_then(|on| conditions.of_trigger(on)) else { continue };
                let facts: Vec<_> = known.iter().chain([left.fails()]).collect();
        if !left.is_certain() && judge(&facts).is_never() {
            let (journey, exit) = (journey.name.value.to_string(), exit.name.value.to_string());
            let (place, shown) = (left.expression.at, shown(conditions));
            findings.push(ExitAtEntry { journey, exit, place, entry, shown });
        }
    }
}

/// Somebody who comes in by an event and should get to the first step.
fn shown(conditions: &Conditions<'_>) -> Option<String> {
    let journey = conditions.journey;
    let stop = first_stop(journey)?;
    let word = if matches!(stop.action, Action::Send(_)) { "send" } else { "wait" };
    let title = format!("who comes into {} gets to its first step", journey.name.value);
    let test = Counterexample::of(journey, conditions.setting, title);
    let entry = conditions.entry().map(|entry| entry.holds().of_entry());
    test.expect(&format!("{word}={}", stop.name.value)).holding(&entry.iter().collect::<Vec<_>>())
}

/// What is known of people at the moment at which they come in, and where it is said; none when nobody does.
fn known_at_entry(conditions: &Conditions<'_>) -> Option<(Span, Vec<Formula>)> {
    let enter = conditions.journey.enter.as_ref()?;
    let entry = conditions.entry().map(|entry| entry.holds().clone());
    // What the event says is what `entry` says from now on; the person is still as the event found them.
    let later = entry.as_ref().map(Formula::later);
    let crossed = match &enter.by {
        Some(Entry::Segment { segment, leave }) => {
            let when = conditions.setting.segments.of(segment)?.when.as_ref()?;
            let segment = Condition::of_segment(when, conditions.setting);
            Some(if *leave { segment.fails().clone() } else { segment.holds().clone() })
        }
        _ => None,
    };
    let known: Vec<_> = entry.into_iter().chain(later).chain(crossed).collect();
    let is_possible = !judge(&known.iter().collect::<Vec<_>>()).is_never();
    (is_possible && !known.is_empty()).then_some((enter.at, known))
}
