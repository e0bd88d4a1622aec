//! A mechanism of transfer without a date, or one that may fall and has nothing in its place.

use crate::countries::is_free;
use crate::statutes::Statutes;
use filrouge_model::{Connector, Transfer};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A mechanism of transfer without a date, or one that may fall and has nothing in its place.
    pub struct MechanismMayFall { connector: String, mechanism: &'static str, is_dated: bool, place: Span }
    slug: "mechanism-may-fall", severity: Warning, since: "0.1",
    shown: Never("a contract decides nothing"),
    message: if *is_dated {
        format!("an appeal is pending against `{mechanism}`, and `{connector}` names nothing in its place")
    } else {
        format!("nothing says since when `{mechanism}` allows the transfer to `{connector}`")
    },
    at: place => if *is_dated { "may fall".to_owned() } else { "since when?".to_owned() },
    help: Some(if *is_dated {
        "add `fallback=scc`, once the clauses are signed".to_owned()
    } else {
        "add `since=\"2026-01-10\"`".to_owned()
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let contested = law.list("T03", "contested");
    for connector in law.model.connectors.values() {
        let Some(transfer) = abroad(connector, law) else { continue };
        let mechanism = transfer.mechanism.value.word();
        let is_dated = !transfer.since.is_absent();
        if !is_dated || (contested.contains(&mechanism) && transfer.fallback.is_absent()) {
            let connector = connector.name.value.to_string();
            findings.push(MechanismMayFall { connector, mechanism, is_dated, place: transfer.at });
        }
    }
}

/// The transfer, when there is one that needs a mechanism.
fn abroad<'m>(connector: &'m Connector, law: &Statutes<'_>) -> Option<&'m Transfer> {
    let country = connector.country.value()?;
    connector.transfer.as_ref().filter(|_| !is_free(country, "T03", law))
}
