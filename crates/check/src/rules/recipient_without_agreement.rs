//! A service that gets data without a role or a contract.

use crate::statutes::Statutes;
use filrouge_model::Role;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A service that gets data without a role or a contract.
    pub struct RecipientWithoutAgreement { connector: String, has_role: bool, place: Span }
    slug: "recipient-without-agreement", severity: Error, since: "0.1",
    message: if *has_role {
        format!("the connector `{connector}` works on your instructions and names no agreement")
    } else {
        format!("the connector `{connector}` does not say for whom it handles the data")
    },
    at: place => if *has_role { "by which contract?".to_owned() } else { "in which role?".to_owned() },
    help: Some(if *has_role {
        "add `agreement \"DPA 2026-01\"` with the place where the contract is kept".to_owned()
    } else {
        "add `role processor` and the `agreement`, `role controller`, or `role own` for a system of yours".to_owned()
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for connector in law.model.connectors.values() {
        let place = match (connector.role.get(), connector.role.is_absent()) {
            (None, true) => connector.at,
            (Some(role), _) if role.value == Role::Processor && connector.agreement.is_absent() => role.span,
            _ => continue,
        };
        let has_role = !connector.role.is_absent();
        let connector = connector.name.value.to_string();
        findings.push(RecipientWithoutAgreement { connector, has_role, place });
    }
}
