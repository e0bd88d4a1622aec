//! The project as it was at a commit.

use crate::root::MARKER;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The project as it was at a commit, laid out in a folder of its own for as long as this lives.
#[derive(Debug)]
pub struct Revision {
    /// The commit, in hex.
    pub id: String,
    folder: TempDir,
}

/// Why there is no project at a commit.
#[derive(Debug)]
pub enum RevisionError {
    /// Git does not know the name.
    Unknown(String),
    /// The project was not there.
    NoProject(String),
    /// Git could not do its part.
    Git(String),
    /// The temporary folder could not be made.
    Folder(std::io::Error),
}

impl fmt::Display for RevisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(
                f,
                "git knows no commit `{name}` here; a shallow clone has to fetch it first: `git fetch origin {name}`"
            ),
            Self::NoProject(name) => write!(f, "the project has no `{MARKER}` at `{name}`"),
            Self::Git(said) => write!(f, "git could not lay the commit out: {said}"),
            Self::Folder(error) => write!(f, "no temporary folder could be made: {error}"),
        }
    }
}

impl std::error::Error for RevisionError {}

impl Revision {
    /// The folder that the project lies in.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.folder.path().join(TREE)
    }
}

/// Where the files lie in the temporary folder, beside the index.
const TREE: &str = "tree";

/// Lays out the project at `root` as it was at the commit that `name` names: a branch, a tag, an id, `HEAD~1`. Nothing in the
/// repository is touched, its index included.
///
/// # Errors
/// When git does not know the commit, or the project was not there.
pub fn at_revision(root: &Path, name: &str) -> Result<Revision, RevisionError> {
    let commit = format!("{name}^{{commit}}");
    let found = git(root, None, ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    let id = told(found).map_err(|_| RevisionError::Unknown(name.to_owned()))?;
    let prefix = told(git(root, None, ["rev-parse", "--show-prefix"])?).map_err(RevisionError::Git)?;
    let folder = tempfile::tempdir().map_err(RevisionError::Folder)?;
    let index = folder.path().join("index");
    let tree = format!("{id}:{}", prefix.trim_end_matches('/'));
    told(git(root, Some(&index), ["read-tree", &tree])?)
        .map_err(|_| RevisionError::NoProject(name.to_owned()))?;
    let out = format!("--prefix={}/", folder.path().join(TREE).display());
    told(git(root, Some(&index), ["checkout-index", "--all", "--quiet", &out])?)
        .map_err(RevisionError::Git)?;
    let revision = Revision { id, folder };
    if revision.root().join(MARKER).is_file() {
        Ok(revision)
    } else {
        Err(RevisionError::NoProject(name.to_owned()))
    }
}

fn git<const N: usize>(
    root: &Path,
    index: Option<&Path>,
    arguments: [&str; N],
) -> Result<Output, RevisionError> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(arguments.map(OsStr::new)).stdin(Stdio::null());
    if let Some(index) = index {
        git.env("GIT_INDEX_FILE", index);
    }
    git.output().map_err(|error| RevisionError::Git(error.to_string()))
}

/// What git printed; an error is what it complained of.
fn told(output: Output) -> Result<String, String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}
