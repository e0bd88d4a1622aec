//! A field with personal data that nothing reads.

use crate::uses;
use crate::ways::Ways;
use filrouge_label::{Label, labels};
use filrouge_model::Model;
use filrouge_plan::Type;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A field with personal data that nothing reads.
    pub struct UnreadField { name: String, place: Span }
    slug: "unread-field", severity: Note, since: "0.1",
    shown: Never("what nobody reads changes nothing"),
    message: format!("nothing reads {name}"),
    at: place => "collected about people, and read by no condition, no template and no step".to_owned(),
    help: Some("do not collect it, or use it: what nobody needs is not kept about people".to_owned()),
}

pub(super) fn check(ways: &Ways<'_>, findings: &mut Findings) {
    let model = ways.model;
    let spared = spared(model);
    let mut labels = labels(model);
    labels.retain(|label| label.is_personal() && !spared.contains(&label.at));
    uses::unread(&mut labels, model);
    if labels.is_empty() {
        return;
    }
    let graph = ways.graph();
    let unread = labels.into_iter().filter(|label| !graph.is_read(label));
    unread.for_each(|label: Label<'_>| findings.push(UnreadField { name: label.name, place: label.at }));
}

/// Identifiers say who a person is, and the daemon itself reads a person's zone and language. Of events and traits other
/// rules tell.
fn spared(model: &Model) -> BTreeSet<Span> {
    let identifiers = model.profile.iter().flat_map(|profile| &profile.identifiers);
    let identifiers = identifiers.map(|identifier| identifier.field.name.span);
    let fields = model.profile.iter().flat_map(|profile| &profile.fields);
    let own = fields.filter(|field| {
        let ty = field.ty.as_ref().map(|ty| ty.value.required());
        matches!(ty, Some(Type::Timezone | Type::Locale))
    });
    let events = model.events.values().map(|event| event.name.span);
    let traits = model.traits.values().map(|own| own.name.span);
    identifiers.chain(own.map(|field| field.name.span)).chain(events).chain(traits).collect()
}
