//! All packs, in all their versions, and which of them a project is judged by.

use crate::{Lock, Pack};
use std::sync::LazyLock;

/// The packs that come with this compiler.
pub static SHELF: LazyLock<Shelf> = LazyLock::new(|| Shelf::of(TEXTS));

const TEXTS: &[&str] = &[
    include_str!("../packs/ca/2026-11-23.kdl"),
    include_str!("../packs/ca/2026-12-01.kdl"),
    include_str!("../packs/eu-gdpr/2026-11-23.kdl"),
    include_str!("../packs/fr-cnil/2026-04-14.kdl"),
    include_str!("../packs/fr-cnil/2026-08-11.kdl"),
    include_str!("../packs/fr-cnil/2026-12-01.kdl"),
    include_str!("../packs/us/2026-11-23.kdl"),
];

/// Packs by name and version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    packs: Vec<Pack>,
}

/// The version of a pack that a project is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied<'s> {
    /// The version.
    pub pack: &'s Pack,
    /// The version that the project is locked to, when the shelf has it.
    pub locked: Option<&'s Pack>,
    /// The newest version.
    pub newest: &'s Pack,
}

impl Shelf {
    /// The shelf that holds these packs. A text that is none is left out.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        let mut packs: Vec<Pack> = texts.iter().filter_map(|text| Pack::read(text)).collect();
        packs.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
        Self { packs }
    }

    /// Every pack in every version, sorted.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.iter()
    }

    /// The names of the packs, each once, in alphabetical order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.packs.iter().map(|pack| pack.name.as_str()).collect();
        names.dedup();
        names
    }

    /// The newest version of a pack.
    #[must_use]
    pub fn newest(&self, name: &str) -> Option<&Pack> {
        self.packs.iter().rfind(|pack| pack.name == name)
    }

    /// One version of a pack.
    #[must_use]
    pub fn version(&self, name: &str, version: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.name == name && pack.version == version)
    }

    /// The version that a project with this lock is judged by: the one that it is locked to, a newer one that does not wait,
    /// or the newest where it is locked to none that the shelf has.
    #[must_use]
    pub fn applied(&self, name: &str, lock: &Lock) -> Option<Applied<'_>> {
        let newest = self.newest(name)?;
        let locked = lock.of(name).and_then(|own| self.version(name, &own.version));
        let locked = locked.filter(|pack| lock.of(name).is_some_and(|own| own.hash == pack.hash));
        let behind = |pack: &&Pack| locked.is_some_and(|own| own.version < pack.version);
        let mut later = self.packs.iter().filter(|pack| pack.name == name && pack.effective).filter(behind);
        let pack = later.next_back().or(locked).unwrap_or(newest);
        Some(Applied { pack, locked, newest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lock_text;

    const OLD: &str = "pack x version=\"2026-01-01\" { checks A; }";
    const NEW: &str = "pack x version=\"2026-02-01\" { checks A B; }";
    const LAW: &str = "pack x version=\"2026-02-01\" effective=#true { checks A B; }";

    fn locked_to(text: &str) -> Lock {
        Lock::read(&lock_text([&Pack::read(text).unwrap()]))
    }

    #[test]
    fn every_text_is_a_pack_with_all_that_is_asked_of_one() {
        assert_eq!(SHELF.packs().count(), TEXTS.len());
        for pack in SHELF.packs() {
            let told = [&pack.title, &pack.source, &pack.owner].into_iter().all(|text| !text.is_empty());
            let dated = pack.version.len() == 10 && pack.version.split('-').count() == 3;
            assert!(told && dated && !pack.checks.is_empty(), "{} {}", pack.name, pack.version);
        }
    }

    #[test]
    fn a_locked_project_is_judged_by_its_version() {
        let shelf = Shelf::of(&[NEW, OLD]);
        let applied = shelf.applied("x", &locked_to(OLD)).unwrap();
        assert_eq!(
            (applied.pack.version.as_str(), applied.newest.version.as_str()),
            ("2026-01-01", "2026-02-01")
        );
    }

    #[test]
    fn law_that_does_not_wait_holds_for_a_locked_project_too() {
        let shelf = Shelf::of(&[OLD, LAW]);
        assert!(shelf.applied("x", &locked_to(OLD)).unwrap().pack.asks("B"));
    }

    #[test]
    fn without_a_lock_and_with_one_that_is_not_known_the_newest_holds() {
        let shelf = Shelf::of(&[OLD, NEW]);
        let other = locked_to("pack x version=\"2026-01-01\" { checks C; }");
        for lock in [Lock::default(), other] {
            let applied = shelf.applied("x", &lock).unwrap();
            assert_eq!((applied.pack.version.as_str(), applied.locked), ("2026-02-01", None));
        }
    }
}
