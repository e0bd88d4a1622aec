//! Personal data that is kept for ever.

use crate::personal::{of_event, of_profile};
use filrouge_model::{Field, Model, Opt, Retain, Store};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Personal data that is kept for ever.
    pub struct PersonalDataWithoutRetention {
        /// What keeps it: ``the event `Account Created` ``.
        what: String,
        place: Span,
        /// The first personal field.
        field: Span,
    }
    slug: "personal-data-without-retention", severity: Error, since: "0.1",
    message: format!("{what} holds personal data and does not say how long it is kept"),
    at: place => "kept for ever".to_owned(),
    also: [field => "personal data".to_owned()],
    help: Some("add a line such as `retain \"13mo\"`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    if let Some(profile) = &model.profile {
        let covered = covers(model, Store::Profiles);
        judge("the profile".to_owned(), profile.at, &profile.retain, covered, of_profile(profile), findings);
    }
    let covered = covers(model, Store::Events);
    for event in model.events.values() {
        let what = format!("the event `{}`", event.name.value);
        judge(what, event.at, &event.retain, covered, of_event(event), findings);
    }
}

/// Whether a `retention` of the project covers the store.
fn covers(model: &Model, store: Store) -> bool {
    model.retentions.values().any(|retention| retention.of.is_none_or(|of| of == store))
}

fn judge(
    what: String,
    place: Span,
    retain: &Opt<Retain>,
    covered: bool,
    personal: Vec<&Field>,
    findings: &mut Findings,
) {
    let kept = |field: &&&Field| field.retain.is_absent();
    if let Some(field) = personal.iter().find(kept)
        && retain.is_absent()
        && !covered
    {
        findings.push(PersonalDataWithoutRetention { what, place, field: field.name.span });
    }
}
