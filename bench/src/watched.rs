//! A store that is watched at work: how many timers have fired, and what was written.

use filrouge_host::{
    AliasRow, Commit, DeadLetterRow, Hash, Identifier, OutboxRow, PersonRow, PlanRow, Reader, ReleaseRow,
    Store, StoreError, TimerRow,
};
use filrouge_machine::Id;
use filrouge_plan::Occupancy;
use filrouge_store::JournaledStore;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Failure, Spent, spend};

/// What was seen.
#[derive(Default)]
pub struct Seen {
    fired: AtomicUsize,
    written: Mutex<Vec<Commit>>,
}

impl Seen {
    /// Timers whose firing is durable.
    pub fn fired(&self) -> usize {
        self.fired.load(Ordering::Relaxed)
    }

    /// Commits that were to be kept, in their order.
    pub fn written(&self) -> Vec<Commit> {
        std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The store of a machine, watched.
pub struct Watched {
    store: JournaledStore,
    seen: Arc<Seen>,
    keeps: fn(&Commit) -> bool,
}

/// Timers that fired in a commit.
fn fired(commit: &Commit) -> usize {
    commit.inputs.iter().filter(|row| row.source == "timer").count()
}

/// What the store takes to write the same to what lies in `folder`, until all is in the file.
///
/// # Errors
/// When it cannot.
pub fn written_alone(folder: &Path, commits: Vec<Commit>) -> Result<Spent, Failure> {
    let mut store = JournaledStore::open(folder)?;
    let (outcome, spent) = spend(move || {
        let outcome = commits.into_iter().try_for_each(|commit| store.commit(commit));
        drop(store);
        outcome
    });
    outcome?;
    Ok(spent)
}

impl Watched {
    /// Nothing is kept.
    pub const NOTHING: fn(&Commit) -> bool = |_| false;
    /// Commits with timers that fired are kept.
    pub const FIRINGS: fn(&Commit) -> bool = |commit| fired(commit) > 0;
    /// Commits with inputs are kept.
    pub const INPUTS: fn(&Commit) -> bool = |commit| !commit.inputs.is_empty();

    /// Opens the store of a folder; of what it writes, what `keeps` says is remembered.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(folder: &Path, keeps: fn(&Commit) -> bool) -> Result<(Self, Arc<Seen>), Failure> {
        let seen = Arc::<Seen>::default();
        Ok((Self { store: JournaledStore::open(folder)?, seen: Arc::clone(&seen), keeps }, seen))
    }
}

impl Store for Watched {
    fn commit(&mut self, commit: Commit) -> Result<(), StoreError> {
        let fired = fired(&commit);
        let kept = (self.keeps)(&commit).then(|| commit.clone());
        self.store.commit(commit)?;
        self.seen.written.lock().unwrap_or_else(PoisonError::into_inner).extend(kept);
        self.seen.fired.fetch_add(fired, Ordering::Relaxed);
        Ok(())
    }

    fn reader(&self) -> Result<Arc<dyn Reader>, StoreError> {
        self.store.reader()
    }

    fn active_plan(&mut self) -> Result<Option<PlanRow>, StoreError> {
        self.store.active_plan()
    }

    fn release(&mut self) -> Result<Option<ReleaseRow>, StoreError> {
        self.store.release()
    }

    fn seen(&mut self, input: Id) -> Result<bool, StoreError> {
        self.store.seen(input)
    }

    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError> {
        self.store.owner(identifier)
    }

    fn alias(&mut self, person: Id) -> Result<Option<AliasRow>, StoreError> {
        self.store.alias(person)
    }

    fn person(&mut self, person: Id) -> Result<Option<PersonRow>, StoreError> {
        self.store.person(person)
    }

    fn due(&mut self, now: i64, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        self.store.due(now, limit)
    }

    fn next_due(&mut self) -> Result<Option<i64>, StoreError> {
        self.store.next_due()
    }

    fn occupancy(&mut self) -> Result<Option<Occupancy>, StoreError> {
        self.store.occupancy()
    }

    fn outdated(
        &mut self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError> {
        self.store.outdated(plan, everybody, after, limit)
    }

    fn outgoing(&mut self, effect: Id) -> Result<Option<OutboxRow>, StoreError> {
        self.store.outgoing(effect)
    }

    fn sendable(&mut self, over: Option<&str>, now: i64, limit: usize) -> Result<Vec<OutboxRow>, StoreError> {
        self.store.sendable(over, now, limit)
    }

    fn next_sendable(&mut self, over: Option<&str>, now: i64) -> Result<Option<i64>, StoreError> {
        self.store.next_sendable(over, now)
    }

    fn suppressed(&mut self) -> Result<Vec<(Hash, i64)>, StoreError> {
        self.store.suppressed()
    }

    fn suppression_key(&mut self) -> Result<[u8; 32], StoreError> {
        self.store.suppression_key()
    }

    fn record_erasure(&mut self, line: &[u8]) -> Result<(), StoreError> {
        self.store.record_erasure(line)
    }

    fn erasures(&mut self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.store.erasures()
    }

    fn purge(&mut self) -> Result<bool, StoreError> {
        self.store.purge()
    }

    fn carriers(&mut self) -> Result<Vec<String>, StoreError> {
        self.store.carriers()
    }

    fn in_flight(&mut self) -> Result<Vec<OutboxRow>, StoreError> {
        self.store.in_flight()
    }

    fn crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        self.store.crowded_out(room)
    }

    fn dead_letter(&mut self, effect: Id) -> Result<Option<DeadLetterRow>, StoreError> {
        self.store.dead_letter(effect)
    }

    fn dead_letters_crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        self.store.dead_letters_crowded_out(room)
    }

    fn is_behind(&self) -> bool {
        self.store.is_behind()
    }

    fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.store.tidy(now)
    }

    fn recover(&mut self) -> Result<(), StoreError> {
        self.store.recover()
    }
}
