//! One finding: what is wrong, where, and what to do about it.

use crate::{Fix, Language, Rule};
use filrouge_source::Span;
use std::borrow::Cow;

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

    /// Every sentence of it: what is wrong, about which words, what to do.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        let labels = self.labels.iter().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
        let titles = self.fixes.iter().map(|fix| fix.title.as_str());
        std::iter::once(self.message.as_str()).chain(labels).chain(self.help.as_deref()).chain(titles)
    }

    /// The finding as it is told in a language.
    #[must_use]
    pub fn told(&self, language: Language) -> Cow<'_, Self> {
        if language == Language::English {
            return Cow::Borrowed(self);
        }
        let mut told = self.clone();
        let labels = told.labels.iter_mut().map(|label| &mut label.text);
        let titles = told.fixes.iter_mut().map(|fix| &mut fix.title);
        let sentences =
            std::iter::once(&mut told.message).chain(labels).chain(told.help.as_mut()).chain(titles);
        sentences.for_each(|sentence| *sentence = language.tell(sentence).into_owned());
        Cow::Owned(told)
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
