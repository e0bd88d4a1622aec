//! Edits that repair a finding.

use filrouge_source::Span;

/// How far a fix may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Keeps the meaning, or there is only one meaning left: may be applied without asking.
    Safe,
    /// May change what the project does: applied only when asked for.
    Unsafe,
    /// An example of what could stand here: never applied by a machine.
    Shown,
}

impl Safety {
    /// The word that machines read: `safe`, `unsafe` or `shown`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Shown => "shown",
        }
    }
}

/// The replacement of one range of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A named set of edits that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as an order: "quote the duration".
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit that may be applied without asking.
    pub fn safe(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::one(Safety::Safe, title, span, text)
    }

    /// A fix of one edit that is applied only when asked for.
    pub fn risky(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::one(Safety::Unsafe, title, span, text)
    }

    /// An example that is never applied by a machine.
    pub fn shown(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::one(Safety::Shown, title, span, text)
    }

    fn one(safety: Safety, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), safety, edits: vec![Edit { span, text: text.into() }] }
    }
}
