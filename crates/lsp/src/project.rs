//! One project: its texts as they are in the editor, and what is known of them.

use crate::Disk;
use crate::atlas::Atlas;
use filrouge_compile::{Allowed, Date, Kept, allowed, beside_unread, findings_again, index};
use filrouge_report::Findings;
use filrouge_source::{FileId, SourceFile, Sources};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A project, or a file that belongs to none.
pub struct Project {
    /// The folder that its paths start from, without a slash at its end.
    pub root: String,
    /// The path of a file alone: only its own text can be judged.
    loose: Option<String>,
    sources: Sources,
    ids: BTreeMap<String, FileId>,
    /// The text that each file has on the disk.
    saved: Vec<Arc<str>>,
    unread: Findings,
    open: BTreeSet<FileId>,
    today: Option<Date>,
    kept: RefCell<Kept>,
    findings: OnceCell<Findings>,
    atlas: OnceCell<Atlas>,
}

impl Project {
    /// The project at `root`, as it is on the disk.
    pub fn load(root: &str, disk: &dyn Disk) -> Self {
        let (sources, unread) = disk.load(root);
        Self::new(root, sources, unread, disk.today())
    }

    /// A text that belongs to no project.
    pub fn loose(path: &str) -> Self {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut sources = Sources::new();
        // What has no path yet is a text of the language until it has one.
        sources.add(if path.starts_with('/') { name.to_owned() } else { format!("{name}.kdl") }, "");
        Self { loose: Some(path.to_owned()), ..Self::new(folder, sources, Findings::new(), None) }
    }

    fn new(root: &str, sources: Sources, unread: Findings, today: Option<Date>) -> Self {
        Self {
            root: root.trim_end_matches('/').to_owned(),
            loose: None,
            ids: sources.iter().map(|(id, file)| (file.path.clone(), id)).collect(),
            saved: sources.iter().map(|(_, file)| Arc::clone(&file.text)).collect(),
            sources,
            unread,
            open: BTreeSet::new(),
            today,
            kept: RefCell::new(Kept::default()),
            findings: OnceCell::new(),
            atlas: OnceCell::new(),
        }
    }

    /// The texts.
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// A file and its text.
    pub fn source(&self, file: FileId) -> Option<&SourceFile> {
        self.sources.get(file)
    }

    /// The file at a path of the machine.
    pub fn file(&self, path: &str) -> Option<FileId> {
        if let Some(loose) = &self.loose {
            return (loose == path).then_some(FileId(0));
        }
        let own = path.strip_prefix(&self.root)?.strip_prefix('/')?;
        self.ids.get(own).copied()
    }

    /// The path of a file on the machine.
    pub fn path(&self, file: FileId) -> Option<String> {
        self.loose.clone().or_else(|| Some(format!("{}/{}", self.root, self.source(file)?.path)))
    }

    /// The day on which the project is judged.
    pub const fn today(&self) -> Option<Date> {
        self.today
    }

    /// Takes over a text of the editor.
    pub fn write(&mut self, file: FileId, text: &str) {
        self.open.insert(file);
        self.set(file, Arc::from(text));
    }

    /// Goes back to the text of the disk.
    pub fn close(&mut self, file: FileId) {
        self.open.remove(&file);
        if let Some(saved) = self.saved.get(file.0 as usize).cloned() {
            self.set(file, saved);
        }
    }

    fn set(&mut self, file: FileId, text: Arc<str>) {
        if self.source(file).is_some_and(|known| known.text != text) {
            self.sources.replace(file, text);
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.findings.take();
        self.atlas.take();
    }

    /// Looks at the disk again. Texts of the editor stay, by their paths.
    pub fn reload(&mut self, disk: &dyn Disk) {
        if self.loose.is_some() {
            return;
        }
        let mut fresh = Self::load(&self.root, disk);
        for file in &self.open {
            let Some(own) = self.source(*file) else { continue };
            if let Some(again) = fresh.ids.get(&own.path).copied() {
                fresh.write(again, &own.text);
            }
        }
        let same = fresh.unread == self.unread
            && fresh.today == self.today
            && fresh
                .sources
                .iter()
                .map(|(_, file)| (&file.path, &file.text))
                .eq(self.sources.iter().map(|(_, file)| (&file.path, &file.text)));
        if same {
            self.saved = fresh.saved;
        } else {
            fresh.kept = RefCell::new(self.kept.take());
            *self = fresh;
        }
    }

    /// What is found, in the order of the text.
    pub fn findings(&self) -> &Findings {
        self.findings.get_or_init(|| if self.loose.is_some() { self.own_findings() } else { self.judged() })
    }

    fn judged(&self) -> Findings {
        let is_read = |finding: &&filrouge_report::Finding| {
            finding.span().is_some_and(|span| self.open.contains(&span.file))
        };
        let unread = self.unread.iter().filter(|finding| !is_read(finding)).cloned().collect();
        let found = findings_again(&mut self.kept.borrow_mut(), &self.sources, self.today);
        beside_unread(found, unread)
    }

    /// What can be said of a text without its project.
    fn own_findings(&self) -> Findings {
        let mut findings = Findings::new();
        for (id, file) in self.sources.iter().filter(|(_, file)| file.is_kdl()) {
            let (tree, told) = filrouge_syntax::parse(id, &file.text);
            let (_, found) = filrouge_language::read_after(&[tree], &self.sources, &told);
            findings.extend(told);
            findings.extend(found);
        }
        findings.sorted()
    }

    /// What may stand at the cursor of `marked`, which stands in place of the text of a file.
    pub fn allowed(&self, file: FileId, marked: String) -> Option<Allowed> {
        let mut sources = self.sources.clone();
        sources.replace(file, marked);
        allowed(&self.kept.borrow(), &sources)
    }

    /// What the words of the texts mean.
    pub fn atlas(&self) -> &Atlas {
        self.atlas.get_or_init(|| Atlas::new(index(&mut self.kept.borrow_mut(), &self.sources)))
    }
}
