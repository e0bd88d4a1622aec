//! A project whose risks ask for an assessment of impact, and that names none.

use crate::statutes::Statutes;
use crate::uses;
use filrouge_model::{Action, DecisionClass, Field, Journey, Model, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

/// A criterion of WP248 rev.01 that a plan shows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criterion {
    /// What it is called.
    pub name: &'static str,
    /// Where it is met.
    pub at: Span,
}

rule! {
    /// A project whose risks ask for an assessment of impact, and that names none.
    pub struct ImpactNotAssessed { met: Vec<Criterion>, place: Span, spans: Vec<Span> }
    slug: "impact-not-assessed", severity: Error, since: "0.1",
    message: format!("the project meets {} criteria of an assessment of impact and names none", met.len()),
    at: place => "which assessment?".to_owned(),
    also: [spans => "one of them is met here".to_owned()],
    help: Some(format!("add `dpia \"DPIA-2026-01\"` with the place where it is kept; met: {}", names(met))),
}

fn names(met: &[Criterion]) -> String {
    met.iter().map(|criterion| format!("`{}`", criterion.name)).collect::<Vec<_>>().join(", ")
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let Some(project) = law.model.project.as_ref().filter(|project| project.dpia.is_absent()) else { return };
    let met = met(law);
    let most = law.packs("D05").filter_map(|pack| pack.number("impact-criteria")).min();
    if most.is_some_and(|most| met.len() >= most) {
        let spans = met.iter().map(|criterion| criterion.at).collect();
        findings.push(ImpactNotAssessed { met, place: project.at, spans });
    }
}

fn met(law: &Statutes<'_>) -> Vec<Criterion> {
    let model = law.model;
    let special = law.list("D05", "special");
    let all = [
        ("scoring", scoring(model)),
        ("decision", decision(model)),
        ("special-categories", field(model, |key| special.iter().any(|own| is_within(key, own)))),
        ("matching", model.sources.values().nth(1).map(|source| source.at)),
        ("children", field(model, |key| is_within(key, "user.children") || is_within(key, "user.childrens"))),
    ];
    all.into_iter().filter_map(|(name, at)| Some(Criterion { name, at: at? })).collect()
}

/// A branch that goes by a segment or by something that is computed about the person.
fn scoring(model: &Model) -> Option<Span> {
    let steps = model.journeys.values().flat_map(|journey| journey.steps.values());
    let branches = steps.filter(|step| matches!(step.action, Action::Split(_)));
    branches.into_iter().find(|step| scores(step, model)).map(|step| step.at)
}

fn scores(step: &Step, model: &Model) -> bool {
    let computed = |path: &str| model.traits.values().any(|own| uses::is_of_profile(path, &own.name.value));
    step.expressions().iter().any(|read| {
        !read.compiled.segments.is_empty() || read.compiled.reads.iter().any(|path| computed(path))
    })
}

fn decision(model: &Model) -> Option<Span> {
    let far = |journey: &Journey| {
        let decides = journey.decides.as_ref()?;
        (decides.class.value == DecisionClass::LegalOrSimilar).then_some(decides.at)
    };
    model.journeys.values().find_map(far)
}

fn field(model: &Model, is_meant: impl Fn(&str) -> bool) -> Option<Span> {
    let of_profile = model.profile.iter().flat_map(|profile| profile.all_fields());
    let of_events = model.events.values().flat_map(|event| &event.fields);
    let mut all = of_profile.chain(of_events).flat_map(Field::walk);
    all.find(|field| field.category.value().is_some_and(|key| is_meant(key))).map(|field| field.at)
}

/// Whether a key of the taxonomy is another one, or lies below it.
pub(super) fn is_within(key: &str, above: &str) -> bool {
    key.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
