//! Days that end before they begin.

use filrouge_model::Model;
use filrouge_plan::ClosedDays;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Closed days that end before they begin.
    pub struct BackwardClosure { calendar: String, place: Span }
    slug: "backward-closure", severity: Error, since: "0.1",
    message: format!("the calendar `{calendar}` is closed until a day before the first one"),
    at: place => "ends before it begins".to_owned(),
    help: Some("write the first day first, and the last one behind `to=`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for calendar in model.calendars.values() {
        let backward =
            calendar.closed.iter().filter(|days| matches!(days.value, ClosedDays::Dates { from, to } if to < from));
        for days in backward {
            findings.push(BackwardClosure { calendar: calendar.name.value.to_string(), place: days.span });
        }
    }
}
