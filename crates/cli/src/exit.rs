//! How a command ends, and the one table of exit codes.

mod table;

pub use table::summary;

use std::fmt;
use std::process::ExitCode;

/// What a command returns.
pub type Outcome = Result<Exit, Failure>;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Clean,
    /// There are findings, or a test failed.
    Found,
    /// Wrong usage, or a file or a server could not be reached.
    Unusable,
    /// A decision could not be recorded, or not as it was.
    Unrecorded,
    /// Something changes.
    Changes,
    /// Something changes for which somebody has to say yes.
    NeedsApproval,
    /// More is done with personal data, and the privacy approver has not agreed.
    NeedsPrivacyApprover,
}

impl Exit {
    /// `Found` when something is wrong.
    pub const fn unless(wrong: bool) -> Self {
        if wrong { Self::Found } else { Self::Clean }
    }

    /// What the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Found => 1,
            Self::Unusable | Self::Changes => 2,
            Self::Unrecorded | Self::NeedsApproval => 3,
            Self::NeedsPrivacyApprover => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command could not do its work, for the person who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// `what` could not be done because of `error`.
    pub fn new(what: impl fmt::Display, error: impl fmt::Display) -> Self {
        Self(format!("{what}: {error}"))
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
