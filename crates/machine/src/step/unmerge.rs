//! Two people were not one after all: what goes back, and what stays with both.

use super::turn::Turn;
use crate::{Effects, Id, Input, InputKind, Instance, Person, Ready, TimerChange, Verdict};
use filrouge_plan::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What follows for each of two people who are separated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Separated {
    /// For the one who stays.
    pub person: Effects,
    /// For the one who leaves.
    pub other: Effects,
}

/// Takes the person called `other` out of the person called `who` again, as [`InputKind::Unmerge`] says. `snapshot` is
/// the state that [`merge`](super::merge) left behind, and becomes the state of the other. Without a merge that can
/// still be undone, nothing happens.
#[must_use]
pub fn unmerge(
    ready: &Ready,
    who: Id,
    person: &mut Person,
    other: Id,
    snapshot: &mut Person,
    input: &Input,
) -> Separated {
    let due = person.joined.get(&other).is_some_and(|joined| joined.until >= input.at);
    if !due || !matches!(input.kind, InputKind::Unmerge { .. }) {
        return Separated::default();
    }
    let zone = ready.zone(&person.profile);
    let stays = {
        let mut turn = Turn::new(ready, who, person, input);
        turn.catch_up();
        turn.give_back(other, snapshot);
        turn.decide_person(&[], Verdict::Unmerged { person: other });
        turn.sort_all_into_segments();
        turn.profile_changed(0);
        turn.look_around();
        turn.reconsider_all();
        turn.finish()
    };
    let own = Input { id: Id::of(&["unmerge", &input.id.to_string()]), ..input.clone() };
    let mut turn = Turn::new(ready, other, snapshot, &own);
    turn.follow_the_plan();
    turn.set_timers();
    let walks: Vec<Id> = turn.person.instances.iter().map(|walk| walk.id).collect();
    turn.take_along(&walks, &zone);
    turn.await_anew();
    turn.end_profiling();
    turn.begin_to_track();
    turn.fire_overdue();
    turn.decide_person(&[], Verdict::Unmerged { person: who });
    turn.sort_all_into_segments();
    turn.profile_changed(0);
    turn.look_around();
    turn.reconsider_all();
    Separated { person: stays, other: turn.finish() }
}

impl Turn<'_> {
    /// Moves to `snapshot` what is its own, as far as it is still there.
    fn give_back(&mut self, other: Id, snapshot: &mut Person) {
        let Some(joined) = self.person.joined.remove(&other) else { return };
        self.give_back_walks(snapshot);
        self.give_back_identifiers(snapshot);
        for name in &joined.fields {
            self.give_back_field(name, snapshot);
        }
        self.give_back_traits(&snapshot.traits);
        // Who refused meanwhile is not known: it counts for both. A grant stays where it is.
        for (key, fact) in self.person.consents.iter().filter(|(_, fact)| !fact.granted) {
            let known = snapshot.consents.get(key);
            if fact.at >= joined.at && known.is_none_or(|known| known.at <= fact.at) {
                snapshot.consents.insert(key.clone(), fact.clone());
            }
        }
        self.give_back_ledger(&mut snapshot.ledger, joined.at);
        // What either asked for may have been asked by the other: it is asked for again.
        snapshot.unconfirmed.clear();
        self.person.unconfirmed.clear();
        // Nobody knows any more about which of the two they were given.
        self.person.answers.clear();
        // Caps hold for both: neither gets more than the two would have had.
        snapshot.sent.clone_from(&self.person.sent);
        let at = self.now();
        if let (Some(own), Some(theirs)) = (&mut self.person.rhythm, &snapshot.rhythm) {
            own.part(theirs, at);
        }
        // Whom of the two a limit was meant for is not known: it holds for both.
        snapshot.limits = self.person.limits;
        self.give_back_backfills(&mut snapshot.backfills);
        snapshot.joined.retain(|person, _| self.person.joined.remove(person).is_some());
        snapshot.apart.insert(self.who);
        self.person.apart.insert(other);
    }

    /// Walks that the other brought and that are not over go back as they stand now, with their messages.
    fn give_back_walks(&mut self, snapshot: &mut Person) {
        let theirs = self.with_called(snapshot.instances.iter().map(|walk| walk.id).collect());
        let over: BTreeSet<Id> = snapshot.departed.iter().map(|walk| walk.id).collect();
        let all = std::mem::take(&mut self.person.instances);
        let (back, stay): (Vec<_>, Vec<_>) = all.into_iter().partition(|walk| theirs.contains(&walk.id));
        (snapshot.instances, self.person.instances) = (back, stay);
        let all = std::mem::take(&mut self.person.departed);
        (snapshot.departed, self.person.departed) =
            all.into_iter().partition(|walk| theirs.contains(&walk.id) || over.contains(&walk.id));
        let known: BTreeSet<Id> = snapshot.flights.keys().copied().collect();
        let all = std::mem::take(&mut self.person.flights);
        (snapshot.flights, self.person.flights) = all
            .into_iter()
            .partition(|(effect, flight)| known.contains(effect) || theirs.contains(&flight.instance));
    }

    /// These walks, with their branches and those that they have called since.
    fn with_called(&self, mut walks: BTreeSet<Id>) -> BTreeSet<Id> {
        loop {
            let known = walks.len();
            let by = |walk: &Instance| walk.caller.or_else(|| Some(walk.branch.as_ref()?.parent));
            let called =
                self.person.instances.iter().filter(|walk| by(walk).is_some_and(|by| walks.contains(&by)));
            let called: Vec<Id> = called.map(|walk| walk.id).collect();
            walks.extend(called);
            if walks.len() == known {
                return walks;
            }
        }
    }

    fn give_back_identifiers(&mut self, snapshot: &mut Person) {
        for (name, values) in &mut snapshot.identifiers {
            let Some(known) = self.person.identifiers.get_mut(name) else {
                values.clear();
                continue;
            };
            values.retain(|value| known.contains(value));
            known.retain(|value| !values.contains(value));
            let latest = known.last().map_or(Value::Absent, |value| Value::from(value.as_str()));
            self.set_field(name, latest);
        }
        snapshot.identifiers.retain(|_, values| !values.is_empty());
        self.person.identifiers.retain(|_, values| !values.is_empty());
        let left: BTreeMap<&str, &str> = snapshot
            .identifiers
            .iter()
            .filter_map(|(name, values)| Some((name.as_str(), values.last()?.as_str())))
            .collect();
        for (slot, declared) in self.ready.plan().profile.identifiers.iter().enumerate() {
            let value = left.get(declared.field.name.as_str());
            if let Some(place) = snapshot.profile.get_mut(slot) {
                *place = value.map_or(Value::Absent, |value| Value::from(*value));
            }
        }
    }

    /// A field that was taken and has not changed since is not known any more.
    fn give_back_field(&mut self, name: &str, snapshot: &Person) {
        let theirs = match self.ready.slot(name) {
            Some(slot) => snapshot.profile.get(slot),
            None => snapshot.undeclared.get(name),
        };
        let is_identifier = self.ready.identifier(name).is_some();
        if !is_identifier && theirs.is_some() && self.field(name) == theirs {
            self.set_field(name, Value::Absent);
        }
    }

    /// Moments of entries that came and went meanwhile were the other's: they are not made up for.
    fn await_anew(&mut self) {
        self.person.awaited.clear();
        self.person.awaited_under.clear();
        self.await_entries();
    }

    /// The timers of every walk, for a host that has led them elsewhere.
    fn set_timers(&mut self) {
        let timers = self.person.instances.iter().filter_map(Instance::timer);
        let timers = timers.chain(self.person.backfill_timers());
        self.effects.timers.extend(timers.map(|(timer, at)| TimerChange::Set { timer, at }));
    }
}
