//! Where a project begins.

use std::fmt;
use std::path::{Path, PathBuf};

/// The file that makes a folder a project.
pub const MARKER: &str = "filrouge.kdl";

/// Why there is no project to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RootError {
    /// Nothing is at this path.
    Missing(PathBuf),
    /// The path is a file, or something else that is no folder.
    NotAFolder(PathBuf),
    /// A folder stands where the project's first file should be.
    FolderAsMarker(PathBuf),
    /// Neither the folder nor one above it has a `filrouge.kdl`.
    NoProject(PathBuf),
}

impl fmt::Display for RootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "`{}` does not exist", path.display()),
            Self::NotAFolder(path) => {
                write!(f, "`{}` is not a folder; give the folder that holds `{MARKER}`", path.display())
            }
            Self::FolderAsMarker(path) => {
                write!(f, "`{}` is a folder; a project begins with a file of this name", path.display())
            }
            Self::NoProject(path) => write!(
                f,
                "no `{MARKER}` in `{}` or a folder above it; `filrouge new DIR` starts a project",
                path.display()
            ),
        }
    }
}

impl std::error::Error for RootError {}

/// The project that `start` lies in: the nearest folder upwards that holds a `filrouge.kdl`.
///
/// # Errors
/// When `start` is no folder, or no folder upwards is a project.
pub fn find_root(start: &Path) -> Result<PathBuf, RootError> {
    let folder = start.canonicalize().map_err(|_| RootError::Missing(start.to_owned()))?;
    if !folder.is_dir() {
        return Err(RootError::NotAFolder(start.to_owned()));
    }
    let root = folder.ancestors().find(|folder| folder.join(MARKER).exists());
    let root = root.ok_or_else(|| RootError::NoProject(start.to_owned()))?;
    if root.join(MARKER).is_dir() {
        return Err(RootError::FolderAsMarker(root.join(MARKER)));
    }
    Ok(root.to_owned())
}
