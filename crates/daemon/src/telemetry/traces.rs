//! What every part of the daemon tells its spans to.

use super::context::{Context, span_of, trace_of};
use super::known::Known;
use super::sampler::Sampler;
use super::span::Span;
use crate::metrics::Metrics;
use filrouge_machine::Id;
use std::sync::Arc;
use tokio::sync::mpsc;

/// What every part of the daemon tells its spans to.
#[derive(Debug)]
pub(crate) struct Traces {
    pub(super) sampler: Sampler,
    /// Whether the traces of callers are continued.
    pub(super) continues: bool,
    pub(super) known: Known,
    pub(super) spans: mpsc::Sender<Span>,
    pub(super) metrics: Arc<Metrics>,
}

impl Traces {
    /// Hands a span over, or drops it when too many wait.
    pub(super) fn tell(&self, span: Span) {
        if self.spans.try_send(span).is_err() {
            self.metrics.spans_dropped.add(1);
        }
    }

    /// The span that an id names in the trace of its own.
    pub(super) fn own(&self, id: Id) -> Context {
        let trace = trace_of(id);
        Context { trace, span: span_of(id), sampled: self.sampler.keeps(trace) }
    }

    /// The span of an input: in the trace of the call that brought it, as long as that is remembered.
    pub(super) fn of(&self, input: Id) -> Context {
        self.known.of(input).unwrap_or_else(|| self.own(input))
    }

    /// A span that leads from the trace of an id's own to `to`, where it was: whoever knows the id, and nothing else,
    /// finds the way.
    pub(super) fn lead(&self, id: Id, name: &'static str, at: u64, to: (u128, u64)) {
        let mut span = Span::at(at, trace_of(id), span_of(id), name);
        span.links.push(to);
        self.tell(span);
    }
}
