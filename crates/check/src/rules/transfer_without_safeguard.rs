//! Data that leaves for a country without protection.

use crate::countries::is_free;
use crate::statutes::Statutes;
use filrouge_model::{Connector, Mechanism, Role};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

/// What is missing of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsafe {
    /// Nobody says where the data goes.
    Nowhere,
    /// The country, and no mechanism.
    Country(String),
    /// The mechanism, and no assessment of the law of the country.
    Unassessed(&'static str),
}

rule! {
    /// Data that leaves for a country without protection.
    pub struct TransferWithoutSafeguard { connector: String, missing: Unsafe, place: Span }
    slug: "transfer-without-safeguard", severity: Error, since: "0.1",
    message: match missing {
        Unsafe::Nowhere => format!("the connector `{connector}` does not say where the data is handled"),
        Unsafe::Country(country) => format!("data goes to `{country}` with `{connector}`, and nothing protects it there"),
        Unsafe::Unassessed(_) => format!("nobody assessed the law of the country to which `{connector}` takes the data"),
    },
    at: place => match missing {
        Unsafe::Nowhere => "in which country?".to_owned(),
        Unsafe::Country(_) => "neither in the European Economic Area nor found adequate".to_owned(),
        Unsafe::Unassessed(mechanism) => format!("`{mechanism}` alone does not do"),
    },
    help: Some(match missing {
        Unsafe::Nowhere => "add `country FR` with the code of the country".to_owned(),
        Unsafe::Country(_) => {
            "add `transfer scc assessment=\"TIA-2026-01\" since=\"2026-01-10\"` or another mechanism".to_owned()
        }
        Unsafe::Unassessed(_) => "add `assessment=\"TIA-2026-01\"` with the place where it is kept".to_owned(),
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let others = law.model.connectors.values().filter(|own| own.role.value() != Some(&Role::Own));
    for connector in others {
        if let Some((missing, place)) = missing(connector, law) {
            let connector = connector.name.value.to_string();
            findings.push(TransferWithoutSafeguard { connector, missing, place });
        }
    }
}

fn missing(connector: &Connector, law: &Statutes<'_>) -> Option<(Unsafe, Span)> {
    let Some(country) = connector.country.get() else {
        return connector.country.is_absent().then_some((Unsafe::Nowhere, connector.at));
    };
    if is_free(&country.value, "T02", law) {
        return None;
    }
    let Some(transfer) = &connector.transfer else {
        return Some((Unsafe::Country(country.value.to_string()), country.span));
    };
    let contract = matches!(transfer.mechanism.value, Mechanism::Scc | Mechanism::Bcr);
    let lacks = contract && transfer.assessment.is_absent();
    lacks.then(|| (Unsafe::Unassessed(transfer.mechanism.value.word()), transfer.mechanism.span))
}
