//! A page that could not be made.

use std::fmt;

/// Why a page could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmade(String);

impl Unmade {
    /// What went wrong, and with which page.
    #[must_use]
    pub fn of(page: &str, error: impl fmt::Display) -> Self {
        Self(format!("the page `{page}`: {error}"))
    }
}

impl fmt::Display for Unmade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unmade {}
