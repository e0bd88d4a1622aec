//! Marketing to people who were never asked, without what the law asks in exchange.

use crate::served::{Served, is_marketing};
use crate::statutes::Statutes;
use filrouge_model::{Basis, Medium, Purpose, SoftOptIn};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Marketing to people who were never asked, without what the law asks in exchange.
    pub struct SoftOptInIncomplete {
        purpose: String,
        channel: String,
        /// The facts that nobody vouched for.
        missing: Vec<&'static str>,
        place: Span,
        send: Span,
    }
    slug: "soft-opt-in-incomplete", severity: Error, since: "0.1",
    message: format!("`{purpose}` writes over `{channel}` to people who were never asked"),
    at: place => "not a consent".to_owned(),
    also: [send => "written to here".to_owned()],
    help: Some(format!(
        "ask for consent, or vouch for all that allows letters to customers: `soft-opt-in {}` is missing",
        missing.join(" ")
    )),
}

const FACTS: [SoftOptIn; 3] =
    [SoftOptIn::ExistingCustomers, SoftOptIn::SimilarProducts, SoftOptIn::OptOutAtCollection];

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for own in &law.served {
        if let Some(finding) = unasked(own).filter(|finding| told.insert(finding.place)) {
            findings.push(finding);
        }
    }
}

fn unasked(own: &Served<'_>) -> Option<SoftOptInIncomplete> {
    let basis = own.purpose.basis.get().filter(|basis| basis.value == Basis::LegitimateInterest)?;
    let missing = missing(own.purpose);
    let channel = own.channels.iter().find(|channel| channel.medium.value().is_some_and(is_private))?;
    (is_marketing(own.purpose) && !missing.is_empty()).then(|| SoftOptInIncomplete {
        purpose: own.purpose.name.value.to_string(),
        channel: channel.name.value.to_string(),
        missing,
        place: basis.span,
        send: own.step.at,
    })
}

fn missing(purpose: &Purpose) -> Vec<&'static str> {
    let given = |fact: &SoftOptIn| purpose.soft_opt_in.iter().any(|own| own.value == *fact);
    FACTS.iter().filter(|fact| !given(fact)).map(|fact| fact.word()).collect()
}

/// Messages that reach people where they did not come to read them.
const fn is_private(medium: &Medium) -> bool {
    matches!(medium, Medium::Email | Medium::Sms | Medium::Push | Medium::WebPush | Medium::Whatsapp | Medium::Call)
}
