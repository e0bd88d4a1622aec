//! Conditions and values, evaluated for the person at hand.

use super::digest;
use super::turn::Turn;
use crate::eval::{Facts, Standing, Stop, eval_traced, holds};
use crate::grant::Grant;
use crate::stored::fits;
use crate::{Evaluated, Event, Id, Instance, Person, Ready};
use filrouge_plan::{Action, Field, Program, Value};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What a program may read besides the profile.
#[derive(Clone, Copy, Default)]
pub(super) struct View<'v> {
    pub(super) event: &'v [Value],
    pub(super) walk: Option<WalkView<'v>>,
}

/// What a program may read of a walk.
#[derive(Clone, Copy)]
pub(super) struct WalkView<'v> {
    pub(super) entry: &'v [Value],
    pub(super) outcomes: &'v BTreeMap<String, String>,
    /// The instance; none for a walk that is over.
    pub(super) instance: Option<&'v Instance>,
}

impl<'v> View<'v> {
    pub(super) fn of(event: &'v Event) -> Self {
        Self { event: &event.fields, walk: None }
    }

    /// The fields of an entry that no event brings about, before anybody is in.
    pub(super) fn asked(fields: &'v [Value]) -> Self {
        static NOTHING: BTreeMap<String, String> = BTreeMap::new();
        Self { event: &[], walk: Some(WalkView { entry: fields, outcomes: &NOTHING, instance: None }) }
    }
}

struct Here<'h> {
    person: &'h Person,
    ready: &'h Ready,
    now: i64,
    zone: &'h TimeZone,
    walk: Option<WalkView<'h>>,
}

impl Standing for Here<'_> {
    fn in_segment(&self, segment: &str) -> bool {
        self.person.segments.contains(segment)
    }

    fn outcome(&self, step: &str) -> Option<&str> {
        self.walk?.outcomes.get(step).map(String::as_str)
    }

    fn of_step(&self, step: &str, field: &str) -> Option<Value> {
        left_behind(self.walk?.instance?, step, field, self.ready)
    }

    fn reachable(&self, channel: &str, purpose: &str) -> bool {
        let (Some(channel), Some(purpose)) = (self.ready.channel(channel), self.ready.purpose(purpose))
        else {
            return false;
        };
        Grant::judge(self.person, purpose, channel, self.now, self.zone).is_ok()
    }
}

/// What a step left behind, apart from its outcome.
fn left_behind(walk: &Instance, step: &str, field: &str, ready: &Ready) -> Option<Value> {
    match (&ready.walked(walk)?.step(step)?.action, field) {
        (Action::Repeat(_), "visit") => {
            Some(Value::Int(walk.rounds.get(step).map_or(0, |round| round.number.into())))
        }
        (Action::Digest(digest), "count") => Some(digest::count(walk, step, digest)),
        (Action::Digest(digest), "items") => Some(digest::items(walk, step, digest, ready)),
        // The field may have had another type when the answer came.
        (Action::Fetch(fetch), field) if field != "reason" => {
            let declared = fetch.answer.iter().find(|own| own.name == field)?;
            walk.results.get(step)?.get(field).filter(|value| fits(value, &declared.ty)).cloned()
        }
        _ => walk.results.get(step)?.get(field).cloned(),
    }
}

impl Ready {
    /// Whether a condition over the profile holds for somebody at an instant.
    #[must_use]
    pub fn holds(&self, person: &Person, condition: &Program, now: i64) -> bool {
        let zone = self.zone(&person.profile);
        let standing = Here { person, ready: self, now, zone: &zone, walk: None };
        let facts = Facts { profile: &person.profile, standing: &standing, ..Facts::at(now, &zone) };
        holds(condition, &facts).unwrap_or(false)
    }
}

impl Turn<'_> {
    /// Whether a condition holds; one that is not there does.
    pub(super) fn holds(&self, condition: Option<&Program>, view: View<'_>) -> bool {
        condition.is_none_or(|program| self.read(view, |facts| holds(program, facts).unwrap_or(false)))
    }

    /// The value of a program, and the record of how it came about.
    pub(super) fn evaluate(
        &self,
        program: &Program,
        origin: String,
        view: View<'_>,
    ) -> (Result<Value, Stop>, Evaluated) {
        let (value, seen) = self.read(view, |facts| eval_traced(program, facts));
        let operands = seen.into_iter().map(|(node, value)| (node.0, value)).collect();
        let result = value.clone().unwrap_or_default();
        (value, Evaluated { origin, result, operands })
    }

    /// Whether a condition holds, and the record of how that came about.
    pub(super) fn prove(
        &self,
        condition: Option<&Program>,
        origin: impl FnOnce() -> String,
        view: View<'_>,
    ) -> (Result<bool, Stop>, Vec<Evaluated>) {
        let Some(program) = condition else { return (Ok(true), Vec::new()) };
        let (value, evaluated) = self.evaluate(program, origin(), view);
        (value.map(|value| value == Value::Bool(true)), vec![evaluated])
    }

    /// What `look` sees of the walk of an instance.
    pub(super) fn of_instance<T>(&self, instance: Id, look: impl FnOnce(WalkView<'_>) -> T) -> Option<T> {
        let instance = self.instance(instance)?;
        let entry = in_order(self.ready.entry_fields_of(instance), &instance.entry);
        Some(look(WalkView { entry: &entry, outcomes: &instance.outcomes, instance: Some(instance) }))
    }

    fn read<T>(&self, view: View<'_>, look: impl FnOnce(&Facts<'_>) -> T) -> T {
        let standing = Here {
            person: self.person,
            ready: self.ready,
            now: self.now(),
            zone: &self.zone,
            walk: view.walk,
        };
        look(&Facts {
            profile: &self.person.profile,
            event: view.event,
            entry: view.walk.map_or(&[], |walk| walk.entry),
            standing: &standing,
            ..Facts::at(self.now(), &self.zone)
        })
    }
}

/// The fields of an entry in the order of the event's schema.
pub(super) fn in_order(fields: &[Field], entry: &BTreeMap<String, Value>) -> Vec<Value> {
    fields.iter().map(|field| entry.get(&field.name).cloned().unwrap_or_default()).collect()
}
