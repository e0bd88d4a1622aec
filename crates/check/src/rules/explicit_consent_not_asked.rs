//! Explicit consent as the right to use special data, in a purpose for which nobody is asked.

use filrouge_model::{Article9, Basis, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Explicit consent as the right to use special data, in a purpose for which nobody is asked.
    pub struct ExplicitConsentNotAsked { purpose: String, place: Span, basis: Span, stands: &'static str }
    slug: "explicit-consent-not-asked", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("`{purpose}` uses special data by explicit consent, and nobody is asked for one"),
    at: place => "needs `basis consent`".to_owned(),
    also: [basis => format!("`{stands}` asks nobody")],
    help: Some("a consent is judged at each message only where it is the basis: write `basis consent`, or name the right that holds".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for purpose in model.purposes.values() {
        let (Some(right), Some(basis)) = (purpose.special_categories.get(), purpose.basis.get()) else { continue };
        if right.value == Article9::ExplicitConsent && basis.value != Basis::Consent {
            findings.push(ExplicitConsentNotAsked {
                purpose: purpose.name.value.to_string(),
                place: right.span,
                basis: basis.span,
                stands: basis.value.word(),
            });
        }
    }
}
