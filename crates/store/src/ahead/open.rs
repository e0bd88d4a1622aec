//! Opening: the file first, then what the journal knows and the file does not.

use super::filter::Filter;
use super::writer::{self, Pace};
use super::{Gate, JournaledStore, Layer, merged, record};
use crate::open::{self, OpenError};
use crate::{SqliteStore, failure};
use filrouge_host::{Fault, OutboxChange, Store as _, StoreError};
use filrouge_journal::{Directory, Journal, JournalError, Opened, Options};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Name of the journal's folder in the data directory.
const FOLDER: &str = "journal";

/// Length of a segment of the journal. A layer takes several; those that are done with are written again.
const SEGMENT: u64 = 8 << 20;

/// Segments that are kept to be written again: as many as two layers take.
const SPARES: usize = 6;

impl JournaledStore {
    /// Opens the store in `directory`, and makes both when they are not there.
    ///
    /// # Errors
    /// When another process works on it, what is there is not ours, newer or damaged, or the disk refuses.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        Self::open_at(directory, Pace::default())
    }

    pub(super) fn open_at(directory: &Path, pace: Pace) -> Result<Self, OpenError> {
        let lock = open::take(directory)?;
        let mut writes = SqliteStore::connect(directory)?;
        let mut file = SqliteStore::connect(directory)?;
        let done = writes.journalled()?;
        let (mut journal, opened) = journal(directory, &mut writes, done)?;
        let done = catch_up(&mut journal, &opened, &mut writes, done)?;
        let gate = Arc::new(Gate::default());
        gate.lock().done = done;
        let occupancy = file.occupancy()?;
        let mut filter = Filter::new();
        file.each_seen(|id| filter.insert(id))?;
        let writer = writer::start(writes, Arc::clone(&gate), pace)
            .map_err(|error| StoreError::new(Fault::Io, format!("no thread for the store: {error}")))?;
        let (writer, trimmed, cursors) = (Some(writer), 0, merged::Cursors::default());
        let mut store =
            Self { journal, file, gate, pace, trimmed, occupancy, filter, cursors, writer, _lock: lock };
        store.give_back()?;
        Ok(store)
    }
}

/// Opens the journal that belongs to the file.
fn journal(directory: &Path, file: &mut SqliteStore, done: u64) -> Result<(Journal, Opened), OpenError> {
    let path = directory.join(FOLDER);
    let files = Directory::open(&path).map_err(|error| OpenError::Directory { directory: path, error })?;
    let options = Options {
        first: done + 1,
        segment_bytes: SEGMENT,
        spares: SPARES,
        ..Options::of(file.journal_id()?)
    };
    let opened = Journal::open(Box::new(files), options);
    Ok(opened.map_err(failure::of_journal)?)
}

/// Brings into the file what the journal knows and the file does not; the last record that the file has then.
fn catch_up(
    journal: &mut Journal,
    opened: &Opened,
    file: &mut SqliteStore,
    done: u64,
) -> Result<u64, StoreError> {
    if opened.first > done + 1 {
        return Err(apart(opened.first, done));
    }
    if opened.next <= done {
        // The file has all that the journal ever confirmed, and more: it is of another day, or was repaired.
        journal.restart(done + 1).map_err(failure::of_journal)?;
        return Ok(done);
    }
    let mut layer = Layer::default();
    let mut last = done;
    journal.replay(done + 1, |number, body| {
        last = number;
        add(file, &mut layer, number, body).map_err(Stopped::Store)
    })?;
    if !layer.is_empty() {
        file.checkpoint(&layer)?;
    }
    Ok(last)
}

/// Adds a record to the layer. One that looks at the file itself goes alone.
fn add(file: &mut SqliteStore, layer: &mut Layer, number: u64, body: &[u8]) -> Result<(), StoreError> {
    let commit = record::decode(body)?;
    let is_alone = commit.recount || !commit.parted.is_empty();
    if is_alone && !layer.is_empty() {
        file.checkpoint(&std::mem::take(layer))?;
    }
    let mut before = HashMap::new();
    for effect in commit.outbox.iter().map(OutboxChange::effect) {
        if !layer.outbox.contains_key(&effect) {
            let _: &mut Option<_> = before.entry(effect).or_insert(file.parcel(effect)?);
        }
    }
    layer.merge(commit, (number, body.len()), before);
    if is_alone || layer.weight > Pace::default().weight {
        file.checkpoint(&std::mem::take(layer))?;
    }
    Ok(())
}

/// Why a replay stopped.
enum Stopped {
    Journal(JournalError),
    Store(StoreError),
}

impl From<JournalError> for Stopped {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl From<Stopped> for StoreError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Journal(error) => failure::of_journal(error),
            Stopped::Store(error) => error,
        }
    }
}

fn apart(first: u64, done: u64) -> StoreError {
    let detail = format!(
        "the journal begins at record {first}, and the store ends at record {done}: they are not of the same moment; \
         restore both from one backup"
    );
    StoreError::new(Fault::Corrupt, detail)
}
