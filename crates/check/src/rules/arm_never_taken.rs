//! A way that nobody takes.

use crate::conditions::Conditions;
use crate::counterexample::{Counterexample, help, time_to};
use crate::logic::{Formula, judge};
use filrouge_model::step::Split;
use filrouge_model::{Action, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A way that nobody takes.
    pub struct ArmNeverTaken {
        /// The way: ``the way `gold` ``.
        way: String,
        place: Span,
        /// The ways before it that take everybody.
        takers: Vec<Span>,
        /// The condition of the entry, when it takes part.
        entry: Option<Span>,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "arm-never-taken", severity: Warning, since: "0.1",
    shown: Test("somebody who fits the way, where only time lies before it"),
    message: format!("nobody takes {way}"),
    at: place => "nobody is left for it".to_owned(),
    also: [
        takers => "takes them before".to_owned(),
        entry => "only these come in".to_owned(),
    ],
    help: help("put it before what takes them, correct its condition, or remove it", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let Some(inside) = conditions.inside() else { return };
    for (step, split) in conditions.journey.steps.values().filter_map(split_of) {
        Place { step, split, conditions, inside }.check(findings);
    }
}

const fn split_of(step: &Step) -> Option<(&Step, &Split)> {
    match &step.action {
        Action::Split(split) => Some((step, split)),
        _ => None,
    }
}

/// A split in its journey.
struct Place<'c, 'm> {
    step: &'c Step,
    split: &'c Split,
    conditions: &'c Conditions<'m>,
    inside: &'c Formula,
}

/// A way before the one that is looked at.
struct Before<'c> {
    at: Span,
    fails: &'c Formula,
}

impl Place<'_, '_> {
    fn check(&self, findings: &mut Findings) {
        let mut before = Vec::new();
        for way in &self.split.ways {
            // Of a way with a mistake nothing is known, nor of those behind it.
            let Some(condition) = way.when.as_ref().and_then(|when| self.conditions.find(when)) else { return };
            if condition.never().is_none() {
                let found = self.shadowed(&way.name.value, way.at, condition.holds(), &before);
                found.into_iter().for_each(|fact| findings.push(fact));
            }
            before.push(Before { at: way.at, fails: condition.fails() });
        }
        // An `otherwise` without steps stands there because there must be one.
        let leads_on = self.split.otherwise == self.step.next;
        if let Some(at) = self.split.otherwise_at.filter(|_| !leads_on) {
            let found = self.shadowed("otherwise", at, &Formula::Always, &before);
            found.into_iter().for_each(|fact| findings.push(fact));
        }
    }

    /// A way for which nobody is left.
    fn shadowed(&self, way: &str, at: Span, holds: &Formula, before: &[Before<'_>]) -> Option<ArmNeverTaken> {
        let fails = || before.iter().map(|before| before.fails);
        let alone: Vec<_> = [holds].into_iter().chain(fails()).collect();
        let inside: Vec<_> = alone.iter().copied().chain([self.inside]).collect();
        if !judge(&inside).is_never() {
            return None;
        }
        let entry = (!judge(&alone).is_never()).then(|| self.entry()).flatten();
        let takes_all = |before: &&Before<'_>| judge(&[holds, before.fails, self.inside]).is_never();
        let by_entry = judge(&[holds, self.inside]).is_never();
        let takers = match before.iter().find(takes_all) {
            _ if by_entry => Vec::new(),
            Some(one) => vec![one.at],
            None => before.iter().map(|before| before.at).collect(),
        };
        let shown = self.shown(way, holds);
        Some(ArmNeverTaken { way: format!("the way `{way}`"), place: at, takers, entry, shown })
    }

    /// Somebody who comes in, does nothing, and fits the way.
    fn shown(&self, way: &str, holds: &Formula) -> Option<String> {
        let (journey, setting) = (self.conditions.journey, self.conditions.setting);
        let steps = journey.steps.iter().find(|(_, step)| std::ptr::eq(*step, self.step));
        let days = time_to(journey, steps?.0)?;
        let test = Counterexample::of(journey, setting, format!("who fits {way} takes it"));
        let entry = self.conditions.entry().map(|entry| entry.holds().of_entry());
        let holding: Vec<_> = entry.iter().chain([holds]).collect();
        test.wait(days, &format!("branch={way}")).holding(&holding)
    }

    fn entry(&self) -> Option<Span> {
        Some(self.conditions.entry()?.expression.at)
    }
}
