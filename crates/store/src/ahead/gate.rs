//! Where the drive loop, questions and the writer of the file meet.

use super::known::Filed;
use super::layer::Layer;
use super::layers::Layers;
use filrouge_host::{Fault, StoreError};
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The layers, and what is wished of the writer.
#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
pub(crate) struct State {
    pub layers: Layers,
    /// The room of a layer that was written.
    spare: Layer,
    /// The last record of the journal that is in the file.
    pub done: u64,
    /// Messages that are in it.
    pub filed: Filed,
    /// How often a layer has gone into the file: what is remembered of the file is old when it changes.
    pub turns: u64,
    /// A commit is on its way: it was compared with the upper layer, which stays where it is until it has the commit.
    pub pinned: bool,
    /// Since when there is something to write.
    since: Option<Instant>,
    /// Somebody waits for the file.
    wanted: bool,
    /// Housekeeping that is wished, as of this moment, and what became of it.
    tidy: Option<i64>,
    tidied: Option<Result<(), StoreError>>,
    /// Whether the file is to be purged, and what became of it.
    purge: bool,
    purged: Option<Result<bool, StoreError>>,
    /// Why the last try to write failed; there is another one when somebody wants it, or after a while.
    failure: Option<StoreError>,
    /// No more is to come: the writer ends once everything is written.
    closing: bool,
    /// The writer has ended; what it has not written stays in the journal.
    ended: bool,
}

/// What the writer is to do.
pub(crate) enum Work {
    Write(Arc<Layer>),
    Tidy(i64),
    Purge,
    End,
}

impl State {
    /// The file has the records up to `done`, and these messages.
    pub(crate) fn begin(&mut self, done: u64, filed: Filed) {
        (self.done, self.filed) = (done, filed);
    }

    fn has_more_than(&self, weight: usize) -> bool {
        self.layers.active.weight >= weight
    }

    fn is_written(&self) -> bool {
        self.layers.active.is_empty() && self.layers.frozen.is_none()
    }

    /// What is to be done now, when layers of `weight` bytes, or older than `age`, are to be written.
    fn work(&mut self, weight: usize, age: Duration) -> Option<Work> {
        let is_old = self.since.is_some_and(|since| since.elapsed() >= age);
        let ripe = self.wanted || self.closing || is_old || self.has_more_than(weight);
        if self.failure.is_some() && !(self.wanted || self.closing) {
            return None;
        }
        if self.layers.frozen.is_none() && ripe && !self.pinned && !self.layers.active.is_empty() {
            self.layers.freeze(mem::take(&mut self.spare));
            self.since = None;
        }
        match &self.layers.frozen {
            Some(layer) => Some(Work::Write(Arc::clone(layer))),
            None if self.tidy.is_some() => self.tidy.take().map(Work::Tidy),
            None if mem::take(&mut self.purge) => Some(Work::Purge),
            None => (self.closing && self.layers.active.is_empty()).then_some(Work::End),
        }
    }
}

impl Gate {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'g>(&self, state: MutexGuard<'g, State>, most: Duration) -> MutexGuard<'g, State> {
        self.changed.wait_timeout(state, most).unwrap_or_else(PoisonError::into_inner).0
    }

    /// Adds to the upper layer, which the writer takes once it has `weight` bytes.
    pub(crate) fn add(&self, weight: usize, merge: impl FnOnce(&mut Layers)) {
        let mut state = self.lock();
        merge(&mut state.layers);
        state.since.get_or_insert_with(Instant::now);
        state.pinned = false;
        if state.has_more_than(weight) || state.wanted {
            self.changed.notify_all();
        }
    }

    /// Lets the writer take the upper layer again, although nothing was added.
    pub(crate) fn unpin(&self) {
        self.lock().pinned = false;
        self.changed.notify_all();
    }

    /// Whether the upper layer has `weight` bytes already, while the lower one is still being written.
    pub(crate) fn is_behind(&self, weight: usize) -> bool {
        let state = self.lock();
        state.layers.frozen.is_some() && state.has_more_than(weight)
    }

    /// Waits until the upper layer has less than `weight` bytes, so that memory is bounded by what the disk can take. With
    /// a file that cannot be written nothing more is taken.
    pub(crate) fn make_room(&self, weight: usize) -> Result<(), StoreError> {
        let mut state = self.lock();
        loop {
            match &state.failure {
                Some(failure) => return Err(failure.clone()),
                None if !state.has_more_than(weight) => return Ok(()),
                None => state = self.wait(state, Duration::from_millis(100)),
            }
        }
    }

    /// Waits until all that was added so far is in the file.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        let mut state = self.lock();
        let target = state.layers.active.upto;
        let target = target.max(state.layers.frozen.as_ref().map_or(0, |layer| layer.upto));
        state.failure = state.failure.take().filter(|_| state.ended);
        while state.done < target && !state.is_written() {
            if let Some(failure) = &state.failure {
                return Err(failure.clone());
            }
            state.wanted = true;
            self.changed.notify_all();
            state = self.wait(state, Duration::from_secs(1));
        }
        Ok(())
    }

    /// Has the file tidied, and waits for it.
    pub(crate) fn tidy(&self, now: i64) -> Result<(), StoreError> {
        self.flush()?;
        let mut state = self.lock();
        (state.tidy, state.tidied) = (Some(now), None);
        self.changed.notify_all();
        loop {
            if let Some(tidied) = state.tidied.take() {
                return tidied;
            }
            if let Some(failure) = state.failure.as_ref().filter(|_| state.ended) {
                return Err(failure.clone());
            }
            state = self.wait(state, Duration::from_secs(1));
        }
    }

    /// Has the file purged; it may take a while.
    pub(crate) fn purge(&self) {
        let mut state = self.lock();
        (state.purge, state.purged) = (true, None);
        self.changed.notify_all();
    }

    /// What became of the last wish to purge the file, if that is known within `patience`.
    pub(crate) fn purging(&self, patience: Duration) -> Option<Result<bool, StoreError>> {
        let end = Instant::now() + patience;
        let mut state = self.lock();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match state.purged.take() {
                None if !left.is_zero() && !state.ended => state = self.wait(state, left),
                purged => return purged,
            }
        }
    }

    pub(crate) fn purged(&self, outcome: Result<bool, StoreError>) {
        self.lock().purged = Some(outcome);
        self.changed.notify_all();
    }

    /// Lets the writer end once everything is written.
    pub(crate) fn close(&self) {
        self.lock().closing = true;
        self.changed.notify_all();
    }

    /// The writer's next piece of work; it waits for one.
    pub(crate) fn next(&self, weight: usize, age: Duration) -> Work {
        let mut state = self.lock();
        loop {
            if let Some(work) = state.work(weight, age) {
                return work;
            }
            let left = state.since.map_or(age, |since| age.saturating_sub(since.elapsed()));
            let failed = state.failure.is_some();
            state = self.wait(state, if failed { age } else { left.max(Duration::from_millis(1)) });
            // After a while a failed write is tried again even if nobody wants it.
            state.wanted |= failed;
        }
    }

    /// The lower layer is in the file, or could not be written.
    pub(crate) fn written(&self, layer: Arc<Layer>, outcome: Result<(), StoreError>) {
        let mut state = self.lock();
        match outcome {
            Ok(()) => {
                state.layers.thaw();
                state.filed.follow(&layer);
                state.done = layer.upto;
                state.turns += 1;
                state.failure = None;
                state.wanted = false;
            }
            Err(failure) => {
                state.failure = Some(failure);
                state.wanted = false;
            }
        }
        self.changed.notify_all();
        drop(state);
        // Giving up its rows takes a while, and nobody waits for it.
        if let Some(spare) = Arc::into_inner(layer).map(Layer::emptied) {
            self.lock().spare = spare;
        }
    }

    /// Whether the writer should give up: it was told to end, and the disk does not take what is left.
    pub(crate) fn is_hopeless(&self) -> bool {
        let state = self.lock();
        state.closing && state.failure.is_some()
    }

    /// The writer is gone: whoever waits for it is told, and nothing more is taken in.
    pub(crate) fn ended(&self) {
        let mut state = self.lock();
        state.ended = true;
        let why = "the thread that writes the file has ended; what it has not written is in the journal: start again";
        state.failure.get_or_insert_with(|| StoreError::new(Fault::Io, why));
        drop(state);
        self.changed.notify_all();
    }

    pub(crate) fn tidied(&self, outcome: Result<(), StoreError>) {
        self.lock().tidied = Some(outcome);
        self.changed.notify_all();
    }
}
