//! An answer that is kept for longer than a day.

use super::best_time::is_longer_than_a_day;
use filrouge_model::{Action, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An answer that is kept for longer than a day.
    pub struct AnswerKeptTooLong { step: String, place: Span }
    slug: "answer-kept-too-long", severity: Error, since: "0.1",
    message: format!("the fetch `{step}` keeps its answer for longer than a day"),
    at: place => "more than a day".to_owned(),
    help: Some("what is worth more than a day stands in the profile: keep it there with `update`".to_owned()),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        let Action::Fetch(fetch) = &step.action else { continue };
        if let Some(cache) = fetch.cache.get().filter(|cache| is_longer_than_a_day(cache.value)) {
            findings.push(AnswerKeptTooLong { step: step.name.value.to_string(), place: cache.span });
        }
    }
}
