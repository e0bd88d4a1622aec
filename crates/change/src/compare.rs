//! The comparison, from its two plans to what is told.

use crate::changes::{Change, Changes, Edit, Effect, FORMAT};
use crate::even::even;
use crate::sentences::sentence;
use crate::{declared, journeys, schemas};
use filrouge_plan::{Drained, Journey, Occupancy, Passage, Plan, Standing};
use serde::Serialize;
use std::collections::BTreeSet;

/// At most so many people a second go on because a wait became shorter than the time that they have waited.
pub const RELEASED_PER_SECOND: u64 = 100;

/// The plan that runs, and who is inside.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its hash.
    pub hash: &'a str,
    /// Former definitions on which people finish.
    pub drained: &'a [Drained],
    /// Who stands where; absent when nobody counted them, and then anybody may be anywhere.
    pub inside: Option<&'a Occupancy>,
}

/// What differs between two plans. Without `inside`, anybody may stand anywhere.
#[must_use]
pub fn compare(old: &Plan, new: &Plan, inside: Option<&Occupancy>) -> Changes {
    let hash = old.hash();
    pass(&Running { plan: old, hash: &hash, drained: &[], inside }, new, &new.hash()).0
}

/// What differs between the running plan and `new`, and how people pass. The passage of a refused plan is not to be used.
#[must_use]
pub fn pass(running: &Running<'_>, new: &Plan, hash: &str) -> (Changes, Passage) {
    let old = even(running.plan, new);
    let mut diff = Diff { running, old: &old, new, changes: Vec::new(), passage: Passage::default() };
    diff.passage.from = running.hash.to_owned();
    diff.plan();
    let changes =
        Changes { format: FORMAT, old: running.hash.to_owned(), new: hash.to_owned(), changes: diff.changes };
    (changes, diff.passage)
}

/// The comparison under way.
pub(crate) struct Diff<'a> {
    pub running: &'a Running<'a>,
    /// The plan that runs, with its fields in the places of the new one.
    pub old: &'a Plan,
    pub new: &'a Plan,
    pub changes: Vec<Change>,
    pub passage: Passage,
}

/// A change in the making: whom it concerns, and what it means for them.
pub(crate) struct Noted {
    pub address: String,
    pub edit: Edit,
    pub effect: Effect,
    pub breaking: bool,
    pub people: Option<u64>,
    pub help: Option<String>,
}

impl Noted {
    pub fn new(address: impl Into<String>, edit: Edit, effect: Effect) -> Self {
        let breaking = matches!(effect, Effect::Refused | Effect::Exited | Effect::Redirected);
        Self { address: address.into(), edit, effect, breaking, people: None, help: None }
    }

    pub fn people(mut self, people: Option<u64>) -> Self {
        self.people = people;
        self
    }

    pub fn breaking(mut self, breaking: bool) -> Self {
        self.breaking |= breaking;
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A part that has another value.
pub(crate) fn changed<T: Serialize>(part: &str, old: &T, new: &T) -> Edit {
    let json = |value: &T| serde_json::to_value(value).unwrap_or_default();
    Edit::Changed { part: part.replace('_', "-"), old: json(old), new: json(new) }
}

impl Diff<'_> {
    fn plan(&mut self) {
        // Taken apart, so that a new part of the plan does not compile until it is compared.
        let Plan {
            format: _,
            project: _,
            profile: _,
            events: _,
            segments: _,
            purposes: _,
            retentions: _,
            sources: _,
            connectors: _,
            channels: _,
            templates: _,
            journeys: _,
            retired: _,
            calendars: _,
            suppressions: _,
            holdouts: _,
            centre: _,
            // The operator's, carried from plan to plan.
            switches: _,
            traits: _,
            roles: _,
            signals: _,
        } = self.new;
        declared::compare(self);
        schemas::compare(self);
        journeys::compare(self);
    }

    pub fn note(&mut self, noted: Noted) {
        let Noted { address, edit, effect, breaking, people, help } = noted;
        let sentence = sentence(&address, &edit, effect, people);
        self.changes.push(Change { address, edit, effect, breaking, people, sentence, help });
    }

    /// How many people stand in a journey under its present definition, on one step or anywhere.
    pub fn standing(&self, journey: &str, step: Option<&str>) -> Option<u64> {
        let here = |at: &Standing| at.drained.is_none() && at.journey == journey;
        match step {
            Some(step) => self.count(|at| here(at) && at.step == step),
            None => self.people(journey, here),
        }
    }

    /// How many people are in a journey, those included who finish on a former definition.
    pub fn within(&self, journey: &str) -> Option<u64> {
        self.people(journey, |at| at.journey == journey)
    }

    fn count(&self, here: impl Fn(&Standing) -> bool) -> Option<u64> {
        let inside = self.running.inside?.iter();
        Some(inside.filter(|(at, _)| here(at)).map(|(_, people)| *people).sum())
    }

    /// Whoever walks a branch stands at its parallel as well, and is one person. More on a branch than wait at its
    /// parallel have been led there by a change of plan, and walk it for nobody else.
    fn people(&self, journey: &str, here: impl Fn(&Standing) -> bool) -> Option<u64> {
        let running = self.running.plan.journeys.iter().find(|it| it.name == journey);
        let branches = running.map(Journey::branches).unwrap_or_default();
        let beside: BTreeSet<&str> = branches.values().flatten().copied().collect();
        let mut astray = 0;
        for ((parallel, _), steps) in &branches {
            let waiting = self.count(|at| here(at) && at.step == *parallel)?;
            let walking = self.count(|at| here(at) && steps.contains(at.step.as_str()))?;
            astray = walking.saturating_sub(waiting).max(astray);
        }
        Some(self.count(|at| here(at) && !beside.contains(at.step.as_str()))?.saturating_add(astray))
    }
}

/// Whether anybody is there, or may be.
pub(crate) const fn anybody(people: Option<u64>) -> bool {
    !matches!(people, Some(0))
}
