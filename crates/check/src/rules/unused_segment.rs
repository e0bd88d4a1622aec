//! A segment that nothing uses.

use crate::uses;
use filrouge_model::{Model, Wholes};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::{Sources, Span};

rule! {
    /// A segment that nothing uses.
    pub struct UnusedSegment { segment: String, place: Span, whole: Option<Span> }
    slug: "unused-segment", severity: Note, since: "0.1",
    shown: Never("what nobody reads changes nothing"),
    message: format!("nothing uses the segment `{segment}`"),
    at: place => "no journey and no condition asks for it".to_owned(),
    help: Some(format!("let people in with `enter segment={segment}`, ask with `profile.in('{segment}')`, or remove it")),
    fixes: whole.iter().map(|whole| Fix::risky("remove the segment", *whole, "")).collect(),
}

pub(super) fn check(model: &Model, sources: &Sources, findings: &mut Findings) {
    if model.segments.is_empty() {
        return;
    }
    let (used, mut wholes) = (uses::segments(model), Wholes::of(sources));
    for segment in model.segments.values().filter(|segment| !used.contains(&*segment.name.value)) {
        findings.push(UnusedSegment {
            segment: segment.name.value.to_string(),
            place: segment.name.span,
            whole: wholes.at(segment.at),
        });
    }
}
