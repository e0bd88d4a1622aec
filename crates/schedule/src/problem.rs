//! What is wrong with the text of a schedule.

use std::ops::Range;

/// A mistake in the text of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text that are wrong.
    pub at: Range<usize>,
    /// One sentence: lower case, no full stop.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

impl Problem {
    pub(crate) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
