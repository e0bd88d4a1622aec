//! A category of data that does not exist.

use crate::taxonomy::{CATEGORIES, knows};
use filrouge_model::{Field, Model, nearest};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::Span;

rule! {
    /// A category of data that does not exist.
    pub struct UnknownCategory { category: String, place: Span, near: Option<&'static str> }
    slug: "unknown-category", severity: Error, since: "0.1",
    message: format!("there is no category of data called `{category}`"),
    at: place => "not a key of fideslang".to_owned(),
    help: near.map(|near| format!("did you mean `{near}`?")),
    fixes: near.iter().map(|near| Fix::risky("use the key that exists", *place, format!("\"{near}\""))).collect(),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let profile = model.profile.iter().flat_map(|profile| profile.all_fields());
    let events = model.events.values().flat_map(|event| &event.fields);
    for field in profile.chain(events).flat_map(Field::walk) {
        let Some(category) = field.category.get() else { continue };
        if !knows(&CATEGORIES, &category.value) {
            findings.push(UnknownCategory {
                category: category.value.to_string(),
                place: category.span,
                near: nearest(&category.value, CATEGORIES.iter().copied()),
            });
        }
    }
}
