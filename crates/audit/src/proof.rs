//! Proofs: that a record is in a log, and that a log was only added to.

use crate::hash::{Hash, leaf, left_of, node, over};
use crate::record::Garbled;
use crate::tile::{FULL, Tiles};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt::Write as _;

/// The first line of a proof.
const FORM: &str = "c2sp.org/tlog-proof@v1";

/// That a record is in a log, to be taken elsewhere: it needs only the key of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The entry.
    pub entry: Vec<u8>,
    /// Its number.
    pub index: u64,
    /// Hashes on the way to the root, from below.
    pub path: Vec<Hash>,
    /// A signed checkpoint of a log that has it.
    pub checkpoint: String,
}

impl Proof {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        let entry = BASE64_STANDARD.encode(&self.entry);
        let mut text = format!("{FORM}\nextra {entry}\nindex {}\n", self.index);
        for hash in &self.path {
            let _ = writeln!(text, "{}", BASE64_STANDARD.encode(hash));
        }
        text + "\n" + &self.checkpoint
    }

    /// Reads its text; that it is one says nothing of what it proves.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Garbled> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(Garbled)?;
        let mut lines = head.lines();
        let (form, extra, index) = (lines.next(), lines.next(), lines.next());
        let entry = extra.filter(|_| form == Some(FORM)).and_then(|extra| extra.strip_prefix("extra "));
        let index = index.and_then(|index| index.strip_prefix("index ")?.parse().ok()).ok_or(Garbled)?;
        let entry = BASE64_STANDARD.decode(entry.ok_or(Garbled)?).map_err(|_| Garbled)?;
        let path = lines.map(|line| BASE64_STANDARD.decode(line).ok()?.try_into().ok());
        let path = path.collect::<Option<_>>().ok_or(Garbled)?;
        Ok(Self { entry, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// Whether the entry is in the tree of this size and root.
    #[must_use]
    pub fn holds(&self, size: u64, root: &Hash) -> bool {
        proves_inclusion(&leaf(&self.entry), self.index, size, root, &self.path)
    }
}

/// The way from leaf `index` to the root of the first `size` leaves.
///
/// # Errors
/// When a tile cannot be read.
pub fn inclusion<T: Tiles>(tiles: &T, index: u64, size: u64) -> Result<Vec<Hash>, T::Error> {
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + left_of(to - from);
        let (aside, next) =
            if index < middle { ((middle, to), (from, middle)) } else { ((from, middle), (middle, to)) };
        path.push(range(tiles, aside.0, aside.1)?);
        (from, to) = next;
    }
    path.reverse();
    Ok(path)
}

/// That the first `old` of `size` leaves are those of the tree that had `old`.
///
/// # Errors
/// When a tile cannot be read.
pub fn consistency<T: Tiles>(tiles: &T, old: u64, size: u64) -> Result<Vec<Hash>, T::Error> {
    if old == 0 || old >= size {
        return Ok(Vec::new());
    }
    let (mut from, mut to, mut path) = (0, size, Vec::new());
    // `old` is the end of what is looked for; once it is that of a whole tree, the way is at its end.
    while old != to {
        let middle = from + left_of(to - from);
        if old <= middle {
            path.push(range(tiles, middle, to)?);
            to = middle;
        } else {
            path.push(range(tiles, from, middle)?);
            from = middle;
        }
    }
    if from > 0 {
        path.push(range(tiles, from, to)?);
    }
    path.reverse();
    Ok(path)
}

/// The hash over leaves from `from` up to `to`, which are a tree or the right end of one.
fn range<T: Tiles>(tiles: &T, from: u64, to: u64) -> Result<Hash, T::Error> {
    let count = to - from;
    if count.is_power_of_two() {
        return perfect(tiles, from, count);
    }
    let middle = from + left_of(count);
    Ok(node(&range(tiles, from, middle)?, &range(tiles, middle, to)?))
}

/// The hash over a perfect tree: its leaves stand in one tile of the level next below.
fn perfect<T: Tiles>(tiles: &T, from: u64, count: u64) -> Result<Hash, T::Error> {
    let height = count.trailing_zeros();
    let level = height / 8;
    let (first, width) = (from >> (8 * level), 1_usize << (height % 8));
    let tile = tiles.tile(level as u8, first / FULL as u64)?;
    let hashes = tile.get((first % FULL as u64) as usize..).and_then(|rest| rest.get(..width));
    // A tile that is too short proves nothing, and whoever verifies will see it.
    Ok(over(hashes.unwrap_or_default()))
}

/// Whether `path` leads from the leaf of number `index` to the root of `size` leaves (RFC 9162, 2.1.3.2).
#[must_use]
pub fn proves_inclusion(leaf: &Hash, index: u64, size: u64, root: &Hash, path: &[Hash]) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for aside in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            hash = node(aside, &hash);
            while at.is_multiple_of(2) && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node(&hash, aside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether `path` proves that a log of `old` leaves and one root grew to `size` leaves and another (RFC 9162, 2.1.4.2).
#[must_use]
pub fn proves_consistency(old: (u64, &Hash), new: (u64, &Hash), path: &[Hash]) -> bool {
    let ((old, before), (size, root)) = (old, new);
    if old == 0 || old >= size {
        return path.is_empty() && (old == 0 || old == size && before == root);
    }
    let mut way = path.iter();
    let first = if old.is_power_of_two() { Some(before) } else { way.next() };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (old - 1, size - 1);
    while at % 2 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let (mut low, mut high) = (*first, *first);
    for aside in way {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            (low, high) = (node(aside, &low), node(aside, &high));
            while at.is_multiple_of(2) && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            high = node(&high, aside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && low == *before && high == *root
}
