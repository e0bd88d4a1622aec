//! Hearing of changes. A folder is watched, never a file: a watched file goes silent after one atomic save.

use super::fingerprint::is_hidden;
use crate::Compiler;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::fs;
use std::iter;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A watch over the folders of a project and, for the case that its own folder is replaced, over the one above.
pub(crate) struct Watch {
    root: PathBuf,
    data: PathBuf,
    compiler: Arc<dyn Compiler>,
    told: Arc<dyn Fn() + Send + Sync>,
    armed: Option<Armed>,
}

struct Armed {
    folders: Vec<Folder>,
    _watcher: RecommendedWatcher,
}

/// A folder, and which one it is: its name can come to mean another.
type Folder = (PathBuf, (u64, u64));

impl Watch {
    /// Calls `told` whenever something of the project below `root` may have changed, except below `data`.
    pub(crate) fn new(
        root: &Path,
        data: &Path,
        compiler: Arc<dyn Compiler>,
        told: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let mut watch = Self { root, data: data.to_owned(), compiler, told, armed: None };
        watch.rearm();
        watch
    }

    /// Watches anew when the folders are others than before.
    pub(crate) fn rearm(&mut self) {
        let now = self.folders();
        if self.armed.as_ref().is_some_and(|armed| armed.folders == now) {
            return;
        }
        self.armed = self.arm(now);
        if self.armed.is_none() {
            tracing::warn!("the project's folder cannot be watched; it is looked at every so often instead");
        }
    }

    /// The root and what belongs to the project at its top. The build folder of a repository would take more watches
    /// than the system gives.
    fn folders(&self) -> Vec<Folder> {
        let foreign = self.compiler.foreign();
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut tops: Vec<PathBuf> =
            entries.filter(|path| !is_hidden(path) && !foreign(path) && self.leads_inside(path)).collect();
        tops.sort();
        iter::once(self.root.clone()).chain(tops).filter_map(identified).collect()
    }

    /// Not so a link out of the project, and not the folder of the data.
    fn leads_inside(&self, path: &Path) -> bool {
        fs::canonicalize(path).is_ok_and(|real| real.starts_with(&self.root) && real != self.data)
    }

    fn arm(&self, folders: Vec<Folder>) -> Option<Armed> {
        let (root, data, told) = (self.root.clone(), self.data.clone(), Arc::clone(&self.told));
        let concerns = move |path: &PathBuf| path.starts_with(&root) && !path.starts_with(&data);
        let heard = move |event: notify::Result<notify::Event>| match event {
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
            Ok(event) if !event.need_rescan() && !event.paths.iter().any(&concerns) => {}
            _ => told(),
        };
        let mut watcher = notify::recommended_watcher(heard).ok()?;
        watcher.watch(&self.root, RecursiveMode::NonRecursive).ok()?;
        for (folder, _) in folders.iter().skip(1) {
            watcher.watch(folder, RecursiveMode::Recursive).ok()?;
        }
        if let Some(parent) = self.root.parent() {
            // Without the parent a replaced folder is noticed by the poll.
            let _ = watcher.watch(parent, RecursiveMode::NonRecursive);
        }
        Some(Armed { folders, _watcher: watcher })
    }
}

fn identified(path: PathBuf) -> Option<Folder> {
    let found = fs::metadata(&path).ok().filter(fs::Metadata::is_dir)?;
    Some((path, (found.dev(), found.ino())))
}
