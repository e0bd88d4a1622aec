//! A store that keeps what it holds for nobody knows how long.

use crate::statutes::Statutes;
use filrouge_model::{Model, Then};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A store that keeps what it holds for nobody knows how long.
    pub struct StoreWithoutRetention { store: &'static str, place: Span }
    slug: "store-without-retention", severity: Error, since: "0.1",
    message: format!("nothing says how long the store `{store}` keeps what it holds"),
    at: place => "kept for ever".to_owned(),
    help: Some(format!("add `retention {store} of={store} keep=\"13mo\"`")),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let Some(project) = law.model.project.as_ref().filter(|_| !ends_with_the_person(law.model)) else {
        return;
    };
    let covered = |store: &str| {
        law.model.retentions.values().any(|retention| retention.of.is_none_or(|of| of.word() == store))
    };
    for store in law.list("R01", "stores").into_iter().filter(|store| !covered(store)) {
        findings.push(StoreWithoutRetention { store, place: project.at });
    }
}

/// Whether all that is kept of a person goes with the profile: it is erased at its end, and not put away.
fn ends_with_the_person(model: &Model) -> bool {
    let retain = model.profile.as_ref().and_then(|profile| profile.retain.value());
    retain.is_some_and(|retain| retain.then.value() != Some(&Then::Archive))
}
