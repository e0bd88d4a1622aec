//! A fetch from a connector that cannot be asked.

use filrouge_model::{Action, ConnectorKind, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A fetch from a connector that cannot be asked.
    pub struct ConnectorCannotAnswer { connector: String, kind: &'static str, place: Span, declared: Span }
    slug: "connector-cannot-answer", severity: Error, since: "0.1",
    message: format!("the connector `{connector}` cannot be asked anything"),
    at: place => format!("`{kind}` takes messages and answers nothing"),
    also: [declared => "the connector is declared here".to_owned()],
    help: Some("ask a connector of `kind=http`".to_owned()),
}

pub(super) fn check(journey: &Journey, setting: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        let Action::Fetch(fetch) = &step.action else { continue };
        let Some(reference) = &fetch.from else { continue };
        let Some(connector) = setting.connectors.of(reference) else { continue };
        let Some(kind) = connector.kind.filter(|kind| kind.value == ConnectorKind::Smtp) else { continue };
        findings.push(ConnectorCannotAnswer {
            connector: connector.name.value.to_string(),
            kind: kind.value.word(),
            place: reference.name.span,
            declared: connector.at,
        });
    }
}
