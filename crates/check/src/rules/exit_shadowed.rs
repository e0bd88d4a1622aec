//! An exit by which nobody leaves, as another takes them first.

use crate::conditions::Conditions;
use crate::counterexample::{Counterexample, help, stays};
use crate::logic::{Formula, judge};
use filrouge_model::step::Trigger;
use filrouge_model::Exit;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An exit by which nobody leaves, as another takes them first.
    pub struct ExitShadowed {
        exit: String,
        by: String,
        place: Span,
        taker: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "exit-shadowed", severity: Warning, since: "0.1",
    shown: Test("somebody who comes in and does what the exit asks for"),
    message: format!("nobody leaves by the exit `{exit}`: `{by}` takes them first"),
    at: place => "both fit at once, and the first one counts".to_owned(),
    also: [taker => "takes them".to_owned()],
    help: help(&format!("put it before `{by}`, or let the conditions exclude each other"), shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let exits = &conditions.journey.exits;
    let Some(inside) = conditions.inside().filter(|_| exits.len() > 1) else { return };
    let rules: Vec<_> = exits.iter().filter_map(|exit| Leaving::of(exit, conditions)).collect();
    for (place, rule) in rules.iter().enumerate() {
        let before = rules.get(..place).unwrap_or_default();
        if let Some(taker) = before.iter().find(|before| before.takes_all_of(rule, inside)) {
            findings.push(ExitShadowed {
                exit: rule.exit.name.value.to_string(),
                by: taker.exit.name.value.to_string(),
                place: rule.exit.at,
                taker: taker.exit.at,
                shown: rule.shown(conditions),
            });
        }
    }
}

/// What never fails.
const NEVER: &Formula = &Formula::NEVER;

/// An exit with what it asks for.
struct Leaving<'m> {
    exit: &'m Exit,
    trigger: &'m Trigger,
    holds: &'m Formula,
    fails: &'m Formula,
}

impl<'m> Leaving<'m> {
    /// None of an exit that nobody can take: that is told by itself.
    fn of(exit: &'m Exit, conditions: &'m Conditions<'_>) -> Option<Self> {
        let trigger = exit.on.as_ref()?;
        let Some(condition) = conditions.of_trigger(trigger) else {
            return Some(Self { exit, trigger, holds: &Formula::Always, fails: NEVER });
        };
        let (holds, fails) = (condition.holds(), condition.fails());
        condition.never().is_none().then_some(Self { exit, trigger, holds, fails })
    }

    /// Somebody who comes in and then does what the exit asks for.
    fn shown(&self, conditions: &Conditions<'_>) -> Option<String> {
        let Trigger::Event { event, .. } = self.trigger else { return None };
        let (journey, setting) = (conditions.journey, conditions.setting);
        let name = &self.exit.name.value;
        let test = Counterexample::of(journey, setting, format!("who fits the exit {name} leaves by it"));
        let entry = conditions.entry().map(|entry| entry.holds().of_entry());
        let holding: Vec<_> = entry.iter().chain([self.holds]).collect();
        let event = setting.events.of(event).filter(|_| stays(journey))?;
        test.then(event, &holding, &format!("exit={name}"))
    }

    /// Whether everybody whom `other` would take has been taken by this one. A condition is asked with every event.
    fn takes_all_of(&self, other: &Self, inside: &Formula) -> bool {
        let comes_with = match (self.trigger, other.trigger) {
            (Trigger::Event { event: one, .. }, Trigger::Event { event: two, .. }) => one.id == two.id,
            // One that takes everybody out as they come in is told by itself.
            (Trigger::Condition(_), _) => !judge(&[self.fails, inside]).is_never(),
            (Trigger::Event { .. }, Trigger::Condition(_)) => false,
        };
        comes_with && judge(&[other.holds, self.fails, inside]).is_never()
    }
}
