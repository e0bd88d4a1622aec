//! A consent that nobody knows the text of.

use filrouge_model::{Basis, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A consent that nobody knows the text of.
    pub struct ConsentWithoutNotice { purpose: String, place: Span }
    slug: "consent-without-notice", severity: Note, since: "0.1",
    shown: Never("a text that people are shown decides nothing"),
    message: format!("the purpose `{purpose}` asks for consent and names no notice"),
    at: place => "what did people agree to?".to_owned(),
    help: Some("add `notice \"notices/NAME.md\"` with the text that people are shown".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for purpose in model.purposes.values() {
        if purpose.basis.value() == Some(&Basis::Consent) && purpose.notice.is_absent() {
            findings.push(ConsentWithoutNotice { purpose: purpose.name.value.to_string(), place: purpose.at });
        }
    }
}
