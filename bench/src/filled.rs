//! A store with everybody in it, and the project that they are of.

use crate::Failure;
use crate::crowd::{Crowd, Definitions};
use filrouge_host::{Clock, Host, Store, SystemClock};
use filrouge_plan::Bundle;
use filrouge_store::JournaledStore;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// People in one commit.
const FILL: u32 = 5_000;

/// The people of these numbers into a store; how many bytes they are.
///
/// # Errors
/// When the store cannot be made.
pub fn fill(folder: &Path, bundle: &Arc<Bundle>, people: Range<u32>) -> Result<u64, Failure> {
    let open = || -> Result<JournaledStore, Failure> { Ok(JournaledStore::open(folder)?) };
    // The plan becomes the active one.
    Host::start(Box::new(open()?), Arc::new(SystemClock), Arc::clone(bundle))?.stop();
    let (crowd, mut store, mut bytes) = (Crowd::until(Arc::clone(bundle), SystemClock.now())?, open()?, 0);
    for first in people.clone().step_by(FILL as usize) {
        let commit = crowd.commit(first..people.end.min(first + FILL));
        bytes += commit.people.iter().map(|(_, row)| row.body.len() as u64).sum::<u64>();
        store.commit(commit)?;
    }
    Ok(bytes)
}

/// The project as files: the daemon compiles it.
///
/// # Errors
/// When a file cannot be written.
pub fn write_project(definitions: Definitions, folder: &Path) -> Result<(), Failure> {
    for (path, text) in definitions.files() {
        let path = folder.join(path);
        path.parent().map(std::fs::create_dir_all).transpose()?;
        std::fs::write(path, text)?;
    }
    Ok(())
}
