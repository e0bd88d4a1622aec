//! The embedded store: a journal in front of the file.
//!
//! A commit is durable once its record is in the journal, which costs one sequential write. What it changes is looked up
//! in memory until a thread of its own has brought it into the file, together with all that was committed meanwhile. At
//! a start, records that the file does not have are read from the journal.

mod file;
mod filter;
mod gate;
mod known;
mod layer;
mod layers;
mod letters;
mod merged;
mod open;
mod order;
pub(crate) mod place;
pub(crate) mod record;
mod room;
#[cfg(feature = "simulated")]
mod simulated;
mod writer;

pub(crate) use gate::Gate;
pub(crate) use layer::{Layer, Map, Parcel};
pub(crate) use merged::Place;
#[cfg(feature = "simulated")]
pub use simulated::{FileFate, SimulatedFile};

use crate::keys;
use crate::reader::SqliteReader;
use crate::{SqliteStore, apart, failure};
use filrouge_host::{
    AliasRow, Commit, DeadLetterRow, Hash, Identifier, OutboxChange, OutboxRow, PersonRow, PlanRow, Reader,
    ReleaseChange, ReleaseRow, Store, StoreError, TimerRow, same_places,
};
use filrouge_journal::Journal;
use filrouge_machine::Id;
use filrouge_plan::Occupancy;
use filter::Filter;
use merged::Cursors;
use std::collections::BTreeSet;
use std::mem;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
pub(crate) use writer::Pace;

/// How long the drive loop waits for a file to be purged; a small one takes less.
const PURGE_PATIENCE: Duration = Duration::from_millis(500);

/// Whether the file is being purged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purging {
    No,
    Asked,
}

/// The store of one machine: durable once the journal has it. The data directory is ours as long as this lives.
pub struct JournaledStore {
    journal: Journal,
    /// For what the layers do not know.
    file: SqliteStore,
    gate: Arc<Gate>,
    pace: Pace,
    /// Up to where the journal was given back.
    trimmed: u64,
    occupancy: Option<Occupancy>,
    filter: Filter,
    /// People who may have become one with somebody else.
    absorbed: Filter,
    cursors: Cursors,
    /// Where records are written before they go to the journal: memory that is had need not be asked for.
    room: Vec<u8>,
    writer: Option<JoinHandle<()>>,
    remarks: Vec<String>,
    /// Whether the file is being purged.
    purging: Purging,
    /// A second list of erasures, which a lost data folder does not take along.
    erasures_copy: Option<PathBuf>,
    _lock: crate::lock::Lock,
}

impl JournaledStore {
    /// What was found at the opening that an operator should know; a line each.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// From now on every erasure is also recorded in the file `copy`, which should be on another disk.
    pub fn copy_erasures_to(&mut self, copy: PathBuf) {
        self.erasures_copy = Some(copy);
    }

    /// Makes a commit durable, then true.
    fn write(&mut self, mut commit: Commit) -> Result<(), StoreError> {
        keys::salt(&mut commit)?;
        self.gate.make_room(self.pace.most)?;
        let written = self.before(&commit.outbox).and_then(|before| Ok((before, self.record(&commit)?)));
        let (before, record) = written.inspect_err(|_| self.gate.unpin())?;
        self.count(&commit);
        commit.seen.iter().for_each(|(id, _)| self.filter.insert(*id));
        commit.joins.iter().for_each(|alias| self.absorbed.insert(alias.absorbed));
        self.gate.add(self.pace.weight, |layers| layers.merge(commit, record, before));
        self.tend();
        Ok(())
    }

    /// Brings a commit into the journal; its number there, and its length.
    fn record(&mut self, commit: &Commit) -> Result<(u64, usize), StoreError> {
        let (next, room) = (self.journal.next(), mem::take(&mut self.room));
        let record = record::encode(self.file.database.keys()?, next, commit, room)?;
        let number = self.journal.append(&record).and_then(|number| self.journal.sync().map(|()| number));
        let length = record.len();
        self.room = record;
        Ok((number.map_err(failure::of_journal)?, length))
    }

    /// Messages that a commit changes and the upper layer does not know, as they are. That layer stays until it has the
    /// commit.
    fn before(&self, changes: &[OutboxChange]) -> Result<Map<Id, Option<Parcel>>, StoreError> {
        let mut state = self.gate.lock();
        state.pinned = true;
        let (layers, filed) = (&state.layers, &state.filed);
        let from_file = |effect| if filed.has(effect) { self.file.parcel(effect) } else { Ok(None) };
        layers.active.before(changes, |effect| layers.parcel(effect).map_or_else(|| from_file(effect), Ok))
    }

    /// A message, and whose it is by now: a row stays with whom it was queued for.
    pub(super) fn led(&mut self, row: OutboxRow) -> Result<OutboxRow, StoreError> {
        let alias = self.alias(row.person)?;
        Ok(OutboxRow { person: alias.map_or(row.person, |alias| alias.survivor), ..row })
    }

    /// The same of a timer.
    pub(super) fn led_timer(&mut self, row: TimerRow) -> Result<TimerRow, StoreError> {
        let alias = self.alias(row.person)?;
        Ok(TimerRow { person: alias.map_or(row.person, |alias| alias.survivor), ..row })
    }

    fn count(&mut self, commit: &Commit) {
        if commit.recount {
            self.occupancy = Some(Occupancy::new());
        }
        let Some(occupancy) = &mut self.occupancy else { return };
        for (at, change) in &commit.standing {
            let people = occupancy.entry(at.clone()).or_default();
            *people = people.saturating_add_signed(*change);
            if *people == 0 {
                occupancy.remove(at);
            }
        }
    }

    /// Prepares room for what comes, and gives back the records that the file has by now. What fails here fails again
    /// when it matters.
    fn tend(&mut self) {
        let _ = self.journal.tend();
        let _ = self.give_back();
    }

    fn give_back(&mut self) -> Result<(), StoreError> {
        let done = self.gate.lock().done;
        if done > self.trimmed {
            self.journal.trim(done + 1).map_err(failure::of_journal)?;
            self.trimmed = done;
        }
        Ok(())
    }
}

impl Store for JournaledStore {
    fn reader(&self) -> Result<Arc<dyn Reader>, StoreError> {
        Ok(Arc::new(SqliteReader::behind(&self.file.database, Some(Arc::clone(&self.gate)))?))
    }

    fn active_plan(&mut self) -> Result<Option<PlanRow>, StoreError> {
        let known = self.gate.lock().layers.plan();
        known.map_or_else(|| self.file.active_plan(), |plan| Ok(Some(plan)))
    }

    fn release(&mut self) -> Result<Option<ReleaseRow>, StoreError> {
        match self.gate.lock().layers.release() {
            Some(ReleaseChange::Runs(row)) => Ok(Some(row)),
            Some(ReleaseChange::Ends) => Ok(None),
            None => self.file.release(),
        }
    }

    fn seen(&mut self, input: Id) -> Result<bool, StoreError> {
        if !self.filter.may_have(input) {
            return Ok(false);
        }
        let known = self.gate.lock().layers.has_seen(input);
        Ok(known || self.file.seen(input)?)
    }

    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError> {
        let state = self.gate.lock();
        let known = state.layers.owner(identifier);
        let owner = known.map_or_else(|| self.file.owner(identifier), Ok)?;
        Ok(owner.map(|owner| state.layers.current(owner)))
    }

    /// One who was absorbed by somebody who was absorbed since is led on: the file learns of it with the layer.
    fn alias(&mut self, person: Id) -> Result<Option<AliasRow>, StoreError> {
        if !self.absorbed.may_have(person) {
            return Ok(None);
        }
        let state = self.gate.lock();
        let known = state.layers.alias(person);
        let mut alias = known.map_or_else(|| self.file.alias(person), |alias| Ok(Some(alias)))?;
        while let Some(own) = &mut alias {
            let Some(next) = state.layers.alias(own.survivor) else { break };
            own.survivor = next.survivor;
        }
        Ok(alias)
    }

    fn person(&mut self, person: Id) -> Result<Option<PersonRow>, StoreError> {
        let known = self.gate.lock().layers.person(person);
        known.map_or_else(|| self.file.person(person), |row| Ok(Some(row)))
    }

    fn due(&mut self, now: i64, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        self.timers_due(now, limit)
    }

    fn next_due(&mut self) -> Result<Option<i64>, StoreError> {
        self.next_timer()
    }

    fn occupancy(&mut self) -> Result<Option<Occupancy>, StoreError> {
        Ok(self.occupancy.clone())
    }

    fn stands_as(&mut self, places: Option<&Occupancy>) -> Result<bool, StoreError> {
        Ok(same_places(self.occupancy.as_ref(), places))
    }

    fn outdated(
        &mut self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError> {
        self.people_of_other_plans(plan, everybody, after, limit)
    }

    fn outgoing(&mut self, effect: Id) -> Result<Option<OutboxRow>, StoreError> {
        let known = self.gate.lock().layers.parcel(effect);
        let row =
            known.map_or_else(|| self.file.outgoing(effect), |parcel| Ok(parcel.map(|(_, row)| row)))?;
        row.map(|row| self.led(row)).transpose()
    }

    fn sendable(
        &mut self,
        connector: Option<&str>,
        now: i64,
        limit: usize,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        self.messages_to_send(connector, now, limit)
    }

    fn next_sendable(&mut self, connector: Option<&str>, now: i64) -> Result<Option<i64>, StoreError> {
        self.next_message(connector, now)
    }

    fn carriers(&mut self) -> Result<Vec<String>, StoreError> {
        let mut carriers = self.gate.lock().layers.carriers();
        carriers.extend(self.file.carriers()?);
        Ok(carriers.into_iter().collect())
    }

    fn in_flight(&mut self) -> Result<Vec<OutboxRow>, StoreError> {
        let state = self.gate.lock();
        let mut rows = self.file.in_flight()?;
        rows.retain(|row| !state.layers.moves(row.effect));
        rows.extend(state.layers.in_flight());
        drop(state);
        rows.sort_by_key(|row| row.effect);
        rows.into_iter().map(|row| self.led(row)).collect()
    }

    fn crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        let (there, gone) = self.gate.lock().layers.quarantined();
        let oldest = self.file.crowded_out(room.saturating_sub(there.len()))?;
        Ok(crowded_out(oldest, &there, &gone, room))
    }

    fn dead_letter(&mut self, effect: Id) -> Result<Option<DeadLetterRow>, StoreError> {
        let state = self.gate.lock();
        let known = self.file.database.dead_letter(effect)?.map(|(_, row)| row);
        Ok(state.layers.letter(effect, known))
    }

    fn dead_letters_crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        let (there, gone) = self.gate.lock().layers.letters();
        let oldest = self.file.letters_crowded_out(room.saturating_sub(there.len()))?;
        Ok(crowded_out(oldest, &there, &gone, room))
    }

    fn is_behind(&self) -> bool {
        self.gate.is_behind(self.pace.weight)
    }

    fn commit(&mut self, commit: Commit) -> Result<(), StoreError> {
        let is_alone = layer::is_alone(&commit);
        if commit.erases() {
            // What is being purged knows nothing of it.
            self.purging = Purging::No;
        }
        if is_alone {
            self.gate.flush()?;
        }
        self.write(commit)?;
        if is_alone { self.gate.flush() } else { Ok(()) }
    }

    fn suppressed(&mut self) -> Result<Vec<(Hash, i64)>, StoreError> {
        self.gate.flush()?;
        self.file.suppressed()
    }

    fn suppression_key(&mut self) -> Result<[u8; 32], StoreError> {
        self.file.suppression_key()
    }

    fn record_erasure(&mut self, line: &[u8]) -> Result<(), StoreError> {
        self.file.record_erasure(line)?;
        self.erasures_copy.iter().try_for_each(|copy| apart::record_at(copy, line))
    }

    fn erasures(&mut self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.file.erasures()
    }

    /// The file has everything first: then nothing that the journal holds is needed any more.
    fn purge(&mut self) -> Result<bool, StoreError> {
        if self.purging != Purging::Asked {
            self.gate.flush()?;
            self.journal.purge().map_err(failure::of_journal)?;
            self.trimmed = self.trimmed.max(self.gate.lock().done);
            self.gate.purge();
            self.purging = Purging::Asked;
        }
        // The writer reads the whole file: who waits for the drive loop must not wait for that.
        let Some(outcome) = self.gate.purging(PURGE_PATIENCE) else { return Ok(false) };
        self.purging = Purging::No;
        outcome
    }

    fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.gate.tidy(now)?;
        self.give_back()
    }

    fn recover(&mut self) -> Result<(), StoreError> {
        self.journal.recover().map_err(failure::of_journal)?;
        self.file.look_again()?;
        self.gate.flush()
    }
}

/// The `oldest` of the file that did not leave, and of those that came since, however many are more than there is room.
fn crowded_out(mut oldest: Vec<Id>, there: &[Id], gone: &BTreeSet<Id>, room: usize) -> Vec<Id> {
    oldest.retain(|id| !gone.contains(id));
    oldest.extend(there.iter().take(there.len().saturating_sub(room)));
    oldest
}

impl Drop for JournaledStore {
    fn drop(&mut self) {
        self.gate.close();
        if let Some(writer) = self.writer.take() {
            // A thread that panicked has stopped all the same; the journal has what the file has not.
            let _ = writer.join();
        }
    }
}

#[cfg(test)]
mod tests;
