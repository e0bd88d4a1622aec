//! A date that comes every year, of which nobody says when 29 February is kept.

use filrouge_model::{Entry, Journey, Setting};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::Span;

rule! {
    /// A date that comes every year, of which nobody says when 29 February is kept.
    pub struct LeapDayUndecided { field: String, place: Span }
    slug: "leap-day-undecided", severity: Error, since: "0.1",
    message: format!("`{field}` may be 29 February, and nothing says when that is kept in other years"),
    at: place => "comes every year".to_owned(),
    help: Some("add `leap=feb-28` or `leap=mar-01`".to_owned()),
    fixes: vec![
        Fix::risky("keep it the day after", place.at_end(), " leap=mar-01"),
        Fix::risky("keep it the day before", place.at_end(), " leap=feb-28"),
    ],
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
        let by = journey.enter.as_ref().and_then(|enter| enter.by.as_ref());
        if let Some(Entry::Date { field, leap, entry }) = by
            && entry.yearly
            && leap.is_absent()
        {
            findings.push(LeapDayUndecided { field: field.value.to_string(), place: field.span });
        }
}
