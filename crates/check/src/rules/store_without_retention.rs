//! A store that keeps what it holds for nobody knows how long.

use crate::statutes::Statutes;
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
    let Some(project) = &law.model.project else { return };
    let covered = |store: &str| {
        law.model.retentions.values().any(|retention| retention.of.is_none_or(|of| of.word() == store))
    };
    for store in law.list("R01", "stores").into_iter().filter(|store| !covered(store)) {
        findings.push(StoreWithoutRetention { store, place: project.at });
    }
}
