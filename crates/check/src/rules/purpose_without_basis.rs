//! A purpose without a lawful basis.

use filrouge_model::Model;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A purpose without a lawful basis.
    pub struct PurposeWithoutBasis { purpose: String, place: Span }
    slug: "purpose-without-basis", severity: Error, since: "0.1",
    message: format!("the purpose `{purpose}` has no lawful basis"),
    at: place => "by what right?".to_owned(),
    help: Some(
        "add `basis` with `consent`, `contract`, `legitimate-interest`, `legal-obligation`, `vital-interest` or \
         `public-task`"
            .to_owned(),
    ),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for purpose in model.purposes.values().filter(|purpose| purpose.basis.is_absent()) {
        findings.push(PurposeWithoutBasis { purpose: purpose.name.value.to_string(), place: purpose.at });
    }
}
