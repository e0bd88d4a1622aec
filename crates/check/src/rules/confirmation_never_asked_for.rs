//! A call that confirms what is not left to a service to confirm.

use filrouge_model::{Confirmation, Connector, Model, Tells};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A call that confirms what is not left to a service to confirm.
    pub struct ConfirmationNeverAskedFor { connector: String, right: &'static str, place: Span }
    slug: "confirmation-never-asked-for", severity: Error, since: "0.1",
    message: format!("no call to `{connector}` leaves it to the service to confirm {right}"),
    at: place => "no task waits for it".to_owned(),
    help: Some(format!("say `confirmed=webhook` at an `ask {right}` of `{connector}`, or remove the confirmation")),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for (place, told) in confirmations(model) {
        let Some(connector) = model.connectors.of(&told.connector) else { continue };
        if !is_awaited(connector, told) {
            let connector = connector.name.value.to_string();
            findings.push(ConfirmationNeverAskedFor { connector, right: told.right.word(), place });
        }
    }
}

/// Whether a call over the connector leaves it to the service to say that it is done.
pub(super) fn is_awaited(connector: &Connector, told: &Confirmation) -> bool {
    connector.asks.iter().any(|ask| ask.call.right == told.right && ask.call.confirmed_by_webhook)
}

/// The confirmations of all sources, and where they are written.
pub(super) fn confirmations(model: &Model) -> impl Iterator<Item = (Span, &Confirmation)> {
    let mappings = model.sources.values().flat_map(|source| &source.tells);
    mappings.filter_map(|mapping| match &mapping.tells {
        Tells::Confirmation(told) => Some((mapping.at, told.as_ref()?)),
        _ => None,
    })
}
