//! What goes wrong, and when.

use super::Dice;
use std::io::{self, ErrorKind};

/// What goes wrong on a disk: each kind with a chance of one in so many, 0 for never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Faults {
    /// A write takes only some of its bytes.
    pub short: u64,
    /// A write finds no room.
    pub full: u64,
    /// Any call fails. A sync that fails loses what it was to write, and the next one does not tell.
    pub io: u64,
    /// The call of this number fails, as `SimulatedDisk::operations` counts them.
    pub at: Option<u64>,
    /// Every write fails for want of room.
    pub no_room: bool,
    /// The process dies at the call of this number: of a write some beginning is left, and nothing after it is done.
    pub dies_at: Option<u64>,
    /// Syncs succeed and reach nothing. No program can work on such a disk, and a test must notice.
    pub lies: bool,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Short,
    Full,
    Io,
    /// This is the last call, and is cut short.
    Dying,
    Dead,
}

impl Fate {
    pub(super) fn into_error(self) -> io::Result<()> {
        match self {
            Self::Short => Ok(()),
            Self::Full => Err(ErrorKind::StorageFull.into()),
            Self::Io => Err(io::Error::other("the disk does not answer")),
            Self::Dying | Self::Dead => Err(ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Faults {
    pub(super) fn fate(&self, operation: u64, is_write: bool, dice: &mut Dice) -> Option<Fate> {
        if self.dies_at.is_some_and(|last| operation >= last) {
            return Some(if self.dies_at == Some(operation) { Fate::Dying } else { Fate::Dead });
        }
        if self.at == Some(operation) || dice.one_in(self.io) {
            return Some(Fate::Io);
        }
        if is_write && (self.no_room || dice.one_in(self.full)) {
            return Some(Fate::Full);
        }
        (is_write && dice.one_in(self.short)).then_some(Fate::Short)
    }
}
