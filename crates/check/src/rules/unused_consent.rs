//! A consent that is asked for and not used.

use crate::statutes::Statutes;
use filrouge_model::Basis;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A consent that is asked for and not used.
    pub struct UnusedConsent { purpose: String, place: Span }
    slug: "unused-consent", severity: Warning, since: "0.1",
    shown: Never("what nobody uses changes nothing"),
    message: format!("people are asked for a consent to `{purpose}` that nothing uses"),
    at: place => "no journey does anything for it".to_owned(),
    help: Some("remove the purpose, or name it in the journey that needs it".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let used: BTreeSet<Span> = law.served.iter().map(|own| own.purpose.at).collect();
    for purpose in law.model.purposes.values() {
        if purpose.basis.value() == Some(&Basis::Consent) && !used.contains(&purpose.at) {
            findings.push(UnusedConsent { purpose: purpose.name.value.to_string(), place: purpose.at });
        }
    }
}
