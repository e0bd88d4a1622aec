//! A channel on a connector that cannot carry its messages.

use filrouge_model::{ConnectorKind, Medium, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A channel on a connector that cannot carry its messages.
    pub struct ConnectorCannotCarry {
        connector: String,
        kind: &'static str,
        medium: &'static str,
        place: Span,
        declared: Span,
    }
    slug: "connector-cannot-carry", severity: Error, since: "0.1",
    message: format!("the connector `{connector}` cannot carry {medium} messages"),
    at: place => format!("`{kind}` carries email only"),
    also: [declared => "the connector is declared here".to_owned()],
    help: Some("use a connector of `kind=http`, which carries anything".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for channel in model.channels.values() {
        let Some(reference) = &channel.connector else { continue };
        let Some(connector) = model.connectors.of(reference) else { continue };
        let (Some(kind), Some(medium)) = (connector.kind, channel.medium.value()) else { continue };
        if kind.value == ConnectorKind::Smtp && *medium != Medium::Email {
            findings.push(ConnectorCannotCarry {
                connector: connector.name.value.to_string(),
                kind: kind.value.word(),
                medium: medium.word(),
                place: reference.name.span,
                declared: connector.at,
            });
        }
    }
}
