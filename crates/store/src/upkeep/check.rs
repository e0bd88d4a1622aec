//! Whether a store can be trusted.

use super::bodies::{self, Bodies, Reads};
use super::{Looked, VERSION, bytes, is_there};
use crate::ahead::place;
use crate::open::{self, OpenError};
use crate::{failure, found, schema, store};
use filrouge_host::Fault as StoreFault;
use filrouge_journal::{Fault, Opened, Torn, extent};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// Findings of SQLite that are told at the most.
const MOST: usize = 20;

/// What was found in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Check {
    /// Version of this document.
    pub version: u32,
    /// Whether a daemon would start on it.
    pub sound: bool,
    /// The file, when it can be read.
    pub file: Option<FileState>,
    /// The journal, when it can be read; absent also when there is none.
    pub journal: Option<JournalState>,
    /// How many bodies were opened, by what they are; absent when they were not.
    pub bodies: Option<Vec<Bodies>>,
    /// What cannot be trusted.
    pub damages: Vec<Damage>,
    /// What is to be known beside, and harms nothing.
    pub remarks: Vec<String>,
}

/// The file of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileState {
    /// Its length.
    pub bytes: u64,
    /// Version of its tables.
    pub format: u64,
    /// The last record of the journal that is in it.
    pub record: u64,
}

/// The journal of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JournalState {
    /// The first record that it holds.
    pub first: u64,
    /// The number that the next record gets.
    pub next: u64,
    /// Records that the file does not have yet.
    pub ahead: u64,
    /// Segment files.
    pub segments: usize,
    /// What a crash left at its end.
    pub torn: Option<TornTail>,
}

/// The end of what was being written when the process ended. A start cuts it; nobody was told that it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TornTail {
    /// The segment file.
    pub file: String,
    /// Where it begins.
    pub offset: u64,
    /// The number of its first record.
    pub record: u64,
}

/// Something that cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Damage {
    /// Where.
    pub part: Part,
    /// The row, when it is a body that does not open.
    pub row: Option<DamagedRow>,
    /// What is wrong with it, and what to do.
    pub detail: String,
}

/// A row whose body does not open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DamagedRow {
    /// The table; `journal` for a record of the journal.
    pub table: String,
    /// Which one: its number, or its id in hexadecimal digits.
    pub key: String,
}

/// A part of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The file.
    File,
    /// The journal.
    Journal,
    /// The journal and the file do not belong together.
    Both,
    /// The keys that open bodies.
    Keys,
}

/// Reads all of the store in `directory`, and changes nothing: the pages of the file, the records of the journal, and every
/// body, which `reads` is asked to read. `progress` hears how many bodies are done, and all there are.
///
/// # Errors
/// When it cannot be looked at: none is there, another process works on it, it is not ours, or the disk refuses.
pub fn check(
    directory: &Path,
    reads: Reads<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Check, OpenError> {
    is_there(directory)?;
    let _lock = open::take(directory)?;
    let mut check = Check {
        version: VERSION,
        sound: false,
        file: None,
        journal: None,
        bodies: None,
        damages: Vec::new(),
        remarks: Vec::new(),
    };
    match Looked::at(directory) {
        Ok(looked) => look(&looked, &mut check, reads, progress)?,
        Err(error) => check.damages.push(Damage::of(Part::File, damage(error)?)),
    }
    check.sound = check.damages.is_empty();
    Ok(check)
}

impl Damage {
    fn of(part: Part, detail: String) -> Self {
        Self { part, row: None, detail }
    }
}

/// A file that is damaged, in words; another failure is one.
fn damage(error: OpenError) -> Result<String, OpenError> {
    match error {
        OpenError::Store(error) if error.fault == StoreFault::Corrupt => Ok(error.detail),
        other => Err(other),
    }
}

fn look(
    looked: &Looked,
    check: &mut Check,
    reads: Reads<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), OpenError> {
    let format = looked.number("PRAGMA user_version")?;
    let file = looked.directory.join(store::FILE);
    check.file = Some(FileState { bytes: bytes(&file), format, record: looked.done });
    let damages = pages(looked)?.into_iter().map(|detail| Damage::of(Part::File, detail));
    check.damages.extend(damages);
    let is_whole = check.damages.is_empty();
    if is_whole {
        check.damages.extend(lists(looked, format)?);
    }
    journal(looked, check)?;
    if is_whole { bodies::open(looked, check, reads, progress) } else { Ok(()) }
}

/// Lists that do not have as many entries as there are rows to find: SQLite compares indexes with their tables, and knows
/// nothing of these.
fn lists(looked: &Looked, format: u64) -> Result<Option<Damage>, OpenError> {
    if format < schema::LISTS_SINCE.unsigned_abs().into() {
        return Ok(None);
    }
    let listed = looked.number("SELECT sum(length(entries)) FROM found")? / found::ENTRY as u64;
    let decisions = looked.number("SELECT count(*) FROM decision")?;
    let wanted = 2 * decisions + looked.number("SELECT count(person) FROM input")?;
    let detail = format!(
        "the lists that find decisions and inputs have {listed} entries in place of {wanted}; keep a copy of the whole \
         directory, then restore a backup"
    );
    Ok((listed != wanted).then_some(Damage::of(Part::File, detail)))
}

/// What SQLite finds wrong with the file.
pub(super) fn pages(looked: &Looked) -> Result<Vec<String>, OpenError> {
    let sql = format!("PRAGMA integrity_check({MOST})");
    match looked.database.all(&sql, [], |row| row.get::<_, String>(0)) {
        Ok(found) if found == ["ok"] => Ok(Vec::new()),
        Ok(found) => Ok(found),
        Err(error) => damage(error.into()).map(|detail| vec![detail]),
    }
}

fn journal(looked: &Looked, check: &mut Check) -> Result<(), OpenError> {
    let Looked { done, journal, .. } = looked;
    if journal.is_gone(looked.known, *done)? {
        check.damages.push(Damage::of(Part::Journal, journal.gone(*done).detail));
    } else if !journal.is_empty()? {
        match filrouge_journal::check(&journal.files()?, &looked.options()) {
            Ok(opened) => opened.into_iter().try_for_each(|opened| continues(looked, opened, check))?,
            Err(error) if matches!(error.fault, Fault::Corrupt | Fault::Foreign) => {
                check.damages.push(Damage::of(Part::Journal, error.detail));
            }
            Err(error) => return Err(failure::of_journal(error).into()),
        }
    }
    Ok(())
}

/// Whether a sound journal continues the file.
fn continues(looked: &Looked, opened: Opened, check: &mut Check) -> Result<(), OpenError> {
    let (Opened { first, next, torn }, done) = (opened, looked.done);
    if first > done + 1 {
        check.damages.push(Damage::of(Part::Both, place::apart(first, done).detail));
    } else if next <= done {
        check.remarks.push(place::old(next, done));
    }
    let seen = extent(&looked.journal.files()?, &looked.options()).map_err(failure::of_journal)?;
    let segments = seen.map_or(0, |seen| seen.segments);
    let torn = torn.map(|Torn { file, offset, sequence }| TornTail { file, offset, record: sequence });
    let ahead = next.saturating_sub(done + 1);
    check.journal = Some(JournalState { first, next, ahead, segments, torn });
    Ok(())
}
