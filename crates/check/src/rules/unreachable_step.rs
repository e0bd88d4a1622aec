//! A step that nobody can reach.

use crate::walk::reachable;
use filrouge_model::{Action, Journey, Setting, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A step that nobody can reach.
    pub struct UnreachableStep {
        /// The step's word and name: `send reminder`.
        step: String,
        place: Span,
        /// The step above it, behind which everybody is gone.
        stop: Option<Span>,
    }
    slug: "unreachable-step", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("nobody can reach `{step}`"),
    at: place => "never reached".to_owned(),
    also: [stop => "nobody goes on behind this".to_owned()],
    help: Some("remove it, or let one of the ways above go on".to_owned()),
}

/// Of several steps in a row that cannot be reached, the first is told: it is the cause of the others.
pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    let reached = reachable(journey);
    let mut before: Option<(&Step, bool)> = None;
    for (id, step) in journey.steps.iter() {
        let is_reached = reached.contains(&id);
        if !is_reached && before.is_none_or(|(_, was_reached)| was_reached) {
            findings.push(UnreachableStep {
                step: title(step),
                place: step.at,
                stop: before.map(|(stop, _)| stop.at),
            });
        }
        before = Some((step, is_reached));
    }
}

fn title(step: &Step) -> String {
    let word = match step.action {
        Action::Wait(_) => "wait",
        Action::WaitUntil(_) => "wait-until",
        Action::Split(_) => "split",
        Action::Experiment(_) => "experiment",
        Action::StopJourney(_) => "stop-journey",
        Action::Call(_) => "call",
        Action::Start(_) => "start",
        Action::Digest(_) => "digest",
        Action::Parallel(_) => "parallel",
        Action::Fetch(_) => "fetch",
        Action::Approve(_) => "approve",
        Action::Repeat(_) => "repeat",
        Action::Send(_) => "send",
        Action::Update(_) => "update",
        Action::Emit(_) => "emit",
        Action::End(_) => "end",
    };
    format!("{word} {}", step.name.value).trim_end().to_owned()
}
