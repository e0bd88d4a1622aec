//! Marketing by telephone to people who did not ask for it.

use crate::served::is_marketing;
use crate::statutes::Statutes;
use filrouge_model::{Basis, Medium};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Marketing by telephone to people who did not ask for it.
    pub struct CallWithoutOptIn { purpose: String, place: Span, basis: Option<Span> }
    slug: "call-without-opt-in", severity: Error, since: "0.1",
    message: format!("this calls people about `{purpose}` who did not agree to be called"),
    at: place => "a call".to_owned(),
    also: [basis => "neither a consent nor a contract that runs".to_owned()],
    help: Some("ask for consent to the purpose over this channel, or write instead".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for own in law.served.iter().filter(|own| is_marketing(own.purpose)) {
        let calls = own.channels.iter().any(|channel| channel.medium.value() == Some(&Medium::Call));
        let basis = &own.purpose.basis;
        let open = !matches!(basis.value(), Some(Basis::Consent | Basis::Contract));
        if calls && open {
            findings.push(CallWithoutOptIn {
                purpose: own.purpose.name.value.to_string(),
                place: own.step.at,
                basis: basis.get().map(|basis| basis.span),
            });
        }
    }
}
