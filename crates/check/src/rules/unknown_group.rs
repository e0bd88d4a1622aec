//! A bound on a group that no journey is in.

use filrouge_model::{Model, nearest};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A bound on a group of journeys that no journey is in.
    pub struct UnknownGroup { group: String, place: Span, near: Option<String> }
    slug: "unknown-group", severity: Error, since: "0.1",
    message: format!("no journey is in the group `{group}`"),
    at: place => "counts nothing".to_owned(),
    help: Some(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write `group {group}` in the journeys that it is about"),
    }),
    fixes: near.iter().map(|near| Fix::risky("use the group of a journey", *place, near.clone())).collect(),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let groups: BTreeSet<&str> =
        model.journeys.values().flat_map(|journey| &journey.groups).map(|group| &*group.value).collect();
    let bounds = model.project.iter().flat_map(|project| &project.concurrency);
    for group in bounds.filter_map(|bound| bound.group.as_ref()).filter(|group| !groups.contains(&*group.value)) {
        let near = nearest(&group.value, groups.iter().copied()).map(ToOwned::to_owned);
        findings.push(UnknownGroup { group: group.value.to_string(), place: group.span, near });
    }
}
