//! Giving up what stands behind a damage, because an operator says so.

use crate::files::write_all_at;
use crate::header::{self, Header};
use crate::scan::Source;
use crate::segment::Segment;
use crate::state::{self, Names};
use crate::{Fault, Files, JournalError, Options};

/// How much is copied at once.
const PIECE: usize = 1024 * 1024;

/// What a repair did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Why the journal could not be trusted; nothing was done when it could.
    pub damage: Option<String>,
    /// The number that the next record gets.
    pub next: u64,
    /// Files that hold what was cut away.
    pub aside: Vec<String>,
}

/// Cuts a damaged journal at its first damage, for good. What is cut away is kept in files beside it.
///
/// # Errors
/// When the disk fails, or a file belongs to somebody else. What was done until then is sound: call it again.
pub fn repair(files: &dyn Files, options: &Options) -> Result<Repaired, JournalError> {
    match state::check(files, options) {
        Ok(opened) => {
            let next = opened.map_or(options.first, |opened| opened.next);
            Ok(Repaired { damage: None, next, aside: Vec::new() })
        }
        Err(damage) if damage.fault == Fault::Corrupt => cut(files, options, damage.detail),
        Err(error) => Err(error),
    }
}

/// Takes a whole journal out of use and keeps its files: when it does not continue the checkpoint, the next opening
/// begins a new one. Returns where the files are.
///
/// # Errors
/// When the disk fails. Call it again.
pub fn set_aside(files: &dyn Files) -> Result<Vec<String>, JournalError> {
    Names::list(files)?.numbers.into_iter().rev().map(|number| put_aside(files, number)).collect()
}

fn cut(files: &dyn Files, options: &Options, damage: String) -> Result<Repaired, JournalError> {
    let numbers = Names::list(files)?.numbers;
    let kept = trusted(files, options, &numbers)?;
    let behind = kept.last().map_or(0, |source| source.header.number);
    let mut aside = Vec::new();
    let mut header = Header {
        id: options.id,
        number: numbers.last().map_or(1, |last| last.saturating_add(1)).min(u64::MAX / 4),
        first: options.first,
        bytes: options.segment_bytes,
        previous_end: 0,
    };
    if let Some(last) = kept.last() {
        let (offset, next) = readable(last, successor(files, options, &numbers, behind).as_ref())?;
        aside.push(copy(files, last, offset)?);
        header = Header { number: behind + 1, first: next, previous_end: offset, ..header };
    }
    for number in numbers.into_iter().rev().filter(|number| *number > behind) {
        aside.push(put_aside(files, number)?);
    }
    Segment::make(files, header, None, |_| Ok(()))?;
    Ok(Repaired { damage: Some(damage), next: header.first, aside })
}

/// The segments up to the first that does not follow from the one before; the last of them may be damaged inside.
fn trusted(files: &dyn Files, options: &Options, numbers: &[u64]) -> Result<Vec<Source>, JournalError> {
    let mut kept: Vec<Source> = Vec::new();
    for number in numbers {
        let source = match Source::open(files, *number, options.id) {
            Err(error) if error.fault == Fault::Corrupt => break,
            opened => opened?,
        };
        let begins = source.header.previous_end == 0;
        if kept.last().is_some_and(|before| !begins && !follows(before, &source.header)) {
            break;
        }
        kept.push(source);
    }
    Ok(kept)
}

fn follows(before: &Source, next: &Header) -> bool {
    let part = state::follows(before, next).ok().filter(|_| next.number == before.header.number + 1);
    part.is_some_and(|part| state::verify(before, part, next.first).is_ok())
}

/// What came behind the last segment that is kept.
enum Successor {
    /// One that says where the segment before it ends.
    At(u64),
    /// One that cannot be read.
    Unknown,
}

fn successor(files: &dyn Files, options: &Options, numbers: &[u64], last: u64) -> Option<Successor> {
    let number = *numbers.iter().find(|number| **number > last)?;
    let source = Source::open(files, number, options.id).ok().filter(|_| number == last + 1);
    let end = source.map(|source| source.header.previous_end).filter(|end| *end > 0);
    Some(end.map_or(Successor::Unknown, Successor::At))
}

/// Where the records of a segment end that can be kept, and the number that comes then. What was never confirmed may
/// have been void when another segment came behind it.
fn readable(source: &Source, successor: Option<&Successor>) -> Result<(u64, u64), JournalError> {
    let end = if let Some(Successor::At(end)) = successor { *end } else { u64::MAX };
    let mut walk = source.walk(end)?;
    sound(walk.finish())?;
    if matches!(successor, Some(Successor::Unknown)) {
        let mut again = source.walk(end)?;
        sound(again.pass(walk.confirmed))?;
        walk = again;
    }
    Ok((walk.end, walk.next))
}

/// A damage is where a walk ends.
fn sound(walked: Result<(), JournalError>) -> Result<(), JournalError> {
    walked.or_else(|error| if error.fault == Fault::Corrupt { Ok(()) } else { Err(error) })
}

fn put_aside(files: &dyn Files, number: u64) -> Result<String, JournalError> {
    let (name, aside) = (header::name(number), free(files, number)?);
    let renamed = files.rename(&name, &aside).and_then(|()| files.sync_directory());
    renamed.map_err(|error| JournalError::io(&files.place(&name), &error))?;
    Ok(files.place(&aside))
}

fn copy(files: &dyn Files, source: &Source, from: u64) -> Result<String, JournalError> {
    let name = free(files, source.header.number)?;
    let place = files.place(&name);
    let failed = |error| JournalError::io(&place, &error);
    let (file, end) = (files.create(&name).map_err(failed)?, source.bytes()?);
    let mut offset = from;
    while offset < end {
        let piece = source.piece(offset, (end - offset).min(PIECE as u64))?;
        write_all_at(&*file, &piece, offset - from).map_err(failed)?;
        offset += piece.len() as u64;
    }
    file.sync_data().and_then(|()| files.sync_directory()).map_err(failed)?;
    Ok(place)
}

/// A name that nothing has: an earlier repair may have put something aside as well.
fn free(files: &dyn Files, number: u64) -> Result<String, JournalError> {
    let names = files.list().map_err(|error| JournalError::io(&files.place(""), &error))?;
    let mut tries = (1_u32..).map(|attempt| header::aside(number, &format!("cut-{attempt}")));
    Ok(tries.find(|name| !names.contains(name)).unwrap_or_default())
}
