//! A repetition whose rounds all happen in the same moment.

use crate::walk::reachable_at_once;
use filrouge_model::{Action, Id, Journey, Setting, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A repetition whose rounds all happen in the same moment.
    pub struct RepeatWithoutPause { repeat: String, place: Span }
    slug: "repeat-without-pause", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("nothing lets time pass between the rounds of `{repeat}`"),
    at: place => "all rounds at once".to_owned(),
    help: Some("say how far apart they are, `every=\"1d\"`, or put a `wait` on every way inside".to_owned()),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
        let repeats = journey.steps.iter().filter(|(id, step)| rushes(*id, step, journey));
        let found = repeats
            .map(|(_, step)| RepeatWithoutPause { repeat: step.name.value.to_string(), place: step.at });
        found.for_each(|finding| findings.push(finding));
}

/// Whether a round may lead back to its beginning without a pause.
fn rushes(id: Id<Step>, step: &Step, journey: &Journey) -> bool {
    let Action::Repeat(repeat) = &step.action else { return false };
    repeat.every.is_none() && reachable_at_once(journey, repeat.body).contains(&id)
}
