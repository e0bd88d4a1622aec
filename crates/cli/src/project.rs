//! From a folder to what is known about its project.

use crate::arguments::ProjectDir;
use crate::exit::Failure;
use crate::moment::today;
use crate::terminal::Terminal;
use filrouge_compile::{Analysis, Date, analyse_on, lower};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_project::{Loaded, commit, commit_time, find_root, load};
use filrouge_report::render;
use std::path::{Path, PathBuf};

/// A project's folder and its texts.
pub struct Opened {
    /// The project's root.
    pub root: PathBuf,
    /// Its texts, and the findings about files that could not be read.
    pub loaded: Loaded,
}

/// Reads the project that `dir` lies in.
pub fn open(dir: &ProjectDir) -> Result<Opened, Failure> {
    let root = find_root(&dir.dir)?;
    let loaded = load(&root);
    Ok(Opened { root, loaded })
}

/// Reads and judges the project that `dir` lies in.
pub fn analysis(dir: &ProjectDir) -> Result<(PathBuf, Analysis), Failure> {
    analysis_on(dir, today())
}

/// Reads and judges the project that `dir` lies in, as of a day.
pub fn analysis_on(dir: &ProjectDir, day: Option<Date>) -> Result<(PathBuf, Analysis), Failure> {
    let Opened { root, loaded } = open(dir)?;
    Ok((root, judge(loaded, day)))
}

/// Judges a project. One with a file that could not be read is refused, whatever the others say.
pub fn judge(loaded: Loaded, day: Option<Date>) -> Analysis {
    analyse_on(loaded.sources, day).with_unread(loaded.findings)
}

/// The plan of a project; nothing when it is refused.
pub fn bundle(root: &Path, analysis: &Analysis) -> Option<Bundle> {
    analysis.checked.as_ref().map(|checked| lower(checked, &analysis.sources, commit(root)))
}

/// The audit manifest of a plan; nothing when the project is refused.
pub fn manifest(analysis: &Analysis, bundle: &Bundle) -> Option<Manifest> {
    let checked = analysis.checked.as_ref();
    checked.map(|checked| filrouge_compile::manifest(checked, &analysis.sources, bundle))
}

/// The audit manifest of a plan, with the time of its commit.
pub fn dated_manifest(root: &Path, analysis: &Analysis, bundle: &Bundle) -> Option<Manifest> {
    let built_at = bundle.commit.as_ref().and_then(|commit| commit_time(root, &commit.id));
    manifest(analysis, bundle).map(|manifest| Manifest { built_at, ..manifest })
}

/// Where privacy approvers put the notes with which they agree, in the project.
pub const APPROVALS: &str = "approvals";

/// The notes with which privacy approvers agree. One that cannot be read is none: nothing passes by it.
pub fn approvals(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(APPROVALS)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "note"));
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// Shows the findings of a project that was refused, for people.
pub fn show(analysis: &Analysis, terminal: &Terminal) {
    terminal.print(&render::human(&analysis.findings, &analysis.sources, terminal.style));
}
