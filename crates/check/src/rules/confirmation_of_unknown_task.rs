//! A call that names a task by something that the service was never told, or that nobody has kept.

use super::confirmation_never_asked_for::{confirmations, is_awaited};
use filrouge_model::{Ask, Confirmation, Connector, Model};
use filrouge_plan::ask::Piece;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A call that names a task by something that the service was never told, or that nobody has kept.
    pub struct ConfirmationOfUnknownTask { connector: String, right: &'static str, name: String, place: Span }
    slug: "confirmation-of-unknown-task", severity: Error, since: "0.1",
    message: format!("no `ask {right}` of `{connector}` knows `{name}`, by which the task is named"),
    at: place => "names no task".to_owned(),
    help: Some(
        "put `{task.id}` into a call, as `body \"/reference\" \"{task.id}\"`, or name a value that a call keeps, as `kept=job`".to_owned()
    ),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for (_, told) in confirmations(model) {
        let Some(connector) = model.connectors.of(&told.connector) else { continue };
        // Of what is not asked for, that alone is told.
        if is_awaited(connector, told) && !is_known(connector, told) {
            let name = told.kept.as_ref().map_or_else(|| "task.id".to_owned(), |own| format!("kept.{}", own.value));
            let (right, place) = (told.right.word(), told.kept.as_ref().map_or(told.task_at, |own| own.span));
            findings.push(ConfirmationOfUnknownTask { connector: connector.name.value.to_string(), right, name, place });
        }
    }
}

fn is_known(connector: &Connector, told: &Confirmation) -> bool {
    let mut calls = connector.asks.iter().filter(|ask| ask.call.right == told.right);
    calls.any(|Ask { call, .. }| match &told.kept {
        Some(kept) => call.keep.iter().any(|(name, _)| **name == *kept.value),
        None => call.pieces().any(|piece| *piece == Piece::Task),
    })
}
