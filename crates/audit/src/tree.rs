//! The tree as it grows: what of it is not in a full tile yet.

use crate::hash::{Hash, left_of, node, over, sha256};
use crate::tile::{FULL, Tile};

/// A tree to which leaves are added. It holds the hashes of the tiles that are not full; full ones are handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// The last tile of each level, not full.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// A tree of `size` leaves, by the last tile of each level; none when they do not fit the size.
    #[must_use]
    pub fn resumed(size: u64, mut last: impl FnMut(u8, u64) -> Option<Vec<Hash>>) -> Option<Self> {
        let mut levels = Vec::new();
        let (mut level, mut count) = (0, size);
        while count > 0 {
            let width = (count % FULL as u64) as usize;
            let mut hashes = if width == 0 { Vec::new() } else { last(level, count / FULL as u64)? };
            if hashes.len() < width {
                return None;
            }
            hashes.truncate(width);
            levels.push(hashes);
            (level, count) = (level + 1, count / FULL as u64);
        }
        Some(Self { size, levels })
    }

    /// How many leaves it has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; `full` is handed each tile that it fills.
    pub fn push(&mut self, leaf: Hash, mut full: impl FnMut(Tile)) {
        let (mut hash, mut count) = (leaf, self.size);
        self.size += 1;
        for level in 0.. {
            if self.levels.len() == usize::from(level) {
                self.levels.push(Vec::with_capacity(FULL));
            }
            let Some(hashes) = self.levels.get_mut(usize::from(level)) else { return };
            hashes.push(hash);
            if hashes.len() < FULL {
                return;
            }
            hash = over(hashes);
            full(Tile { level, index: count / FULL as u64, hashes: std::mem::take(hashes) });
            count /= FULL as u64;
        }
    }

    /// The tiles that are not full, those without a hash left out.
    pub fn partial(&self) -> impl Iterator<Item = Tile> + '_ {
        let levels = self.levels.iter().zip(0_u8..).filter(|(hashes, _)| !hashes.is_empty());
        levels.map(|(hashes, level)| {
            let index = self.size.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0);
            Tile { level, index, hashes: hashes.clone() }
        })
    }

    /// The hash over all leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        let peaks = self.levels.iter().flat_map(|hashes| peaks(hashes).into_iter().rev());
        peaks.reduce(|right, left| node(&left, &right)).unwrap_or_else(|| sha256(&[]))
    }
}

/// The tops of the perfect trees over `hashes`, from the left.
fn peaks(mut hashes: &[Hash]) -> Vec<Hash> {
    let mut tops = Vec::new();
    while !hashes.is_empty() {
        let width = left_of(hashes.len() as u64 + 1) as usize;
        let (perfect, rest) = hashes.split_at(width.min(hashes.len()));
        tops.push(over(perfect));
        hashes = rest;
    }
    tops
}
