//! How far a journal goes, while somebody may be writing it.

use crate::scan::Source;
use crate::state::Names;
use crate::{Fault, Files, JournalError, Options};

/// How often a directory is looked at that changes meanwhile.
const TRIES: usize = 20;

/// How far a journal goes, by the looks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The number of the first record that is held.
    pub first: u64,
    /// The number behind the last record that can be read.
    pub next: u64,
    /// How many segments hold them.
    pub segments: usize,
}

/// Looks at a journal that somebody else may be writing, and judges nothing: every record that was confirmed before is
/// counted, and perhaps some that are not confirmed yet. `None` when there is no journal.
///
/// # Errors
/// When it cannot be read.
pub fn extent(files: &dyn Files, options: &Options) -> Result<Option<Extent>, JournalError> {
    let mut tries = TRIES;
    loop {
        tries -= 1;
        match look(files, options) {
            // A segment that was given back meanwhile is not there any more, or is another one by now.
            Err(error) if tries > 0 && error.fault != Fault::Refused => {}
            looked => return looked,
        }
    }
}

fn look(files: &dyn Files, options: &Options) -> Result<Option<Extent>, JournalError> {
    let numbers = Names::list(files)?.numbers;
    let (Some(oldest), Some(newest)) = (numbers.first(), numbers.last()) else { return Ok(None) };
    let first = Source::open(files, *oldest, options.id)?.header.first;
    let last = Source::open(files, *newest, options.id)?;
    let mut walk = last.walk(u64::MAX)?;
    walk.finish()?;
    // What was read is what stands there still.
    Source::open(files, *newest, options.id)?;
    Ok(Some(Extent { first, next: walk.next, segments: numbers.len() }))
}
