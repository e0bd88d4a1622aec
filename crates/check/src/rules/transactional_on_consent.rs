//! A message that the person asked for, sent on the basis of consent.

use filrouge_model::{Action, Basis, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A message that the person asked for, sent on the basis of consent.
    pub struct TransactionalOnConsent { send: String, purpose: String, place: Span, declared: Span }
    slug: "transactional-on-consent", severity: Error, since: "0.1",
    message: format!("the send `{send}` is transactional, and its purpose `{purpose}` is based on consent"),
    at: place => "asked for by what the person did".to_owned(),
    also: [declared => "the purpose is declared here".to_owned()],
    help: Some("give it a purpose with `basis contract` or another basis, or remove `transactional`".to_owned()),
}

pub(super) fn check(journey: &Journey, setting: &Setting, findings: &mut Findings) {
        for step in journey.steps.values() {
            let Action::Send(send) = &step.action else { continue };
            let Some(place) = send.transactional.get().filter(|given| given.value) else { continue };
            let own = if send.purpose.is_absent() { &journey.purpose } else { &send.purpose };
            let purpose = own.value().and_then(|purpose| setting.purposes.of(purpose));
            let on_consent = purpose.filter(|purpose| purpose.basis.value() == Some(&Basis::Consent));
            if let Some(purpose) = on_consent {
                findings.push(TransactionalOnConsent {
                    send: step.name.value.to_string(),
                    purpose: purpose.name.value.to_string(),
                    place: place.span,
                    declared: purpose.at,
                });
            }
        }
}
