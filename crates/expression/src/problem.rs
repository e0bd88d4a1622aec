//! What is wrong with the spelling of an expression.

use crate::Extent;

/// A mistake of spelling, before any name or type is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: Extent,
    /// One sentence: lower case, no full stop.
    pub message: String,
    /// What is said under the words.
    pub label: String,
    /// What to do instead.
    pub help: Option<String>,
    /// The repair, when there is one.
    pub fix: Option<Replacement>,
}

/// An edit of the decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What the edit does, as an order.
    pub title: String,
    /// What is replaced.
    pub at: Extent,
    /// What stands there afterwards.
    pub text: String,
    /// Whether only one meaning is left.
    pub safe: bool,
}

impl Problem {
    pub(crate) fn new(at: Extent, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { at, message: message.into(), label: label.into(), help: None, fix: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn fix(self, title: impl Into<String>, text: impl Into<String>) -> Self {
        let at = self.at;
        self.fix_at(title, at, text, true)
    }

    pub(crate) fn fix_at(
        mut self,
        title: impl Into<String>,
        at: Extent,
        text: impl Into<String>,
        safe: bool,
    ) -> Self {
        self.fix = Some(Replacement { title: title.into(), at, text: text.into(), safe });
        self
    }
}
