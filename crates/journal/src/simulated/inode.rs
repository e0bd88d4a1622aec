//! A file: as programs see it, and as it is on the disk.

use super::Dice;
use std::collections::BTreeSet;

/// What a disk writes as a whole or not at all.
const SECTOR: usize = 512;

/// The content of a file.
#[derive(Default)]
pub(super) struct Inode {
    /// As programs see it.
    pub seen: Vec<u8>,
    /// As it is on the disk.
    durable: Vec<u8>,
    /// What was done since the last sync.
    pending: Vec<Change>,
}

enum Change {
    Length(usize),
    /// Part of one sector.
    Bytes(usize, Vec<u8>),
}

impl Change {
    /// Changes of the same sector come to the disk in their order.
    fn sector(&self) -> Option<usize> {
        match self {
            Self::Length(_) => None,
            Self::Bytes(offset, _) => Some(offset / SECTOR),
        }
    }

    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Length(length) => bytes.resize(*length, 0),
            Self::Bytes(offset, content) => {
                let end = offset + content.len();
                bytes.resize(bytes.len().max(end), 0);
                if let Some(place) = bytes.get_mut(*offset..end) {
                    place.copy_from_slice(content);
                }
            }
        }
    }
}

impl Inode {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self { seen: bytes.clone(), durable: bytes, pending: Vec::new() }
    }

    pub(super) fn read(&self, buffer: &mut [u8], offset: u64) -> usize {
        let rest = self.seen.get(offset as usize..).unwrap_or_default();
        buffer.iter_mut().zip(rest).map(|(to, from)| *to = *from).count()
    }

    pub(super) fn write(&mut self, bytes: &[u8], offset: u64) {
        let (mut offset, mut bytes) = (offset as usize, bytes);
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at((SECTOR - offset % SECTOR).min(bytes.len()));
            self.change(Change::Bytes(offset, now.to_vec()));
            (offset, bytes) = (offset + now.len(), rest);
        }
    }

    pub(super) fn resize(&mut self, bytes: u64) {
        self.change(Change::Length(bytes as usize));
    }

    fn change(&mut self, change: Change) {
        change.apply(&mut self.seen);
        self.pending.push(change);
    }

    pub(super) fn sync(&mut self) {
        let Self { durable, pending, .. } = self;
        pending.drain(..).for_each(|change| change.apply(durable));
    }

    /// Of each sector the first changes come to the disk, and the others are forgotten, though programs still see
    /// them.
    pub(super) fn lose(&mut self, dice: &mut Dice) {
        // All, none, or anything between.
        let share = dice.below(5);
        let mut stale = BTreeSet::new();
        for change in self.pending.drain(..) {
            if !stale.contains(&change.sector()) && dice.below(4) < share {
                change.apply(&mut self.durable);
            } else {
                stale.insert(change.sector());
            }
        }
    }

    /// Alters a byte that is on the disk.
    pub(super) fn flip(&mut self, offset: usize, mask: u8) -> bool {
        let both =
            [&mut self.seen, &mut self.durable].map(|bytes| bytes.get_mut(offset).map(|byte| *byte ^= mask));
        both.iter().all(Option::is_some)
    }

    /// What programs see is what has come to the disk.
    pub(super) fn crash(&mut self, dice: &mut Dice) {
        self.lose(dice);
        self.seen.clone_from(&self.durable);
    }
}
