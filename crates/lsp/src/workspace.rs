//! The projects that the editor looks at, and the documents that are open in them.

use crate::buffers::{Buffer, Buffers};
use crate::edits::applied;
use crate::page::Page;
use crate::project::Project;
use crate::protocol::{Change, OpenedDocument};
use crate::{Disk, Encoding, uri};
use std::collections::BTreeMap;

/// Projects by their roots, and loose documents by their paths.
pub struct Workspace {
    pub disk: Box<dyn Disk>,
    pub projects: BTreeMap<String, Project>,
    pub buffers: Buffers,
}

impl Workspace {
    pub fn new(disk: Box<dyn Disk>) -> Self {
        Self { disk, projects: BTreeMap::new(), buffers: BTreeMap::new() }
    }

    /// Takes in the project that a folder lies in, if it lies in one.
    pub fn enter(&mut self, path: &str) -> Option<String> {
        let root = self.disk.root_of(path)?;
        if !self.projects.contains_key(&root) {
            self.projects.insert(root.clone(), Project::load(&root, &*self.disk));
        }
        Some(root)
    }

    /// A document is open from now on.
    pub fn open(&mut self, document: OpenedDocument) {
        let path = uri::path(&document.uri).unwrap_or_else(|| document.uri.clone());
        let home = self.home_of(&path);
        self.buffers.insert(
            document.uri,
            Buffer { path: path.clone(), home: home.clone(), version: document.version },
        );
        let Some(project) = self.projects.get_mut(&home) else { return };
        if let Some(file) = project.file(&path) {
            project.write(file, &document.text);
        }
    }

    /// The project that has the file at `path`; one of its own when none has it.
    fn home_of(&mut self, path: &str) -> String {
        let root = self.enter(path);
        if let Some(project) = root.as_ref().and_then(|root| self.projects.get_mut(root)) {
            // It may be new since the folder was read.
            if project.file(path).is_none() {
                project.reload(&*self.disk);
            }
            if project.file(path).is_some() {
                return root.unwrap_or_default();
            }
        }
        self.projects.insert(path.to_owned(), Project::loose(path));
        path.to_owned()
    }

    /// A document has another text; one that is not open is left.
    pub fn change(&mut self, uri: &str, version: i32, changes: Vec<Change>, encoding: Encoding) {
        let Some(buffer) = self.buffers.get_mut(uri) else { return };
        buffer.version = version;
        let Some(project) = self.projects.get_mut(&buffer.home) else { return };
        let Some(file) = project.file(&buffer.path) else { return };
        let Some(text) = project.source(file).map(|source| source.text.to_string()) else { return };
        project.write(file, &applied(text, changes, encoding));
    }

    /// A document is no longer open.
    pub fn close(&mut self, uri: &str) {
        let Some(buffer) = self.buffers.remove(uri) else { return };
        if buffer.home == buffer.path {
            self.projects.remove(&buffer.home);
        } else if let Some(project) = self.projects.get_mut(&buffer.home)
            && let Some(file) = project.file(&buffer.path)
        {
            project.close(file);
        }
    }

    /// Files have changed on the disk: projects are read again, and loose documents may have found their project.
    pub fn look_again(&mut self) {
        for project in self.projects.values_mut() {
            project.reload(&*self.disk);
        }
        let loose = self.buffers.values().filter(|buffer| buffer.home == buffer.path);
        for path in loose.map(|buffer| buffer.path.clone()).collect::<Vec<_>>() {
            self.settle(&path);
        }
        let lost = |buffer: &&Buffer| {
            self.projects.get(&buffer.home).is_none_or(|home| home.file(&buffer.path).is_none())
        };
        for path in self.buffers.values().filter(lost).map(|buffer| buffer.path.clone()).collect::<Vec<_>>() {
            self.settle(&path);
        }
    }

    /// Gives an open document its home anew, with the text that it has in the editor.
    fn settle(&mut self, path: &str) {
        let Some((uri, buffer)) = self.buffers.iter().find(|(_, buffer)| buffer.path == path) else { return };
        let (uri, version) = (uri.clone(), buffer.version);
        let loose = self.projects.remove(path);
        let text = loose.and_then(|loose| Some(loose.source(loose.file(path)?)?.text.to_string()));
        if let Some(text) = text {
            self.open(OpenedDocument { uri, version, text });
        }
    }

    /// What is known of a document; nothing of one that is not open and lies in no known project.
    pub fn page(&self, uri: &str, encoding: Encoding) -> Option<Page<'_>> {
        let buffer = self.buffers.get(uri);
        let path = buffer.map_or_else(|| uri::path(uri), |buffer| Some(buffer.path.clone()))?;
        let project = match buffer {
            Some(buffer) => self.projects.get(&buffer.home)?,
            None => self.projects.values().find(|project| project.file(&path).is_some())?,
        };
        let file = project.file(&path)?;
        Some(Page { workspace: self, project, file, source: project.source(file)?, encoding })
    }

    /// The name by which the editor knows a file.
    pub fn uri_of(&self, path: &str) -> String {
        let open = self.buffers.iter().find(|(_, buffer)| buffer.path == path);
        open.map_or_else(|| uri::of(path), |(uri, _)| uri.clone())
    }
}
