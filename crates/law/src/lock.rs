//! `filrouge.lock`: the versions that a project was last looked at with.

use crate::Pack;
use filrouge_source::{FileId, Span};
use filrouge_syntax::{Node, parse};
use std::fmt::Write;

/// The name of the file, beside `filrouge.kdl`.
pub const LOCK_FILE: &str = "filrouge.lock";

/// What a project is locked to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// The packs, in the order of the text.
    pub packs: Vec<Locked>,
    /// Places of what is not understood.
    pub unknown: Vec<Span>,
}

/// One pack that a project is locked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its text, in hex.
    pub hash: String,
    /// Where it stands.
    pub at: Span,
}

impl Lock {
    /// Reads the text of a lock.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::read_at(FileId(0), text)
    }

    /// Reads the text of a lock that stands in this file.
    #[must_use]
    pub fn read_at(file: FileId, text: &str) -> Self {
        let (tree, findings) = parse(file, text);
        let mut lock = Self::default();
        lock.unknown.extend(findings.iter().filter_map(|finding| finding.span()));
        for node in tree.roots() {
            match locked(node) {
                Some(locked) => lock.packs.push(locked),
                None => lock.unknown.push(node.span()),
            }
        }
        lock
    }

    /// What is said of a pack.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&Locked> {
        self.packs.iter().find(|locked| locked.name == name)
    }
}

fn locked(node: Node<'_>) -> Option<Locked> {
    let prop = |key: &str| node.prop(key).and_then(|entry| entry.value().as_text().map(str::to_owned));
    let name = node.args().next()?.value().as_text()?.to_owned();
    let (version, hash) = (prop("version")?, prop("sha256")?);
    (node.name() == "pack").then(|| Locked { name, version, hash, at: node.span() })
}

/// The text of a lock to these packs.
pub fn lock_text<'p>(packs: impl IntoIterator<Item = &'p Pack>) -> String {
    let mut text = "// Written by `filrouge lock`: keep it under version control.\n".to_owned();
    for Pack { name, version, hash, .. } in packs {
        let _ = writeln!(text, "pack {name} version=\"{version}\" sha256=\"{hash}\"");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SHELF;

    #[test]
    fn a_lock_is_read_as_it_is_written() {
        let lock = Lock::read(&lock_text(SHELF.packs()));
        let read: Vec<_> = lock.packs.iter().map(|own| (&own.name, &own.version, &own.hash)).collect();
        let written: Vec<_> = SHELF.packs().map(|own| (&own.name, &own.version, &own.hash)).collect();
        assert_eq!((read, lock.unknown), (written, Vec::new()));
    }

    #[test]
    fn what_is_not_understood_is_told_and_the_rest_is_read() {
        let lock = Lock::read("pack x version=\"1\" sha256=\"a\"\npack y\nother z\n");
        assert_eq!((lock.packs.len(), lock.unknown.len()), (1, 2));
    }
}
