//! `digest`: collects events for a while.

use super::enter::key_text;
use super::judge::{View, in_order};
use super::turn::Turn;
use crate::{Collected, Evaluated, Event, Id, Instance, Pending, Ready, Verdict, moment};
use filrouge_plan::{Digest, DigestWindow, Entry, Program, Value, address};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

impl Turn<'_> {
    /// Arrival: what was collected before is gone. The event that brought the person in is the first item.
    pub(super) fn digest(&mut self, id: Id, digest: &Digest) {
        let empty = Collected { event: digest.event.clone(), ..Collected::default() };
        if let Some(instance) = self.instance_mut(id) {
            instance.digests.insert(instance.step.clone(), empty);
        }
        if let Some(entry) = self.entry_to_collect(id, digest) {
            self.keep(id, digest, &entry);
        }
        self.wait_for_more(id, digest);
    }

    /// The event that brought the person in, if it is of this kind and nothing was made of it here before.
    fn entry_to_collect(&self, id: Id, digest: &Digest) -> Option<Event> {
        let instance = self.instance(id)?;
        let is_first = instance.visits.get(&instance.step) == Some(&1);
        let journey = self.ready.walked(instance)?;
        let fits = is_first && journey.plan.enter.by == Entry::event(&digest.event);
        let fields = || in_order(self.ready.entry_fields_of(instance), &instance.entry);
        fits.then(|| Event { name: digest.event.clone(), fields: fields(), at: None })
    }

    /// An event came for somebody who collects.
    pub(super) fn collect(&mut self, id: Id, digest: &Digest, event: &Event) {
        if event.name == digest.event && self.keep(id, digest, event) {
            self.wait_for_more(id, digest);
        }
    }

    /// Adds an event that fits; true when it is the first one.
    fn keep(&mut self, id: Id, digest: &Digest, event: &Event) -> bool {
        let Some((key, proof)) = self.fits_digest(id, digest, event) else { return false };
        let (now, fields) = (self.now(), self.fields_by_name(event));
        let Some(collected) = self.collected_mut(id) else { return false };
        if collected.event != digest.event {
            *collected = Collected { event: digest.event.clone(), ..Collected::default() };
        }
        let is_first = collected.first.is_none();
        if is_first {
            (collected.first, collected.key) = (Some(now), key);
        } else if collected.key != key {
            return false;
        }
        collected.count = collected.count.saturating_add(1);
        if collected.items.len() < usize::try_from(digest.max).unwrap_or(usize::MAX) {
            collected.items.push(fields);
        }
        let (count, kept) = (collected.count, collected.count <= digest.max);
        self.decide_here(id, Verdict::Collected { count, kept }, proof);
        is_first
    }

    /// The key of an event that is one of those that are collected.
    fn fits_digest(
        &self,
        id: Id,
        digest: &Digest,
        event: &Event,
    ) -> Option<(Option<String>, Vec<Evaluated>)> {
        let origin = self.here(id)?.origin;
        self.of_instance(id, |walk| {
            let view = View { walk: Some(walk), ..View::of(event) };
            let (holds, mut proof) = self.prove(digest.when.as_ref(), || address::condition(&origin), view);
            let key = self.digest_key(digest.key.as_ref(), &origin, view, &mut proof)?;
            holds.unwrap_or(false).then_some((key, proof))
        })?
    }

    /// The key of an event, if there is to be one; none at all when it is missing.
    fn digest_key(
        &self,
        key: Option<&Program>,
        origin: &str,
        view: View<'_>,
        proof: &mut Vec<Evaluated>,
    ) -> Option<Option<String>> {
        let Some(program) = key else { return Some(None) };
        let (value, evaluated) = self.evaluate(program, address::key(origin), view);
        proof.push(evaluated);
        key_text(&value.ok()?).map(Some)
    }

    fn wait_for_more(&mut self, id: Id, digest: &Digest) {
        let Some(due) = self.instance(id).map(|instance| due(digest, instance, &self.zone)) else { return };
        self.unpark(id);
        self.decide_here(id, Verdict::Waiting { until: Some(due) }, Vec::new());
        self.park(id, Pending::Wait { due: Some(due) });
    }

    fn collected_mut(&mut self, id: Id) -> Option<&mut Collected> {
        let instance = self.instance_mut(id)?;
        Some(instance.digests.entry(instance.step.clone()).or_default())
    }
}

/// When the window ends.
pub(super) fn due(digest: &Digest, instance: &Instance, zone: &TimeZone) -> i64 {
    let arrival = instance.step_entered_at;
    let first = of(instance, &instance.step, digest).and_then(|collected| collected.first);
    match digest.window {
        DigestWindow::For(period) => moment::after(first.unwrap_or(arrival), period, zone),
        DigestWindow::Until(minute) => moment::next(arrival, minute, moment::Days::default(), zone),
    }
}

/// How many events were collected.
pub(super) fn count(walk: &Instance, step: &str, digest: &Digest) -> Value {
    Value::Int(of(walk, step, digest).map_or(0, |collected| collected.count.into()))
}

/// The events that were kept, as records in the order of the event's schema.
pub(super) fn items(walk: &Instance, step: &str, digest: &Digest, ready: &Ready) -> Value {
    let fields = ready.event(&digest.event).map_or(&[][..], |event| &event.fields);
    let record = |item: &BTreeMap<String, Value>| {
        Value::Record(fields.iter().map(|field| item.get(&field.name).cloned().unwrap_or_default()).collect())
    };
    let collected = of(walk, step, digest);
    Value::List(collected.into_iter().flat_map(|collected| &collected.items).map(record).collect())
}

/// What was collected, unless the digest is of another event by now.
fn of<'w>(walk: &'w Instance, step: &str, digest: &Digest) -> Option<&'w Collected> {
    walk.digests.get(step).filter(|collected| collected.event == digest.event)
}
