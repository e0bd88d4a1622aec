//! One finding: what is wrong, where, and what to do about it.

use crate::{Fix, Rule};
use filrouge_source::Span;

/// A sentence about a place in the author's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The words that are underlined.
    pub span: Span,
    /// What is said about them; may be empty.
    pub text: String,
}

/// One mistake, found once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// One sentence: lower case, no full stop, the author's words in backticks.
    pub message: String,
    /// Places; the first is the primary one.
    pub labels: Vec<Label>,
    /// What is allowed, or what to do.
    pub help: Option<String>,
    /// Edits that would repair it.
    pub fixes: Vec<Fix>,
    /// All that could stand in its place; kept only for the word at the author's [`CURSOR`].
    pub allowed: Vec<String>,
}

/// The word that an editor puts where the author's cursor is, to ask what may stand there. Nobody declares it, so
/// whoever looks it up tells what is declared.
pub const CURSOR: &str = "zqCursorqz";

impl Finding {
    /// A finding of `rule` at `span`.
    pub fn new(
        rule: &'static Rule,
        message: impl Into<String>,
        span: Span,
        label: impl Into<String>,
    ) -> Self {
        let labels = vec![Label { span, text: label.into() }];
        Self { rule, message: message.into(), labels, help: None, fixes: Vec::new(), allowed: Vec::new() }
    }

    /// Adds a secondary label at each of `spans`.
    pub fn also(&mut self, spans: &impl Spans, text: impl FnOnce() -> String) {
        let spans = spans.spans();
        if !spans.is_empty() {
            let text = text();
            self.labels.extend(spans.into_iter().map(|span| Label { span, text: text.clone() }));
        }
    }

    /// Keeps what is `allowed` in place of `word`, if the author's cursor is there.
    pub fn allow<T: ToString>(&mut self, word: &str, allowed: &[T]) {
        if word.contains(CURSOR) {
            self.allowed = allowed.iter().map(ToString::to_string).collect();
        }
    }

    /// The primary place; absent only in a finding about no text at all.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// Facts that name places: one, perhaps one, or several.
pub trait Spans {
    /// The places.
    fn spans(&self) -> Vec<Span>;
}

impl Spans for Span {
    fn spans(&self) -> Vec<Span> {
        vec![*self]
    }
}

impl Spans for Option<Span> {
    fn spans(&self) -> Vec<Span> {
        self.iter().copied().collect()
    }
}

impl Spans for Vec<Span> {
    fn spans(&self) -> Vec<Span> {
        self.clone()
    }
}
