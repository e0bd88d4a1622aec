//! Hearing of changes. A folder is watched, never a file: a watched file goes silent after one atomic save.

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A watch over a project's folder and, for the case that the folder itself is replaced, over its parent.
pub(crate) struct Watch {
    root: PathBuf,
    leave_out: Option<PathBuf>,
    told: Arc<dyn Fn() + Send + Sync>,
    armed: Option<Armed>,
}

struct Armed {
    folder: (u64, u64),
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Calls `told` whenever something below `root` may have changed, except below `leave_out`.
    pub(crate) fn new(root: &Path, leave_out: Option<&Path>, told: Arc<dyn Fn() + Send + Sync>) -> Self {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let mut watch = Self { root, leave_out: leave_out.map(Path::to_owned), told, armed: None };
        watch.rearm();
        watch
    }

    /// Watches anew when the folder is another one than before, or was not there.
    pub(crate) fn rearm(&mut self) {
        let now = fs::metadata(&self.root).map(|found| (found.dev(), found.ino())).ok();
        if now.is_some() && self.armed.as_ref().map(|armed| armed.folder) == now {
            return;
        }
        self.armed = now.and_then(|folder| self.arm(folder));
        if self.armed.is_none() {
            tracing::warn!("the project's folder cannot be watched; it is looked at every so often instead");
        }
    }

    fn arm(&self, folder: (u64, u64)) -> Option<Armed> {
        let (root, leave_out, told) = (self.root.clone(), self.leave_out.clone(), Arc::clone(&self.told));
        let concerns = move |path: &PathBuf| {
            path.starts_with(&root) && !leave_out.as_ref().is_some_and(|data| path.starts_with(data))
        };
        let heard = move |event: notify::Result<notify::Event>| match event {
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
            Ok(event) if !event.need_rescan() && !event.paths.iter().any(&concerns) => {}
            _ => told(),
        };
        let mut watcher = notify::recommended_watcher(heard).ok()?;
        watcher.watch(&self.root, RecursiveMode::Recursive).ok()?;
        if let Some(parent) = self.root.parent() {
            // Without the parent a replaced folder is noticed by the poll.
            let _ = watcher.watch(parent, RecursiveMode::NonRecursive);
        }
        Some(Armed { folder, _watcher: watcher })
    }
}
