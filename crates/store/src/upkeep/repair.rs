//! Giving up what cannot be trusted, because an operator says so.

use super::{Looked, VERSION, check, is_there};
use crate::ahead::{place, record};
use crate::open::{self, OpenError};
use crate::{JournaledStore, SqliteStore, failure};
use filrouge_host::{Fault as StoreFault, StoreError};
use filrouge_journal::{Fault, JournalError, Repaired, salvage, set_aside};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// What a repair did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repair {
    /// Version of this document.
    pub version: u32,
    /// Why the store could not be trusted.
    pub damage: String,
    /// The last record that is kept. A daemon goes on behind it.
    pub record: u64,
    /// What was acknowledged and is given up, as far as it is known; absent when nothing is known to be lost.
    pub given_up: Option<GivenUp>,
    /// Files that hold what was cut away.
    pub aside: Vec<String>,
}

/// Records that were acknowledged and are given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GivenUp {
    /// The first of them.
    pub first: u64,
    /// The last of them that is known to have been there.
    pub last: u64,
    /// How many of them can be read still, in what was cut away. The rest of this is about these.
    pub readable: u64,
    /// Inputs in them: events, timers that fired, outcomes of messages.
    pub inputs: u64,
    /// When the first of these inputs came in, in milliseconds since 1970.
    pub earliest: Option<i64>,
    /// When the last of them came in.
    pub latest: Option<i64>,
}

/// Cuts a journal that cannot be trusted at its first damage, or sets aside one that does not continue the file; what
/// is cut away is kept. A daemon starts on what is left.
///
/// # Errors
/// When nothing needs it, the file itself is damaged, a file is not ours, or the disk refuses.
pub fn repair(directory: &Path) -> Result<Repair, OpenError> {
    is_there(directory)?;
    let lock = open::take(directory)?;
    let looked = Looked::at(directory)?;
    if let Some(detail) = check::pages(&looked)?.into_iter().next() {
        return Err(damaged_file(&looked, &detail).into());
    }
    let repair = mend(&looked)?;
    // It is only a repair when the store opens.
    drop((looked, lock));
    drop(JournaledStore::open(directory)?);
    Ok(repair)
}

fn mend(looked: &Looked) -> Result<Repair, OpenError> {
    let done = looked.done;
    if looked.journal.is_gone(looked.known, done)? {
        return begin_anew(looked, looked.journal.gone(done), Vec::new(), None);
    }
    let files = looked.journal.files()?;
    match filrouge_journal::check(&files, &looked.options()) {
        Ok(Some(opened)) if opened.first > done + 1 => {
            let lost = Readable::of(looked)?.behind(done + 1);
            let aside = set_aside(&files).map_err(failure::of_journal)?;
            begin_anew(looked, place::apart(opened.first, done), aside, lost)
        }
        Ok(_) => Err(OpenError::Sound { directory: looked.directory.clone() }),
        Err(error) if error.fault == Fault::Corrupt => cut(looked, error),
        Err(error) => Err(failure::of_journal(error).into()),
    }
}

fn cut(looked: &Looked, damage: JournalError) -> Result<Repair, OpenError> {
    let readable = Readable::of(looked)?;
    let repaired = filrouge_journal::repair(&looked.journal.files()?, &looked.options());
    let Repaired { next, aside, .. } = repaired.map_err(failure::of_journal)?;
    let from = next.max(looked.done + 1);
    let given_up = readable.behind(from);
    Ok(Repair { version: VERSION, damage: damage.detail, record: from - 1, given_up, aside })
}

/// The file goes on with a journal of another name: should the old one come back, it is refused.
fn begin_anew(
    looked: &Looked,
    damage: StoreError,
    aside: Vec<String>,
    given_up: Option<GivenUp>,
) -> Result<Repair, OpenError> {
    SqliteStore::connect(&looked.directory)?.leave_journal()?;
    Ok(Repair { version: VERSION, damage: damage.detail, record: looked.done, given_up, aside })
}

fn damaged_file(looked: &Looked, detail: &str) -> StoreError {
    let file = looked.database.path.display();
    let detail = format!(
        "`{file}` is damaged ({detail}), and only its journal could be repaired; keep a copy of the whole directory, \
         then restore a backup or rescue what can be read with `sqlite3 {file} .recover`"
    );
    StoreError::new(StoreFault::Corrupt, detail)
}

/// What a record of the journal holds.
struct Held {
    number: u64,
    /// When each of its inputs came in.
    inputs: Vec<i64>,
}

/// What can be read of a damaged journal.
struct Readable {
    records: Vec<Held>,
    /// The number behind the last record that it is known to have held.
    next: u64,
}

impl Readable {
    fn of(looked: &Looked) -> Result<Self, OpenError> {
        let (keys, mut records) = (looked.keys(), Vec::new());
        let next = salvage(&looked.journal.files()?, &looked.options(), |number, body| {
            let inputs = record::decode(keys.as_deref(), number, body);
            let inputs = inputs.map(|commit| commit.inputs).unwrap_or_default();
            records.push(Held { number, inputs: inputs.iter().map(|input| input.at).collect() });
        });
        Ok(Self { records, next: next.map_err(failure::of_journal)?.unwrap_or(0) })
    }

    /// What is lost with the records from `first` on.
    fn behind(&self, first: u64) -> Option<GivenUp> {
        let lost: Vec<&Held> = self.records.iter().filter(|held| held.number >= first).collect();
        let moments = || lost.iter().flat_map(|held| &held.inputs).copied();
        (self.next > first).then(|| GivenUp {
            first,
            last: self.next - 1,
            readable: lost.len() as u64,
            inputs: moments().count() as u64,
            earliest: moments().min(),
            latest: moments().max(),
        })
    }
}
