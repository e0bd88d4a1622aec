//! Personal data in the address of a question.

use crate::ways::Ways;
use filrouge_label::{Label, labels};
use filrouge_model::{Action, Id, Journey, Model, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Personal data in the address of a question.
    pub struct PersonalDataInAddress { name: String, place: Span }
    slug: "personal-data-in-address", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("{name} stands in an address, which is written to logs"),
    at: place => "personal data in an address".to_owned(),
    help: Some("hand it over in `with`, whose values stand in the body of the question, or ask by an identifier".to_owned()),
}

pub(super) fn check(ways: &Ways<'_>, findings: &mut Findings) {
    let model = ways.model;
    let asking = asking(model);
    if asking.is_empty() {
        return;
    }
    let mut labels = labels(model);
    labels.retain(tells);
    let graph = ways.graph();
    let flows = graph.flow(&labels);
    let mut told = BTreeSet::new();
    for (journey, step) in asking {
        let arrivals = flows.in_address(journey, step).filter(|own| !own.implied && own.lift.is_none());
        for arrival in arrivals {
            let Some(place) = flows.path(&arrival).last().map(|hop| hop.at) else { continue };
            if told.insert(place) {
                findings.push(PersonalDataInAddress { name: arrival.label.name.clone(), place });
            }
        }
    }
}

/// The fetches whose address holds values.
fn asking(model: &Model) -> Vec<(Id<Journey>, Id<Step>)> {
    let steps = model.journeys.iter().flat_map(|(journey, own)| {
        own.steps.iter().map(move |(step, own)| (journey, step, own))
    });
    let asks = steps.filter(|(_, _, step)| match &step.action {
        Action::Fetch(fetch) => fetch.expressions().len() > fetch.with.len() || !fetch.query.is_empty(),
        _ => false,
    });
    asks.map(|(journey, step, _)| (journey, step)).collect()
}

/// Whether data tells of a person whoever finds it in a log: a key of our own does not.
fn tells(label: &Label<'_>) -> bool {
    let is_key = |category: &str| category == KEY || category.strip_prefix(KEY).is_some_and(|rest| rest.starts_with('.'));
    label.is_personal() && !label.category.is_some_and(|category| is_key(&category.value))
}

const KEY: &str = "user.unique_id";
