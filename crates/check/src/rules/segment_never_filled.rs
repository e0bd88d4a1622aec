//! A segment that nobody is ever in.

use crate::conditions::Condition;
use crate::counterexample::{Counterexample, help};
use filrouge_model::{Entry, Journey, Model, Segment};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A segment that nobody is ever in.
    pub struct SegmentNeverFilled {
        segment: String,
        place: Span,
        /// What these words cannot hold beside, when it is one thing.
        beside: Option<Span>,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "segment-never-filled", severity: Warning, since: "0.1",
    shown: Test("somebody who is as near to the segment as one can be, where there is a journey for the test to be about"),
    message: format!("nobody is ever in the segment `{segment}`"),
    at: place => if beside.is_some() { "cannot hold together with the other words" } else { "cannot hold" }.to_owned(),
    also: [beside => "one of the two is always wrong".to_owned()],
    help: help("correct one of the values, or use `||` where either is enough", shown),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    findings.extend(model.segments.values().filter_map(|segment| found(segment, model)).collect());
}

fn found(segment: &Segment, model: &Model) -> Option<filrouge_report::Finding> {
    let condition = Condition::of_segment(segment.when.as_ref()?, model);
    let clash = condition.never().filter(|_| !condition.is_literal())?;
    let fact = SegmentNeverFilled {
        segment: segment.name.value.to_string(),
        place: clash.map_or(condition.expression.at, |clash| clash.at),
        beside: clash.and_then(|clash| clash.beside),
        shown: shown(segment, &condition, model),
    };
    Some(fact.into())
}

/// Somebody who is as near to the segment as one can be. The test is about a journey that waits for such people, or else
/// about the first one.
fn shown(segment: &Segment, condition: &Condition<'_>, model: &Model) -> Option<String> {
    let name = &segment.name.value;
    let waits = |journey: &&Journey| matches!(by(journey), Some(Entry::Segment { segment, .. }) if segment.name.value == *name);
    let journey = model.journeys.values().find(waits).or_else(|| model.journeys.values().next())?;
    let near = condition.holds().near(&[])?;
    let title = format!("somebody is in the segment {name}");
    Counterexample::of(journey, model, title).standing(&format!("segment={name}"), &[&near])
}

fn by(journey: &Journey) -> Option<&Entry> {
    journey.enter.as_ref()?.by.as_ref()
}
