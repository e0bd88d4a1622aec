//! What stands partly in the layers and partly in the file, in one order.

use super::layers::page;
use super::{JournaledStore, Parcel};
use filrouge_host::{OutboxRow, StoreError, TimerRow};
use filrouge_machine::Id;
use std::collections::HashMap;

/// Up to where the layers hide all that stands in the file; starts anew with every layer that goes into the file.
#[derive(Default)]
pub(super) struct Cursors {
    turns: u64,
    timers: Option<TimerRow>,
    parcels: HashMap<Option<String>, Option<Place>>,
}

/// Where a message stands in the order in which they leave.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub at: i64,
    pub effect: Id,
}

impl Cursors {
    fn at(&mut self, turns: u64) -> &mut Self {
        if self.turns != turns {
            *self = Self { turns, ..Self::default() };
        }
        self
    }
}

impl JournaledStore {
    pub(super) fn timers_due(&mut self, now: i64, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        let state = self.gate.lock();
        let start = &mut self.cursors.at(state.turns).timers;
        let read = |after: Option<TimerRow>, size| self.file.due_behind(after, now, size);
        let mut rows = page(start, limit, read, |row| !state.layers.sets(row.timer))?;
        rows.extend(state.layers.due(now, limit));
        rows.sort_unstable_by_key(|row| (row.due, row.timer));
        rows.truncate(limit);
        drop(state);
        rows.into_iter().map(|row| self.led_timer(row)).collect()
    }

    pub(super) fn next_timer(&mut self) -> Result<Option<i64>, StoreError> {
        let state = self.gate.lock();
        let start = &mut self.cursors.at(state.turns).timers;
        let read = |after: Option<TimerRow>, size| self.file.due_behind(after, i64::MAX, size);
        let first = page(start, 1, read, |row| !state.layers.sets(row.timer))?;
        let known = state.layers.next_due();
        Ok(first.first().map(|row| row.due).into_iter().chain(known).min())
    }

    pub(super) fn messages_to_send(
        &mut self,
        connector: Option<&str>,
        now: i64,
        limit: usize,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let state = self.gate.lock();
        let start = self.cursors.at(state.turns).parcels.entry(connector.map(str::to_owned)).or_default();
        let read = |after: Option<Place>, size| self.file.waiting_behind(connector, after, now, size);
        let places = page(start, limit, read, |place| !state.layers.moves(place.effect))?;
        let mut parcels: Vec<Parcel> = state.layers.sendable(connector, now, limit);
        for place in places {
            parcels.extend(self.file.parcel(place.effect)?);
        }
        drop(state);
        parcels.sort_unstable_by_key(|(at, row)| (*at, row.effect));
        parcels.into_iter().take(limit).map(|(_, row)| self.led(row)).collect()
    }

    pub(super) fn next_message(
        &mut self,
        connector: Option<&str>,
        now: i64,
    ) -> Result<Option<i64>, StoreError> {
        let state = self.gate.lock();
        let mut start = Some(Place { at: now, effect: Id(u128::MAX) });
        let read = |after: Option<Place>, size| self.file.waiting_behind(connector, after, i64::MAX, size);
        let first = page(&mut start, 1, read, |place| !state.layers.moves(place.effect))?;
        let known = state.layers.next_sendable(connector, now);
        Ok(first.first().map(|place| place.at).into_iter().chain(known).min())
    }

    /// In the order of their ids. The file does not know who has learnt of the plan since.
    pub(super) fn people_of_other_plans(
        &mut self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError> {
        let state = self.gate.lock();
        let (file, mut start) = (&self.file, after);
        let read = |after: Option<Id>, size| file.people_of_other_plans(plan, everybody, after, size);
        let mut people = page(&mut start, limit, read, |id| !state.layers.knows(*id))?;
        people.extend(state.layers.outdated(plan, everybody, after));
        people.sort_unstable();
        people.truncate(limit);
        Ok(people)
    }
}
