//! A legitimate interest that nobody named, or weighed.

use crate::statutes::Statutes;
use filrouge_model::Basis;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A legitimate interest that nobody named, or weighed.
    pub struct InterestNotWeighed { purpose: String, is_named: bool, place: Span }
    slug: "interest-not-weighed", severity: Error, since: "0.1",
    message: if *is_named {
        format!("nothing says how the interest behind `{purpose}` was weighed")
    } else {
        format!("the purpose `{purpose}` rests on a legitimate interest and does not say which")
    },
    at: place => if *is_named { "against those of the people?".to_owned() } else { "which interest?".to_owned() },
    help: Some(if *is_named {
        "add `assessment \"LIA-2026-01\"` with the place where the assessment is kept".to_owned()
    } else {
        "add `interest \"Fewer calls to support\"` and `assessment \"LIA-2026-01\"`, or ask for consent".to_owned()
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for purpose in law.model.purposes.values() {
        let basis = purpose.basis.get().filter(|basis| basis.value == Basis::LegitimateInterest);
        let is_named = !purpose.interest.is_absent();
        if let Some(basis) = basis
            && (!is_named || purpose.assessment.is_absent())
        {
            let purpose = purpose.name.value.to_string();
            findings.push(InterestNotWeighed { purpose, is_named, place: basis.span });
        }
    }
}
