//! What can go wrong in a journal.

use std::fmt;
use std::io;

/// A journal could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalError {
    /// The kind of failure, which decides what to do about it.
    pub fault: Fault,
    /// What happened, to which file, and what to do, for the operator.
    pub detail: String,
}

/// Kinds of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No room is left. It passes when room is made.
    Full,
    /// Reading or writing failed. `Journal::recover` goes on in another file.
    Io,
    /// The files contradict themselves. Nobody but the operator can help, with a backup or with `repair`.
    Corrupt,
    /// A file belongs to another journal or to a later version. Nothing is wrong with it, so nothing is repaired.
    Foreign,
    /// The call itself is at fault; nothing was changed.
    Refused,
}

impl JournalError {
    pub(crate) fn refused(detail: impl Into<String>) -> Self {
        Self { fault: Fault::Refused, detail: detail.into() }
    }

    /// The system could not read or write `place`.
    pub(crate) fn io(place: &str, error: &io::Error) -> Self {
        let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if full {
            let detail = format!(
                "no room is left for `{place}` ({error}); make room on that disk, and work goes on by itself"
            );
            return Self { fault: Fault::Full, detail };
        }
        Self {
            fault: Fault::Io,
            detail: format!("`{place}` cannot be read or written ({error}); check its disk"),
        }
    }

    /// The content of `place` cannot be trusted from `offset` on, where `sequence` should stand.
    pub(crate) fn damaged(place: &str, offset: u64, sequence: u64, what: impl fmt::Display) -> Self {
        Self::corrupt(format!("`{place}` is damaged at byte {offset}, record {sequence}: {what}"))
    }

    /// A file that is as it should be nowhere.
    pub(crate) fn corrupt(what: impl fmt::Display) -> Self {
        let detail = format!(
            "{what}; stop, keep a copy of the whole directory, then restore a backup, or give up what stands behind \
             the damage with `filrouge store repair`"
        );
        Self { fault: Fault::Corrupt, detail }
    }

    /// A file of somebody else, or of a later version: repairing would destroy it.
    pub(crate) fn foreign(what: impl fmt::Display) -> Self {
        Self { fault: Fault::Foreign, detail: what.to_string() }
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for JournalError {}
