//! A decision of production as a test of the language.
//!
//! [`record`] lays out what happened to the person as acts of a test, states the decision as its expectation, and lives the
//! test before it hands it back: what is not the same in the test is told as a [`Gap`].

mod gap;
mod timeline;
mod veil;
mod wanted;

pub use gap::Gap;
pub(crate) use wanted::expectation;

use crate::run;
use filrouge_machine::{Decision, Id, Input, InputKind, Ready};
use filrouge_plan::Place;
use filrouge_plan::scenario::Scenario;
use std::collections::BTreeSet;
use timeline::{Shape, Told};

const NOWHERE: Place = Place { file: 0, start: 0, end: 0 };

/// What production knows of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The decision that the test states.
    pub decision: Decision,
    /// The journey that the test is about.
    pub journey: String,
    /// About whom it was taken.
    pub person: Id,
    /// What happened to the person and to those who became one with them, in the order in which it was applied.
    pub inputs: Vec<Happened>,
    /// What was decided about them, in any order.
    pub decisions: Vec<Decision>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// To whom.
    pub person: Id,
    /// What.
    pub input: Input,
    /// Hash of the plan under which it was applied.
    pub plan: String,
    /// Names of the values of an event or a start, in their order; empty when they are not known.
    pub fields: Vec<String>,
}

/// A test, and what it does not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The test.
    pub scenario: Scenario,
    /// What is not the same in the test.
    pub gaps: Vec<Gap>,
}

/// Writes `past` down as a test under the plan of `ready`; nothing when no expectation can state its decision. Personal
/// values are invented unless `reveal`.
#[must_use]
pub fn record(ready: &Ready, past: &Past, reveal: bool) -> Option<Recorded> {
    let expectation = expectation(&past.decision, &past.journey)?;
    let past = reduced(past);
    let told = best(ready, shapes(&past).map(|shape| timeline::tell(ready, &past, &expectation, shape)))?;
    let Told { mut scenario, mut gaps } = told;
    scenario.name = wanted::name(&past.decision);
    if past.inputs.iter().all(|happened| happened.input.id != past.decision.input) {
        gaps.push(Gap::NotKept);
    }
    gaps.extend(plans(ready, &past));
    if !reveal {
        let (veiled, hangs) = veil::veil(ready, &scenario);
        scenario = veiled;
        gaps.extend(hangs);
    }
    Some(Recorded { scenario, gaps })
}

/// The first telling that comes to the decision; when none does, the one that is nearest to what happened.
fn best(ready: &Ready, tellings: impl Iterator<Item = Told>) -> Option<Told> {
    let mut nearest = None;
    for told in tellings {
        if run(ready, &told.scenario).is_empty() {
            return Some(told);
        }
        nearest = Some(told);
    }
    let Told { scenario, mut gaps } = nearest?;
    gaps.push(Gap::Elsewhere);
    Some(Told { scenario, gaps })
}

/// Ways to tell it, the shortest first, and the one that is nearest to what happened last.
fn shapes(past: &Past) -> impl Iterator<Item = Shape> + use<> {
    let merges = past.inputs.iter().any(|it| matches!(it.input.kind, InputKind::Merge { .. }));
    let as_one = [true, false].map(|early| Shape { early, as_one: true });
    let apart = [true, false].map(|early| Shape { early, as_one: false });
    // Somebody who is told as two people is nearer to what happened; of one person both are the same.
    apart
        .into_iter()
        .take(1)
        .chain(as_one.into_iter().filter(move |_| merges))
        .chain(apart.into_iter().skip(1))
}

/// What led to the decision: inputs up to it, of those who were the person by then.
fn reduced(past: &Past) -> Past {
    let cut = past.inputs.iter().position(|it| it.input.id == past.decision.input);
    let before: Vec<Happened> =
        past.inputs.iter().take(cut.map_or(usize::MAX, |cut| cut + 1)).cloned().collect();
    let own = family(past.person, &before.iter().collect::<Vec<_>>());
    let inputs = before.into_iter().filter(|it| own.contains(&it.person)).collect();
    Past { inputs, ..past.clone() }
}

/// The person, and everybody who became one with them in the course of `inputs`.
fn family(person: Id, inputs: &[&Happened]) -> BTreeSet<Id> {
    let mut own = BTreeSet::from([person]);
    for happened in inputs.iter().rev() {
        if let InputKind::Merge { person, .. } = happened.input.kind
            && own.contains(&happened.person)
        {
            own.insert(person);
        }
    }
    own
}

/// Whether other plans than the one at hand had a part in it.
fn plans(ready: &Ready, past: &Past) -> Vec<Gap> {
    let other = (past.decision.plan != ready.hash()).then(|| Gap::OtherPlan(past.decision.plan.clone()));
    let seen: BTreeSet<&String> = past.inputs.iter().map(|happened| &happened.plan).collect();
    let changed = (seen.len() > 1).then(|| Gap::PlanChanged(seen.len() - 1));
    other.into_iter().chain(changed).collect()
}

#[cfg(test)]
mod tests;
