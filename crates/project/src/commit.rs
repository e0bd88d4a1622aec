//! Which commit the files belong to.

use filrouge_plan::Commit;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The commit that is checked out at `root`; absent without git or without a commit.
#[must_use]
pub fn commit(root: &Path) -> Option<Commit> {
    let id = git(root, &["rev-parse", "--verify", "--quiet", "HEAD"])?.trim().to_owned();
    let changes = git(root, &["status", "--porcelain", "--", "."])?;
    Some(Commit { id, dirty: !changes.trim().is_empty() })
}

/// The way from the root of the repository to `root`: `shop/`. Nothing when they are the same, or without git.
#[must_use]
pub fn prefix(root: &Path) -> String {
    git(root, &["rev-parse", "--show-prefix"])
        .map(|prefix| prefix.trim_end_matches('\n').to_owned())
        .unwrap_or_default()
}

/// The root of the repository that `root` lies in; nothing without git.
#[must_use]
pub fn top(root: &Path) -> Option<PathBuf> {
    git(root, &["rev-parse", "--show-toplevel"]).map(|top| PathBuf::from(top.trim_end_matches('\n')))
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let run = Command::new("git").arg("-C").arg(root).args(arguments).stdin(Stdio::null()).output().ok()?;
    run.status.success().then(|| String::from_utf8(run.stdout).ok()).flatten()
}
