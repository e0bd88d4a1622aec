//! Tiles: 256 hashes of one level, and 256 entries in a bundle; and how they are named.

use crate::hash::{Hash, sha256};
use crate::record::{Garbled, Header};
use std::fmt::Write as _;

/// Hashes in a full tile, and entries in a full bundle.
pub const FULL: usize = 256;

/// Hashes of one level, side by side: of leaves at level 0, of full tiles of the level below at each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Its level.
    pub level: u8,
    /// Its place among the tiles of the level.
    pub index: u64,
    /// Its hashes: 256 of them, or fewer at the end of a tree.
    pub hashes: Vec<Hash>,
}

/// Where tiles are read from.
pub trait Tiles {
    /// Why one could not be read.
    type Error;

    /// The hashes of a tile, as many as there are; empty when it is not there.
    ///
    /// # Errors
    /// When it cannot be read.
    fn tile(&self, level: u8, index: u64) -> Result<Vec<Hash>, Self::Error>;
}

/// The path of a tile or, without a level, of a bundle of entries: `tile/0/x001/234`, and `.p/17` behind one with 17.
#[must_use]
pub fn path(level: Option<u8>, index: u64, width: usize) -> String {
    let mut path = level.map_or_else(|| "tile/entries".to_owned(), |level| format!("tile/{level}"));
    let mut groups = vec![index % 1000];
    let mut rest = index / 1000;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    for (at, group) in groups.iter().enumerate().rev() {
        let mark = if at == 0 { "" } else { "x" };
        let _ = write!(path, "/{mark}{group:03}");
    }
    if width < FULL {
        let _ = write!(path, ".p/{width}");
    }
    path
}

/// A bundle of entries: each behind its length in two bytes.
#[must_use]
pub fn bundle<'a>(entries: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    entries.for_each(|entry| put(&mut bytes, entry));
    bytes
}

fn put(bytes: &mut Vec<u8>, entry: &[u8]) {
    // A header ends before that: see `Facts`.
    let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(entry.get(..usize::from(length)).unwrap_or(entry));
}

/// A bundle in the making. It is written and emptied again and again, and its memory stays.
#[derive(Debug, Default)]
pub struct Bundle {
    bytes: Vec<u8>,
    /// The entry that was added last, behind the zero that its leaf begins with.
    leaf: Vec<u8>,
}

impl Bundle {
    /// Adds a record, and hands out its leaf.
    pub fn push(&mut self, header: &Header, digest: &Hash) -> Hash {
        self.leaf.clear();
        self.leaf.push(0);
        header.write(&mut self.leaf);
        self.leaf.extend_from_slice(digest);
        put(&mut self.bytes, self.leaf.get(1..).unwrap_or_default());
        sha256(&self.leaf)
    }

    /// Its bytes so far, as of [`bundle`].
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Begins the next one.
    pub fn clear(&mut self) {
        self.bytes.clear();
    }
}

/// The entries of a bundle.
///
/// # Errors
/// When it ends inside of one.
pub fn unbundle(mut bytes: &[u8]) -> Result<Vec<&[u8]>, Garbled> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(Garbled)?;
        entries.push(entry);
        bytes = rest;
    }
    if bytes.is_empty() { Ok(entries) } else { Err(Garbled) }
}
