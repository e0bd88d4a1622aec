//! Data that goes further than its service.

use crate::countries::is_free;
use crate::statutes::Statutes;
use filrouge_model::Connector;
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

rule! {
    /// Data that goes further than its service.
    pub struct FailoverWithoutSafeguard {
        connector: String,
        country: String,
        /// The company that handles it there; nothing when it is the service itself, when its usual place is down.
        company: Option<String>,
        place: Span,
    }
    slug: "failover-without-safeguard", severity: Error, since: "0.1",
    message: match company {
        Some(company) => format!("`{company}` handles data of `{connector}` in `{country}`, and nothing protects it there"),
        None => format!("`{connector}` moves data to `{country}` when its usual place is down, and nothing protects it there"),
    },
    at: place => "wider than what was agreed".to_owned(),
    help: Some(match company {
        Some(_) => "add `transfer=scc` to it, once it is so, or have the service work without it".to_owned(),
        None => "add `transfer scc assessment=\"TIA-2026-01\"` to the connector, or have it stay where it is".to_owned(),
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for connector in law.model.connectors.values() {
        for (company, country) in further(connector) {
            if !is_free(&country.value, "T04", law) {
                findings.push(FailoverWithoutSafeguard {
                    connector: connector.name.value.to_string(),
                    country: country.value.to_string(),
                    company,
                    place: country.span,
                });
            }
        }
    }
}

/// The countries behind a service that no mechanism covers.
fn further(connector: &Connector) -> Vec<(Option<String>, &Spanned<Box<str>>)> {
    let failover = connector.failover.iter().filter(|_| connector.transfer.is_none());
    let others = connector.sub_processors.iter().filter(|own| own.transfer.is_absent());
    let others = others.map(|own| (Some(own.name.value.to_string()), &own.country));
    failover.map(|country| (None, country)).chain(others).collect()
}
