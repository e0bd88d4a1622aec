//! What only the journal has.

use super::{Looked, is_there};
use crate::ahead::record;
use crate::failure;
use crate::open::{self, OpenError};
use filrouge_host::Commit;
use filrouge_journal::salvage;
use std::path::Path;

/// Gives every commit to `each` that the journal of a store has and its file does not, in order, as a start would find
/// them; nothing is changed. Returns the number of the last record that is in the file.
///
/// # Errors
/// When it cannot be looked at, as with [`check`](crate::check), or a start would refuse it.
pub fn pending(directory: &Path, each: impl FnMut(Commit)) -> Result<u64, OpenError> {
    is_there(directory)?;
    let _lock = open::take(directory)?;
    let looked = Looked::at(directory)?;
    let (files, options) = (looked.journal.files()?, looked.options());
    let opened = filrouge_journal::check(&files, &options).map_err(failure::of_journal)?;
    let behind = (looked.done + 1)..opened.map_or(0, |opened| opened.next);
    let (keys, mut commits) = (looked.keys(), Vec::new());
    let read = salvage(&files, &options, |number, body| {
        if behind.contains(&number) {
            commits.push(record::decode(keys.as_deref(), number, body));
        }
    });
    read.map_err(failure::of_journal)?;
    commits.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().for_each(each);
    Ok(looked.done)
}
