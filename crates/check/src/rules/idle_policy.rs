//! A rule for messages that nobody sends.

use filrouge_model::{Action, Model, Opt, Purpose, Reference};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A rule for messages of a purpose that no `send` has.
    pub struct IdlePolicy {
        /// What sort of rule: `suppress`.
        word: &'static str,
        policy: String,
        purpose: String,
        place: Span,
    }
    slug: "idle-policy", severity: Warning, since: "0.1",
    shown: Never("nothing is sent that it could hold back"),
    message: format!("the {word} `{policy}` names the purpose `{purpose}`, for which nothing is sent"),
    at: place => "no `send` has this purpose".to_owned(),
    help: Some("name a purpose that journeys send for, or remove it".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let used = used(model);
    let idle = |purposes: &[Reference<Purpose>]| {
        let idle = purposes.iter().filter(|purpose| purpose.id.is_some() && !used.contains(&*purpose.name.value));
        idle.map(|purpose| (purpose.name.value.to_string(), purpose.name.span)).collect::<Vec<_>>()
    };
    for rule in model.suppressions.values() {
        for (purpose, place) in idle(&rule.purposes) {
            findings.push(IdlePolicy { word: "suppress", policy: rule.name.value.to_string(), purpose, place });
        }
    }
    for rule in model.holdouts.values() {
        for (purpose, place) in idle(&rule.purposes) {
            findings.push(IdlePolicy { word: "holdout", policy: rule.name.value.to_string(), purpose, place });
        }
    }
}

/// Purposes of which something is sent.
fn used(model: &Model) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for journey in model.journeys.values() {
        for step in journey.steps.values() {
            let Action::Send(send) = &step.action else { continue };
            let own = if send.purpose.is_absent() { &journey.purpose } else { &send.purpose };
            used.extend(named(own));
        }
    }
    used
}

fn named(purpose: &Opt<Reference<Purpose>>) -> Option<&str> {
    purpose.value().map(|purpose| &*purpose.name.value)
}
