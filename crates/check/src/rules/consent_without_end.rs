//! A consent that holds for ever.

use crate::statutes::Statutes;
use filrouge_model::Basis;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A consent that holds for ever.
    pub struct ConsentWithoutEnd { purpose: String, place: Span }
    slug: "consent-without-end", severity: Warning, since: "0.1",
    shown: Never("that a consent never ends shows after years"),
    message: format!("a consent to `{purpose}` holds for ever"),
    at: place => "until when?".to_owned(),
    help: Some("add `expires \"3y\"`: people are asked again, or hear nothing more".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for purpose in law.model.purposes.values() {
        let consent = purpose.basis.get().filter(|basis| basis.value == Basis::Consent);
        if let Some(consent) = consent.filter(|_| purpose.expires.is_absent()) {
            findings.push(ConsentWithoutEnd { purpose: purpose.name.value.to_string(), place: consent.span });
        }
    }
}
