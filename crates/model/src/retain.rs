//! `retain`: how long something is kept.

use crate::linker::map_opt;
use filrouge_language::kinds::Duration;
use filrouge_language::words::retain as word;
use filrouge_language::{One, Opt};
use filrouge_plan::Period;
use filrouge_source::Span;

pub use filrouge_language::words::retain::{Since, Then};

/// How long something is kept, from when, and what happens then.
#[derive(Debug, Clone, PartialEq)]
pub struct Retain {
    /// Where it is written.
    pub at: Span,
    /// How long.
    pub keep: One<Period>,
    /// What the period counts from.
    pub since: Opt<Since>,
    /// What happens at its end.
    pub then: Opt<Then>,
}

pub(crate) fn link(word: &Opt<word::Retain>) -> Opt<Retain> {
    map_opt(word, |retain| {
        let word = &retain.value;
        let keep = match &word.period {
            One::Given(given) => One::Given(given.as_ref().map(|duration| period(*duration))),
            One::Broken(span) => One::Broken(*span),
        };
        Some(Retain { at: word.at.head, keep, since: word.since.clone(), then: word.then.clone() })
    })
}

/// A duration as the plan holds it.
pub(crate) fn period(duration: Duration) -> Period {
    Period { months: duration.months, days: duration.days, millis: duration.seconds.saturating_mul(1_000) }
}

/// An optional duration as the plan holds it.
pub(crate) fn period_of(duration: &Opt<Duration>) -> Opt<Period> {
    map_opt(duration, |given| Some(period(given.value)))
}
