//! Opening: the file first, then what the journal knows and the file does not.

use super::file::File;
use super::known::{self, Filed};
use super::layer::is_alone;
use super::place::{self, Folder};
use super::room::Room;
use super::writer::{self, Pace};
use super::{Gate, JournaledStore, Layer, merged, record};
use crate::keys::Keys;
use crate::open::{self, OpenError};
use crate::root::{self, RootSource};
use crate::{SqliteStore, failure, upgrade};
use filrouge_host::{Fault, Store as _, StoreError};
use filrouge_journal::{Files, Journal, JournalError, Opened, Options, Torn};
use std::path::Path;
use std::sync::Arc;

impl JournaledStore {
    /// Opens the store in `directory`, and makes both when they are not there.
    ///
    /// # Errors
    /// When another process works on it, what is there is not ours, newer or damaged, or the disk refuses.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        Self::open_at(directory, Pace::default())
    }

    /// The same, with a root key that is kept elsewhere; without one it lies beside the data.
    ///
    /// # Errors
    /// As [`JournaledStore::open`], and when the data are sealed with another key.
    pub fn open_under(directory: &Path, root: Option<RootSource>) -> Result<Self, OpenError> {
        Self::open_on(directory, Ground { root, ..Ground::at(Pace::default()) })
    }

    /// The same, which keeps about so many bytes in memory.
    ///
    /// # Errors
    /// As [`JournaledStore::open_under`].
    pub fn open_within(directory: &Path, root: Option<RootSource>, memory: usize) -> Result<Self, OpenError> {
        let room = Room::of(memory);
        Self::open_on(directory, Ground { root, room, ..Ground::at(Pace::of(room.layer)) })
    }

    pub(crate) fn open_at(directory: &Path, pace: Pace) -> Result<Self, OpenError> {
        Self::open_on(directory, Ground::at(pace))
    }

    pub(super) fn open_on(directory: &Path, ground: Ground) -> Result<Self, OpenError> {
        let pace = ground.pace;
        let lock = open::take(directory)?;
        let writes = SqliteStore::connect(directory)?.with_pages(ground.room.written);
        let keys = root::open(directory, &writes.database, ground.root.as_ref())?;
        let mut writes = writes.sealed_with(&keys);
        writes.shorten_log()?;
        let sealed = upgrade::seal(&mut writes)?;
        let mut file = SqliteStore::connect(directory)?.with_pages(ground.room.read).sealed_with(&keys);
        let done = writes.database.journalled()?;
        let (mut journal, opened) = journal(directory, ground.journal, &writes, done)?;
        let mut remarks = remarks(&opened, done);
        let mut writes = (ground.file)(writes);
        let done = catch_up(&mut journal, &opened, (&mut *writes, &keys), done)?;
        if let Some(rows) = sealed {
            journal.purge().map_err(failure::of_journal)?;
            upgrade::finish(&mut file)?;
            remarks.push(upgrade::told(rows));
        }
        let gate = Arc::new(Gate::default());
        gate.lock().begin(done, Filed::of(&file)?);
        let occupancy = file.occupancy()?;
        let filter = known::filter(&file, ground.room.filter, "SELECT id FROM seen")?;
        let absorbed = known::filter(&file, ground.room.filter, "SELECT absorbed FROM alias")?;
        let writer = writer::start(writes, Arc::clone(&gate), pace)
            .map_err(|error| StoreError::new(Fault::Io, format!("no thread for the store: {error}")))?;
        let mut store = Self {
            journal,
            file,
            gate,
            pace,
            trimmed: 0,
            occupancy,
            filter,
            absorbed,
            cursors: merged::Cursors::default(),
            room: Vec::new(),
            writer: Some(writer),
            remarks,
            purging: super::Purging::No,
            erasures_copy: None,
            _lock: lock,
        };
        store.give_back()?;
        Ok(store)
    }
}

/// What a store stands on.
pub(super) struct Ground {
    pub pace: Pace,
    pub room: Room,
    /// Where the journal is, and how long its segments are; without it in its folder, as long as they are there.
    pub journal: Option<(Box<dyn Files>, u64)>,
    /// Makes the file that layers go into.
    pub file: Box<dyn FnOnce(SqliteStore) -> Box<dyn File>>,
    /// The root key, when it is not beside the data.
    pub root: Option<RootSource>,
}

impl Ground {
    pub(super) fn at(pace: Pace) -> Self {
        Self { pace, room: Room::default(), journal: None, file: Box::new(|file| Box::new(file)), root: None }
    }
}

/// Opens the journal that belongs to the file.
fn journal(
    directory: &Path,
    elsewhere: Option<(Box<dyn Files>, u64)>,
    file: &SqliteStore,
    done: u64,
) -> Result<(Journal, Opened), OpenError> {
    let folder = Folder::of(directory);
    if elsewhere.is_none() && folder.is_gone(file.database.known_journal()?, done)? {
        return Err(folder.gone(done).into());
    }
    let options = place::options(file.journal_id()?, done);
    let opened = match elsewhere {
        Some((files, segment_bytes)) => Journal::open(files, Options { segment_bytes, ..options }),
        None => Journal::open(Box::new(folder.files()?), options),
    };
    Ok(opened.map_err(failure::of_journal)?)
}

/// What was found at the opening that an operator should know.
fn remarks(opened: &Opened, done: u64) -> Vec<String> {
    let torn = opened.torn.as_ref().map(|torn| {
        let Torn { file, offset, sequence } = torn;
        format!(
            "`{file}` ends with something that was being written when the process ended, at byte {offset}, record \
             {sequence}: it was never acknowledged, and is cut"
        )
    });
    let old = (opened.next <= done).then(|| place::old(opened.next, done));
    torn.into_iter().chain(old).collect()
}

/// Brings into the file what the journal knows and the file does not; the last record that the file has then.
fn catch_up(
    journal: &mut Journal,
    opened: &Opened,
    (file, keys): (&mut dyn File, &Keys),
    done: u64,
) -> Result<u64, StoreError> {
    if opened.first > done + 1 {
        return Err(place::apart(opened.first, done));
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
        add((file, keys), &mut layer, number, body).map_err(Stopped::Store)
    })?;
    if !layer.is_empty() {
        file.checkpoint(&layer)?;
    }
    Ok(last)
}

/// Adds a record to the layer. One that looks at the file itself goes alone.
fn add(
    (file, keys): (&mut dyn File, &Keys),
    layer: &mut Layer,
    number: u64,
    body: &[u8],
) -> Result<(), StoreError> {
    let commit = record::decode(Some(keys), number, body)?;
    let is_alone = is_alone(&commit);
    if is_alone && !layer.is_empty() {
        file.checkpoint(&std::mem::take(layer))?;
    }
    let before = layer.before(&commit.outbox, |effect| file.parcel(effect))?;
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
