//! From a folder to what is known about its project.

use crate::arguments::ProjectDir;
use crate::exit::Failure;
use crate::moment::today;
use crate::terminal::Terminal;
use filrouge_compile::{Analysis, Date, analyse_on, lower};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_project::{Loaded, commit, find_root, load};
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

/// Shows the findings of a project that was refused, for people.
pub fn show(analysis: &Analysis, terminal: &Terminal) {
    terminal.print(&render::human(&analysis.findings, &analysis.sources, terminal.style));
}
