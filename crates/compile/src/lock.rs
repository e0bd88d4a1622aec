//! What a project is locked to, and what it would be locked to today.

use filrouge_law::{LOCK_FILE, Lock, Pack, SHELF, difference, lock_text};
use filrouge_source::Sources;
use filrouge_syntax::parse;

/// The lock of a project, as it is and as it would be written today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locking {
    /// The text that would be written; nothing when the project chooses no pack.
    pub text: Option<String>,
    /// Whether the lock is written so.
    pub is_current: bool,
    /// Each pack that the project chooses.
    pub packs: Vec<Moved>,
}

/// A pack that a project chooses, in its newest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The name of the pack.
    pub name: String,
    /// The newest version.
    pub newest: String,
    /// The version that the project is locked to.
    pub locked: Option<String>,
    /// What the newest asks otherwise, in a few signs each.
    pub difference: Vec<String>,
}

impl Locking {
    /// What the lock lacks, a sentence for each pack: nothing when it is that of the newest packs.
    #[must_use]
    pub fn stale(&self) -> Vec<String> {
        if self.is_current {
            return Vec::new();
        }
        let told: Vec<_> = self.packs.iter().filter_map(Moved::stale).collect();
        if told.is_empty() {
            vec!["`filrouge.lock` names packs otherwise than the project".to_owned()]
        } else {
            told
        }
    }
}

impl Moved {
    fn stale(&self) -> Option<String> {
        let Self { name, newest, locked, difference } = self;
        match locked {
            Some(locked) if locked == newest => None,
            Some(locked) => {
                let difference = difference.join(", ");
                Some(format!(
                    "`{name}` of {newest} is newer than that of {locked} in `filrouge.lock`: {difference}"
                ))
            }
            None => Some(format!("`filrouge.lock` does not name `{name}` of {newest}")),
        }
    }
}

/// The lock of a project, whatever else is wrong with it.
#[must_use]
pub fn locking(sources: &Sources) -> Locking {
    let (id, found) = sources.find(LOCK_FILE).unzip();
    let lock = found.zip(id).map(|(file, id)| Lock::read_at(id, &file.text)).unwrap_or_default();
    let chosen = chosen(sources);
    let packs: Vec<&Pack> = chosen.iter().filter_map(|name| SHELF.newest(name)).collect();
    let text = (!packs.is_empty()).then(|| lock_text(packs.iter().copied()));
    let is_current = lock == Lock::default() && text.is_none() || is_same(&lock, &packs);
    Locking { text, is_current, packs: packs.into_iter().map(|pack| moved(pack, &lock)).collect() }
}

fn is_same(lock: &Lock, packs: &[&Pack]) -> bool {
    let pairs = lock.packs.iter().zip(packs);
    let same = pairs.filter(|(own, pack)| own.name == pack.name && own.hash == pack.hash);
    lock.unknown.is_empty() && lock.packs.len() == packs.len() && same.count() == packs.len()
}

fn moved(pack: &Pack, lock: &Lock) -> Moved {
    let locked = lock.of(&pack.name);
    let before = locked.and_then(|own| SHELF.version(&own.name, &own.version));
    Moved {
        name: pack.name.clone(),
        newest: pack.version.clone(),
        locked: locked.map(|own| own.version.clone()),
        difference: before.map(|before| difference(before, pack)).unwrap_or_default(),
    }
}

/// The packs that the project names, each once and in alphabetical order.
fn chosen(sources: &Sources) -> Vec<String> {
    let mut names = Vec::new();
    for (id, file) in sources.iter().filter(|(_, file)| file.is_kdl()) {
        let (tree, _) = parse(id, &file.text);
        let projects = tree.roots().filter(|node| node.name() == "project");
        let lines = projects.flat_map(|project| project.children()).filter(|line| line.name() == "rules");
        for line in lines {
            names.extend(line.args().filter_map(|entry| entry.value().as_text().map(str::to_owned)));
        }
    }
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(rules: &str, lock: Option<&str>) -> Sources {
        let mut sources = Sources::new();
        sources.add("filrouge.kdl", format!("project shop {{ {rules} }}\n"));
        if let Some(lock) = lock {
            sources.add(LOCK_FILE, lock);
        }
        sources
    }

    #[test]
    fn a_project_without_packs_needs_no_lock() {
        let locking = locking(&project("", None));
        assert_eq!((locking.text, locking.is_current), (None, true));
    }

    #[test]
    fn a_lock_that_is_missing_old_or_too_long_is_not_current() {
        let text = locking(&project("rules us fr-cnil", None)).text.unwrap();
        assert!(locking(&project("rules us fr-cnil", Some(&text))).is_current);
        assert!(locking(&project("rules us; rules fr-cnil", Some(&text))).is_current);
        for rules in ["rules us", "", "rules us fr-cnil ca"] {
            let locking = locking(&project(rules, Some(&text)));
            assert!(!locking.is_current && !locking.stale().is_empty(), "{rules}");
        }
        assert!(!locking(&project("rules us fr-cnil", None)).is_current);
    }

    #[test]
    fn what_moved_since_is_told() {
        let old = SHELF.version("fr-cnil", "2026-04-14").unwrap();
        let locking = locking(&project("rules fr-cnil", Some(&lock_text([old]))));
        let moved = &locking.packs[0];
        assert_eq!((moved.locked.as_deref(), moved.newest.as_str()), (Some("2026-04-14"), "2026-12-01"));
        assert_eq!(moved.difference[..2], ["+C12", "+C13"]);
        let told = locking.stale().concat();
        assert!(told.starts_with("`fr-cnil` of 2026-12-01 is newer than that of 2026-04-14"), "{told}");
    }
}
