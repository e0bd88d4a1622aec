//! Spans of decisions, made from what is written of them.

mod row;

use super::context::{Context, span_of, trace_of};
use super::span::{Attribute, Span, nanos, text};
use super::traces::Traces;
use filrouge_host::{DecisionRow, Following};
use filrouge_machine::Id;
use row::Row;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::watch;

/// Walks to which what wakes up of itself is led back, at the most.
const WALKS: usize = 16;

/// Tells every decision, until `stop` and then those that are there already.
pub(super) async fn follow(traces: Arc<Traces>, mut following: Following, mut stop: watch::Receiver<bool>) {
    loop {
        let rows = tokio::select! {
            biased;
            rows = following.rows() => rows,
            _ = stop.wait_for(|stopping| *stopping) => return,
        };
        match rows {
            Some(Ok(rows)) => traces.decided(&rows),
            Some(Err(groups)) => traces.metrics.spans_dropped.add(usize::try_from(groups).unwrap_or(0)),
            None => return,
        }
    }
}

impl Traces {
    /// Tells the decisions of one group.
    fn decided(&self, rows: &[DecisionRow]) {
        let rows: Vec<Row<'_>> = rows.iter().filter_map(Row::read).collect();
        for of_input in rows.chunk_by(|one, next| one.input == next.input) {
            let Some(first) = of_input.first() else { continue };
            let known = self.known.of(first.input);
            let parent = known.unwrap_or_else(|| self.own(first.input));
            if !parent.sampled {
                continue;
            }
            if known.is_none() {
                self.woke(parent, first.at, of_input);
            }
            of_input.iter().for_each(|row| self.decision(parent, row));
        }
    }

    /// What nobody called for, such as a timer, begins a trace. It is led back to where the walks began that it is about.
    fn woke(&self, own: Context, at: i64, rows: &[Row<'_>]) {
        let walks: BTreeSet<Id> = rows.iter().filter_map(|row| row.instance).collect();
        let mut span = Span::at(nanos(at), own.trace, own.span, "wake");
        span.links = walks.into_iter().take(WALKS).map(|walk| (trace_of(walk), span_of(walk))).collect();
        self.tell(span);
    }

    fn decision(&self, parent: Context, row: &Row<'_>) {
        let (at, own) = (nanos(row.at), span_of(row.id));
        let mut span = Span::below(parent, own, row.verdict.word.to_string(), at);
        span.attributes = attributes(row);
        if let Some(walk) = row.instance.filter(|_| row.verdict.word == "entered") {
            span.links.push((trace_of(walk), span_of(walk)));
            self.lead(walk, "walk", at, (parent.trace, own));
        }
        self.tell(span);
    }
}

fn attributes(row: &Row<'_>) -> Vec<Attribute> {
    let mut attributes = vec![text("filrouge.decision", row.id.to_string())];
    let names = [
        ("filrouge.journey", Some(row.journey.to_string()).filter(|journey| !journey.is_empty())),
        ("filrouge.step", row.step.as_ref().map(ToString::to_string)),
        ("filrouge.reason", row.verdict.reason().map(str::to_owned)),
        ("filrouge.effect", row.verdict.effect().map(|effect| effect.to_string())),
    ];
    attributes.extend(names.into_iter().filter_map(|(name, value)| Some(text(name, value?))));
    attributes
}
