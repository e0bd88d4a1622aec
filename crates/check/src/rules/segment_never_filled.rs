//! A segment that nobody is ever in.

use crate::conditions::Condition;
use filrouge_model::{Model, Segment};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A segment that nobody is ever in.
    pub struct SegmentNeverFilled {
        segment: String,
        place: Span,
        /// What these words cannot hold beside, when it is one thing.
        beside: Option<Span>,
    }
    slug: "segment-never-filled", severity: Warning, since: "0.1",
    message: format!("nobody is ever in the segment `{segment}`"),
    at: place => if beside.is_some() { "cannot hold together with the other words" } else { "cannot hold" }.to_owned(),
    also: [beside => "one of the two is always wrong".to_owned()],
    help: Some("correct one of the values, or use `||` where either is enough".to_owned()),
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
    };
    Some(fact.into())
}
