//! Marketing as if the contract needed it.

use crate::served::is_marketing;
use crate::statutes::Statutes;
use filrouge_model::Basis;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Marketing as if the contract needed it.
    pub struct MarketingOnContract { purpose: String, place: Span, data_use: Span }
    slug: "marketing-on-contract", severity: Warning, since: "0.1",
    shown: Never("a basis is no message"),
    message: format!("the purpose `{purpose}` is marketing, and no contract needs that"),
    at: place => "not needed for a contract".to_owned(),
    also: [data_use => "a use of marketing".to_owned()],
    help: Some("ask for consent, or name the use that the contract needs".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for purpose in law.model.purposes.values().filter(|purpose| is_marketing(purpose)) {
        let basis = purpose.basis.get().filter(|basis| basis.value == Basis::Contract);
        if let (Some(basis), Some(data_use)) = (basis, purpose.data_use.get()) {
            findings.push(MarketingOnContract {
                purpose: purpose.name.value.to_string(),
                place: basis.span,
                data_use: data_use.span,
            });
        }
    }
}
