//! Data that is shared with somebody who uses it for themselves, and people cannot stop it.

use crate::statutes::Statutes;
use filrouge_model::Role;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Data that is shared with somebody who uses it for themselves, and people cannot stop it.
    pub struct ShareWithoutOptOut { connector: String, purpose: String, place: Span, role: Span }
    slug: "share-without-opt-out", severity: Error, since: "0.1",
    message: format!("`{connector}` gets data for `{purpose}`, and people cannot say no to that"),
    at: place => "shared here".to_owned(),
    also: [role => "uses it for itself".to_owned()],
    help: Some("share for a purpose with `basis consent` or `basis legitimate-interest`, which people can end".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for own in law.served.iter().filter(|own| !own.purpose.may_be_refused()) {
        for connector in &own.connectors {
            let role = connector.role.get().filter(|role| role.value == Role::Controller);
            findings_of(role.map(|role| ShareWithoutOptOut {
                connector: connector.name.value.to_string(),
                purpose: own.purpose.name.value.to_string(),
                place: own.step.at,
                role: role.span,
            }), findings);
        }
    }
}

fn findings_of(found: Option<ShareWithoutOptOut>, findings: &mut Findings) {
    if let Some(found) = found {
        findings.push(found);
    }
}
