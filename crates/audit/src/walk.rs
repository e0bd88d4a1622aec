//! A walk through a whole log: each record is looked at, the tree is built anew, and what was signed is compared with it.

use crate::checkpoint::Checkpoint;
use crate::hash::{Hash, leaf};
use crate::record::{Garbled, Header, split};
use crate::tile::{FULL, Tile};
use crate::tree::Tree;
use std::collections::BTreeMap;
use std::fmt;

/// What is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The entry is no record.
    Garbled,
    /// It has the number of another: records are gone, were added or changed places.
    Number(u64),
    /// It says that it was written before the one in front of it.
    BackDated {
        /// When the one in front of it was written.
        before: i64,
        /// When it says that it was.
        at: i64,
    },
    /// It is not the entry whose hash is in the tree.
    Changed,
    /// A hash in a tile is not the one over what is below it.
    Tile {
        /// The tile's level.
        level: u8,
        /// The tile's place.
        index: u64,
    },
    /// The log ends before the checkpoint.
    Truncated {
        /// How many records the checkpoint has.
        signed: u64,
    },
    /// The tree is not the one that was signed; up to a smaller checkpoint, when there is one, it is.
    Forked {
        /// How many records the checkpoint has.
        signed: u64,
        /// The last size at which the log is the one that was signed.
        agreed: u64,
    },
    /// A body is not the one of which the record has the digest.
    Body,
    /// A body is missing, and the log tells of nothing that destroyed it.
    Missing,
}

/// What is wrong, and with which record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The number of the record.
    pub at: u64,
    /// What is wrong.
    pub flaw: Flaw,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at;
        match &self.flaw {
            Flaw::Garbled => write!(f, "record {at} cannot be read"),
            Flaw::Number(told) => {
                write!(
                    f,
                    "where record {at} must be stands one of number {told}: records are gone, or changed places"
                )
            }
            Flaw::BackDated { before, at: moment } => {
                write!(f, "record {at} is dated {moment}, and the one in front of it {before}")
            }
            Flaw::Changed => write!(f, "record {at} is not the one that the tree has"),
            Flaw::Tile { level, index } => {
                write!(
                    f,
                    "tile {index} of level {level}, which has record {at}, is not the one of its records"
                )
            }
            Flaw::Truncated { signed } => {
                write!(f, "the log ends at record {at}, and {signed} records were signed")
            }
            Flaw::Forked { signed, agreed } => write!(
                f,
                "the first {signed} records are not those that were signed; the difference is at record {agreed} or later"
            ),
            Flaw::Missing => write!(
                f,
                "the body of record {at} is missing, or of one behind it, and the log tells of no erasure and no retention that \
                 destroyed it"
            ),
            Flaw::Body => write!(f, "the body of record {at} is not the one of which it has the digest"),
        }
    }
}

/// A walk from the first record to the last. It goes on behind a defect, so that all are told.
#[derive(Debug, Default)]
pub struct Walk {
    tree: Tree,
    /// When the last record was written.
    last: Option<i64>,
    /// The last size at which the log was the one that was signed.
    agreed: u64,
    /// Checkpoints that are ahead, by their size.
    signed: BTreeMap<u64, Vec<Hash>>,
    defects: Vec<Defect>,
}

impl Walk {
    /// A walk that meets these checkpoints, whose signatures the caller has verified.
    #[must_use]
    pub fn new<'c>(checkpoints: impl IntoIterator<Item = &'c Checkpoint>) -> Self {
        let mut walk = Self::default();
        for checkpoint in checkpoints {
            walk.signed.entry(checkpoint.size).or_default().push(checkpoint.root);
        }
        walk.meet();
        walk
    }

    /// The next entry; its header, when it has one.
    pub fn entry(&mut self, entry: &[u8], full: impl FnMut(Tile)) -> Option<Header> {
        let at = self.tree.size();
        let header = split(entry).and_then(|(header, _)| Header::decode(header));
        self.look(at, &header);
        self.tree.push(leaf(entry), full);
        self.meet();
        header.ok()
    }

    fn look(&mut self, at: u64, header: &Result<Header, Garbled>) {
        let Ok(header) = header else { return self.tell(at, Flaw::Garbled) };
        if header.seq != at {
            self.tell(at, Flaw::Number(header.seq));
        }
        if let Some(before) = self.last.filter(|before| header.at < *before) {
            self.tell(at, Flaw::BackDated { before, at: header.at });
        }
        self.last = Some(header.at);
    }

    /// Compares with what was signed of this size.
    fn meet(&mut self) {
        let size = self.tree.size();
        let Some(roots) = self.signed.remove(&size) else { return };
        let root = self.tree.root();
        let agreed = self.agreed;
        let apart = roots.iter().filter(|signed| **signed != root).count();
        (0..apart).for_each(|_| self.tell(agreed, Flaw::Forked { signed: size, agreed }));
        if apart == 0 {
            self.agreed = size;
        }
    }

    /// Compares a tile that is kept with the one of the records.
    pub fn compare(&mut self, built: &Tile, kept: &[Hash]) {
        let base = built.index * FULL as u64;
        let apart = built.hashes.iter().zip(kept).position(|(one, other)| one != other);
        let apart =
            apart.or_else(|| (kept.len() != built.hashes.len()).then(|| kept.len().min(built.hashes.len())));
        let Some(place) = apart.map(|place| base + place as u64) else { return };
        match built.level {
            0 => self.tell(place, Flaw::Changed),
            level => self.tell(place << (8 * u32::from(level)), Flaw::Tile { level, index: built.index }),
        }
    }

    /// Notes something that the caller has found.
    pub fn tell(&mut self, at: u64, flaw: Flaw) {
        self.defects.push(Defect { at, flaw });
    }

    /// The tree over the records so far.
    #[must_use]
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The end of the log: all that is wrong with it.
    #[must_use]
    pub fn end(mut self) -> Vec<Defect> {
        let size = self.tree.size();
        let ahead: Vec<u64> = self.signed.keys().copied().collect();
        ahead.into_iter().for_each(|signed| self.tell(size, Flaw::Truncated { signed }));
        self.defects
    }
}
