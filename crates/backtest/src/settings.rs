//! What is taken for granted where a recording says nothing.

use jiff::Timestamp;

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1000;

/// What is taken for granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The source whose events the recording holds: identities of people follow from it.
    pub source: String,
    /// After how many milliseconds a message is answered `sent`.
    pub delay: i64,
    /// What a `fetch` is answered.
    pub fetch: Reply,
    /// What an `approve` is answered.
    pub approve: Reply,
    /// What is counted: from when on, and for how long behind the last line timers go on.
    pub span: Span,
}

/// An answer that is the same each time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reply {
    /// None, so that the timeout decides.
    #[default]
    Silent,
    /// Yes: an approval.
    Yes,
    /// No: a refusal, or a service that fails for good.
    No,
}

/// The time that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// What was decided before is lived and not counted, in milliseconds since 1970; everything counts without it.
    pub since: Option<i64>,
    /// The same, counted back from the last line.
    pub last: Option<i64>,
    /// For how many milliseconds behind the last line timers go on.
    pub after: i64,
}

impl Default for Span {
    fn default() -> Self {
        Self { since: None, last: None, after: 7 * DAY }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let (fetch, approve) = (Reply::default(), Reply::default());
        Self { source: "recording".to_owned(), delay: 1_000, fetch, approve, span: Span::default() }
    }
}

impl Span {
    /// From when on decisions count, and when everything ends, for a recording whose last line is at `end`.
    pub(crate) fn of(self, end: i64) -> (i64, i64) {
        let since = self.since.or_else(|| self.last.map(|last| end.saturating_sub(last)));
        (since.unwrap_or(i64::MIN), end.saturating_add(self.after))
    }
}

/// A moment as documents write it.
pub(crate) fn moment(millis: i64) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| String::new(), |at| at.to_string())
}
