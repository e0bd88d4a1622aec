//! Spans of calls to services.

use super::context::{Context, span_of_call};
use super::span::{Kind, Span, now, number, text};
use super::traces::Traces;
use filrouge_machine::Id;

/// A call to a service, under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calling {
    effect: Id,
    attempt: u32,
    /// The span that it is below.
    parent: Context,
    began: u64,
}

/// What became of a call.
pub(crate) struct Called<'c> {
    /// `deliver`, or `ask`.
    pub(crate) name: &'static str,
    /// The connector.
    pub(crate) connector: &'c str,
    /// The journey that calls.
    pub(crate) journey: &'c str,
    /// The step that calls.
    pub(crate) step: &'c str,
    /// What came of it, in words without personal data.
    pub(crate) outcome: String,
    /// Whether that was what was wanted.
    pub(crate) good: bool,
}

impl Calling {
    /// The span of the call, as the service is told.
    pub(crate) fn span(&self) -> Context {
        Context { span: span_of_call(self.effect, self.attempt), ..self.parent }
    }
}

impl Traces {
    /// A call for an effect of `input`. An effect of an earlier version does not say what led to it, and has the trace
    /// of its own.
    pub(crate) fn calling(&self, input: Option<Id>, effect: Id, attempt: u32) -> Calling {
        Calling { effect, attempt, parent: self.of(input.unwrap_or(effect)), began: now() }
    }

    /// Tells what became of a call. What is decided by its outcome belongs to it.
    pub(crate) fn called(&self, calling: &Calling, called: Called<'_>) {
        let (own, outcome) = (calling.span(), called.outcome);
        self.known.remember([(Id::of_outcome(calling.effect), own)]);
        if !own.sampled {
            return;
        }
        let mut span = Span::below(calling.parent, own.span, called.name, calling.began);
        span.kind = Kind::Client;
        span.ended = now();
        span.attributes = vec![
            text("filrouge.connector", called.connector.to_owned()),
            text("filrouge.journey", called.journey.to_owned()),
            text("filrouge.step", called.step.to_owned()),
            text("filrouge.effect", calling.effect.to_string()),
            number("filrouge.attempt", u64::from(calling.attempt)),
            text("filrouge.outcome", outcome.clone()),
        ];
        span.failure = (!called.good).then_some(outcome);
        self.tell(span);
    }
}
