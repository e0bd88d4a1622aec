//! What was applied by hand, across a restart.
//!
//! A plan that an operator applies runs until the folder changes. The folder as it was is noted beside the data, so that a
//! start can tell a folder that was passed over from one that asks for something new.

use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A plan that was applied while the folder asked for another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Overridden {
    /// Hash of the applied plan.
    pub(crate) plan: String,
    /// The folder as it was, in one hash; absent for a project without a folder.
    pub(crate) folder: Option<[u8; 32]>,
}

fn path(data: &Path) -> PathBuf {
    data.join("applied.json")
}

impl Overridden {
    /// What was noted; nothing when no applied plan runs. A note that cannot be read is none: the folder counts.
    pub(crate) fn read(data: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path(data)).ok()?).ok()
    }

    /// Notes it, whole or not at all.
    pub(crate) fn write(&self, data: &Path) -> io::Result<()> {
        let new = data.join("applied.json.new");
        fs::write(&new, serde_json::to_vec(self)?)?;
        fs::rename(new, path(data))
    }

    /// Forgets it: what the folder asks for runs.
    pub(crate) fn forget(data: &Path) {
        let _ = fs::remove_file(path(data));
    }
}
