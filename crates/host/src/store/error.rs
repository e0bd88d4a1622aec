//! What can go wrong in a store.

use std::fmt;

/// A store could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// The kind of failure, which decides what to do about it.
    pub fault: Fault,
    /// What happened and what to do, for the operator; without personal data.
    pub detail: String,
}

/// Kinds of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No room is left. It passes when room is made.
    Full,
    /// Reading or writing failed. What is on the disk must be looked at again before anything is written.
    Io,
    /// The data contradict themselves. Nobody but the operator can help.
    Corrupt,
}

impl StoreError {
    /// An error of this kind.
    #[must_use]
    pub fn new(fault: Fault, detail: impl Into<String>) -> Self {
        Self { fault, detail: detail.into() }
    }

    /// A stored body that cannot be read back.
    #[must_use]
    pub fn unreadable(what: &str, error: impl fmt::Display) -> Self {
        Self::new(Fault::Corrupt, format!("{what} in the store cannot be read: {error}"))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for StoreError {}
