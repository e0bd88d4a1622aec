//! Reading what can be read, past any damage.

use crate::header::{self, Header};
use crate::scan::Source;
use crate::state::Names;
use crate::{Fault, Files, JournalError, Options};

/// Gives every record to `each` that can be read, in order, whatever is damaged before it; returns the number behind
/// the last record that the journal is known to have held. Nothing of it is proven to be all that was there.
///
/// # Errors
/// When the disk fails, or a file belongs to somebody else.
pub fn salvage(
    files: &dyn Files,
    options: &Options,
    mut each: impl FnMut(u64, &[u8]),
) -> Result<Option<u64>, JournalError> {
    let mut sources = Vec::new();
    for number in Names::list(files)?.numbers {
        match Source::open(files, number, options.id) {
            Err(error) if error.fault == Fault::Corrupt => {}
            opened => sources.push(opened?),
        }
    }
    let mut next = None;
    for (source, end) in sources.iter().zip(ends(&sources)) {
        next = next.max(Some(read(source, end, next.unwrap_or(0), &mut each)?));
    }
    Ok(next)
}

/// Where each segment ends, as the one behind it says; what stands behind that place is void.
fn ends(sources: &[Source]) -> impl Iterator<Item = u64> {
    let said = |one: &Source, next: &Source| {
        let Header { number, previous_end, .. } = next.header;
        (number == one.header.number + 1 && previous_end >= header::HEADER).then_some(previous_end)
    };
    let ends = sources.windows(2).map(move |pair| match pair {
        [one, next] => said(one, next).unwrap_or(u64::MAX),
        _ => u64::MAX,
    });
    ends.chain([u64::MAX])
}

/// Reads one segment; the number behind its last record. Records before `from` were read already.
fn read(
    source: &Source,
    end: u64,
    from: u64,
    each: &mut impl FnMut(u64, &[u8]),
) -> Result<u64, JournalError> {
    let mut walk = source.walk(end)?;
    loop {
        match walk.next() {
            Ok(Some((number, record))) if number >= from => each(number, record),
            Ok(Some(_)) => {}
            Err(error) if error.fault != Fault::Corrupt => return Err(error),
            Ok(None) | Err(_) => {
                if !walk.leap()? {
                    return Ok(walk.next);
                }
            }
        }
    }
}
