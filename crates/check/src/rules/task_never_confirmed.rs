//! A task that only a service can confirm, by a call that no source reads.

use super::confirmation_never_asked_for::confirmations;
use filrouge_model::{Ask, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A task that only a service can confirm, by a call that no source reads.
    pub struct TaskNeverConfirmed { connector: String, right: &'static str, place: Span }
    slug: "task-never-confirmed", severity: Error, since: "0.1",
    message: format!("`{connector}` is to confirm {right} by a call of its own, and no source reads one"),
    at: place => "nobody hears that it is done".to_owned(),
    help: Some(format!("add `confirmation {right} connector={connector}` to a source of `kind=webhook`, or say `confirmed=by-hand`")),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for connector in model.connectors.values() {
        let name = &connector.name.value;
        let is_heard = |ask: &&Ask| {
            confirmations(model).any(|(_, told)| told.connector.name.value == *name && told.right == ask.call.right)
        };
        let left = connector.asks.iter().filter(|ask| ask.call.confirmed_by_webhook);
        if let Some(ask) = left.filter(|ask| !is_heard(ask)).min_by_key(|ask| ask.at.start) {
            let (connector, right) = (name.to_string(), ask.call.right.word());
            findings.push(TaskNeverConfirmed { connector, right, place: ask.at });
        }
    }
}
