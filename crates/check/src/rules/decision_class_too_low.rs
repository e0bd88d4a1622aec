//! A journey that says that it decides nothing about the person, and does.

use crate::statutes::Statutes;
use filrouge_model::step::Way;
use filrouge_model::{Action, DecisionClass, Journey};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A journey that says that it decides nothing about the person, and does.
    pub struct DecisionClassTooLow { journey: String, place: Span, way: Span }
    slug: "decision-class-too-low", severity: Error, since: "0.1",
    message: format!("the journey `{journey}` goes by what is known about the person"),
    at: place => "at least `profiling`".to_owned(),
    also: [way => "goes by the person".to_owned()],
    help: Some(
        "write `decides profiling`, or `legal-or-similar` where it is about a price, a refusal or access; nothing said is \
         `profiling`"
            .to_owned(),
    ),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for journey in law.model.journeys.values() {
        let class = journey.decides.as_ref().map(|decides| decides.class);
        let class = class.filter(|class| class.value == DecisionClass::Nothing);
        if let (Some(class), Some(way)) = (class, ways(journey).find(|way| is_about_the_person(way))) {
            findings.push(DecisionClassTooLow {
                journey: journey.name.value.to_string(),
                place: class.span,
                way: way.at,
            });
        }
    }
}

/// The ways of the branches of a journey.
pub(super) fn ways(journey: &Journey) -> impl Iterator<Item = &Way> {
    let splits = journey.steps.values().filter_map(|step| match &step.action {
        Action::Split(split) => Some(split),
        _ => None,
    });
    splits.flat_map(|split| &split.ways)
}

fn is_about_the_person(way: &Way) -> bool {
    way.when.as_ref().is_some_and(|when| {
        let profile = when.compiled.reads.iter().any(|path| path.starts_with("profile."));
        profile || !when.compiled.segments.is_empty()
    })
}
