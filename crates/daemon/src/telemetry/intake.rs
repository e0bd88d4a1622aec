//! Spans of what comes in.

use super::call::{Call, chance};
use super::context::{Context, span_of, trace_of};
use super::span::{Span, now, text};
use super::traces::Traces;
use filrouge_host::{Accepted, Entry};
use filrouge_machine::Id;

/// What is being taken in.
pub(crate) struct TakingIn {
    /// The call that brought it.
    call: Context,
    began: u64,
    /// One for each entry, in their order; nothing for one that is put aside.
    inputs: Vec<Option<(Id, String)>>,
}

impl Traces {
    /// Remembers where the inputs of `entries` belong, before anything can follow from them.
    pub(crate) fn take_in(&self, entries: &[Entry]) -> TakingIn {
        let inputs: Vec<_> = entries.iter().map(input).collect();
        let first = inputs.iter().flatten().map(|(id, _)| *id).next();
        let current = Call::current();
        let call = match (&current, first) {
            (Some(call), first) => call.span(self, first),
            (None, first) => self.own(first.unwrap_or(Id(u128::from(chance())))),
        };
        let belonging = inputs.iter().flatten().flat_map(|(id, _)| {
            let span = Context { span: span_of(*id), ..call };
            [(*id, span), (Id::of_introduction(*id), span)]
        });
        self.known.remember(belonging);
        TakingIn { call, began: now(), inputs }
    }

    /// Tells what became of the inputs.
    pub(crate) fn taken_in(&self, taking: TakingIn, accepted: &[Accepted]) {
        let TakingIn { call, began, inputs } = taking;
        if !call.sampled {
            return;
        }
        for (input, accepted) in inputs.into_iter().zip(accepted) {
            if let Some((id, source)) = input {
                self.input(call, began, (id, source), accepted);
            }
        }
    }

    fn input(&self, call: Context, began: u64, (id, source): (Id, String), accepted: &Accepted) {
        // The span of a repeated input is there already.
        let is_new = !matches!(accepted, Accepted::Duplicate);
        let own = if is_new { span_of(id) } else { chance() };
        let mut span = Span::below(call, own, "input", began);
        span.ended = now();
        span.attributes = vec![
            text("filrouge.input", id.to_string()),
            text("filrouge.source", source),
            text("filrouge.result", word(accepted)),
        ];
        if is_new && call.trace != trace_of(id) {
            span.links.push((trace_of(id), own));
            self.lead(id, "input", began, (call.trace, own));
        }
        self.tell(span);
    }
}

fn input(entry: &Entry) -> Option<(Id, String)> {
    match entry {
        Entry::Input(ingest) => Some((ingest.id, ingest.source.clone())),
        Entry::Quarantine(_) => None,
    }
}

const fn word(accepted: &Accepted) -> &'static str {
    match accepted {
        Accepted::Applied { .. } => "applied",
        Accepted::Duplicate => "duplicate",
        Accepted::Quarantined(_) => "quarantined",
        Accepted::Nobody => "nobody",
    }
}
