//! What the store keeps in memory, in bytes.

/// The parts of the memory. They are bounds of what is kept, and not of what one commit takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Pages of the file, for the thread that writes it.
    pub written: usize,
    /// Pages of the file, for the drive loop.
    pub read: usize,
    /// What tells which ids were never seen.
    pub filter: usize,
    /// Records of the journal in a layer.
    pub layer: usize,
}

/// What is kept when nobody says how much.
const USUAL: usize = 64 << 20;

/// A layer of less would write each page for a few rows.
const THINNEST: usize = 4 << 20;

/// One of more makes the file no faster, and a start longer.
const THICKEST: usize = 64 << 20;

impl Room {
    /// The parts of so many bytes.
    pub(super) fn of(memory: usize) -> Self {
        let part = memory / 16;
        let layer = (6 * part).clamp(THINNEST, THICKEST);
        Self { written: 3 * part, read: 3 * part, filter: 2 * part, layer }
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::of(USUAL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_not_more_than_the_whole() {
        for memory in [32 << 20, USUAL, 1 << 30] {
            let Room { written, read, filter, layer } = Room::of(memory);
            assert!(written + read + filter + layer <= memory);
        }
    }

    #[test]
    fn little_memory_still_has_layers() {
        assert_eq!(Room::of(0).layer, THINNEST);
    }
}
