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

/// When a commit was made, `2026-11-02T09:30:00Z`; absent without git, or when it knows no such commit.
#[must_use]
pub fn commit_time(root: &Path, commit: &str) -> Option<String> {
    let format = "--format=%cd";
    let run = Command::new("git")
        .arg("-C")
        .arg(root)
        .args([
            "show",
            "--no-patch",
            "--date=format-local:%Y-%m-%dT%H:%M:%SZ",
            format,
            "--end-of-options",
            commit,
        ])
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8(run.stdout).ok().filter(|_| run.status.success())?;
    told.lines().last().map(str::to_owned)
}

/// The last commit before the end of a day, `2026-11-01`, in UTC; absent without git, or when there is none.
#[must_use]
pub fn commit_before(root: &Path, day: &str) -> Option<String> {
    let before = format!("--before={day}T23:59:59Z");
    let found = git(root, &["rev-list", "--max-count=1", &before, "HEAD"])?;
    Some(found.trim().to_owned()).filter(|id| !id.is_empty())
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
