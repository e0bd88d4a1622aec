//! A piece of work that is over. It holds ids, names of the plan and reasons, never a person's data.

use super::context::Context;
use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

/// A piece of work that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(super) trace: u128,
    pub(super) id: u64,
    pub(super) parent: Option<u64>,
    pub(super) name: Cow<'static, str>,
    pub(super) kind: Kind,
    /// In nanoseconds since 1970.
    pub(super) began: u64,
    pub(super) ended: u64,
    pub(super) attributes: Vec<Attribute>,
    /// Spans of other traces that belong to it: trace and span.
    pub(super) links: Vec<(u128, u64)>,
    /// What went wrong.
    pub(super) failure: Option<String>,
}

/// What is said of a span.
pub(crate) type Attribute = (&'static str, Word);

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    /// A text.
    Text(Cow<'static, str>),
    /// A number.
    Number(u64),
}

/// On which side of a call the work was done, by the numbers of OTLP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Inside.
    Internal = 1,
    /// Somebody called us.
    Server = 2,
    /// We called somebody.
    Client = 3,
}

impl Span {
    /// A span of `trace` that begins and ends at `at`.
    pub(super) fn at(at: u64, trace: u128, id: u64, name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            trace,
            id,
            parent: None,
            name: name.into(),
            kind: Kind::Internal,
            began: at,
            ended: at,
            attributes: Vec::new(),
            links: Vec::new(),
            failure: None,
        }
    }

    /// A span below another one.
    pub(super) fn below(parent: Context, id: u64, name: impl Into<Cow<'static, str>>, at: u64) -> Self {
        Self { parent: Some(parent.span), ..Self::at(at, parent.trace, id, name) }
    }
}

/// A text about a span.
pub(super) fn text(name: &'static str, text: impl Into<Cow<'static, str>>) -> Attribute {
    (name, Word::Text(text.into()))
}

/// A number about a span.
pub(super) const fn number(name: &'static str, number: u64) -> Attribute {
    (name, Word::Number(number))
}

/// The time, in nanoseconds since 1970.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// Milliseconds since 1970 in nanoseconds.
pub(super) fn nanos(millis: i64) -> u64 {
    u64::try_from(millis).unwrap_or(0).saturating_mul(1_000_000)
}
