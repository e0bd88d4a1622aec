//! A commit as a record of the journal: a byte that names the format, then the fields in their order, encrypted with the key of the
//! house.

use crate::keys::Keys;
use filrouge_audit::{Place, Shelf};
use filrouge_host::{Commit, Fault, StoreError};
use filrouge_machine::TimerChange;

/// The format that is written. Whoever changes a row that [`Commit`] holds gives it a new number, and reads the old one.
const FORMAT: u8 = 8;

/// It knew no plan of a share, and ends before it.
const NO_RELEASE: u8 = 7;

/// It said of a timer that was cancelled, or set anew, nothing of when it had been due.
const UNDATED: u8 = 6;

/// Its records stood in the clear.
const CLEAR: u8 = 5;

/// It knew no audit log, and ends before it.
const NO_AUDIT: u8 = 4;

/// It knew no rights, and ends before them.
const NO_RIGHTS: u8 = 3;

/// It knew no dead letters, and ends before them.
const NO_LETTERS: u8 = 2;

/// Its rows told of a person whether they were inside, and nothing of timers.
const INSIDE_ONLY: u8 = 1;

/// Writes a commit that becomes the record `number` into `room`, over what was there.
pub(crate) fn encode(
    keys: &Keys,
    number: u64,
    commit: &Commit,
    mut room: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    room.clear();
    room.push(FORMAT);
    let mut record =
        postcard::to_extend(commit, room).map_err(|error| StoreError::unreadable("a commit", error))?;
    let sealed = keys.house().and_then(|house| house.seal_in_place(place(number), &mut record, 1));
    sealed.map_err(|error| StoreError::unreadable("a commit", error))?;
    Ok(record)
}

/// A record that is written anew under its number after a fault, or after a backup was restored, shares its place; see [`Place`].
pub(super) fn place(number: u64) -> Place {
    Place::of(Shelf::Commit, number.into())
}

/// Reads the record `number`; without keys only those of older versions.
pub(crate) fn decode(keys: Option<&Keys>, number: u64, record: &[u8]) -> Result<Commit, StoreError> {
    match record.split_first() {
        Some((&FORMAT, body)) => read(&opened(keys, number, body)?),
        Some((&NO_RELEASE, body)) => unreleased(&opened(keys, number, body)?),
        Some((&UNDATED, body)) => unreleased(&opened(keys, number, body)?).map(undated),
        Some((&CLEAR, body)) => unreleased(body).map(undated),
        Some((&NO_AUDIT, body)) => read_before(0, body),
        Some((&NO_RIGHTS, body)) => read_before(1, body),
        Some((&NO_LETTERS, body)) => read_before(2, body),
        Some((&INSIDE_ONLY, body)) => read_before(2, body).map(all_pending),
        other => {
            let format = other.map_or(0, |(format, _)| *format);
            let why = format!("a record of the journal has format {format}, this version reads {FORMAT}");
            Err(StoreError::new(Fault::Corrupt, why))
        }
    }
}

fn opened(keys: Option<&Keys>, number: u64, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    let missing = || StoreError::new(Fault::Corrupt, "the root key that opens the journal is not at hand");
    let opened = keys.ok_or_else(missing)?.house().and_then(|house| house.open_at(place(number), sealed));
    opened.map_err(|error| StoreError::unreadable("a record of the journal", error))
}

fn read(body: &[u8]) -> Result<Commit, StoreError> {
    postcard::from_bytes(body).map_err(|error| StoreError::unreadable("a record of the journal", error))
}

/// A commit that ends before the plan of a share. What is written of none is a 0.
fn unreleased(body: &[u8]) -> Result<Commit, StoreError> {
    read(&[body, &[0]].concat())
}

/// What is written of a commit of which the log is told nothing: a moment, a plan and a salt of zeros, and no records.
const NOTHING_AUDITED: usize = 35;

/// A commit that ends before so many lists, and before the audit log. What is written of an empty list is its length, 0.
fn read_before(lists: usize, body: &[u8]) -> Result<Commit, StoreError> {
    unreleased(&[body, &vec![0; lists + NOTHING_AUDITED]].concat()).map(undated)
}

/// A timer that is set may be there already, due at another moment.
fn undated(mut commit: Commit) -> Commit {
    let timers = std::mem::take(&mut commit.timers).into_iter();
    commit.timers = timers
        .flat_map(|(person, change)| {
            [TimerChange::Forget { timer: change.timer() }, change].map(|change| (person, change))
        })
        .collect();
    commit
}

/// Whoever may have a timer is taken for one who has: at worst they learn of a plan sooner.
fn all_pending(mut commit: Commit) -> Commit {
    commit.people.iter_mut().for_each(|(_, row)| row.pending = true);
    commit
}
