//! A schedule that never fires.

use filrouge_model::{Entry, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use jiff::civil::DateTime;

rule! {
    /// A schedule that never fires.
    pub struct ScheduleNeverFires { place: Span }
    slug: "schedule-never-fires", severity: Error, since: "0.1",
    shown: Refused,
    message: "this schedule never fires".to_owned(),
    at: place => "there is no such day".to_owned(),
    help: Some("compare the days with the months, and the end with the beginning".to_owned()),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
        let Some(Entry::Schedule { at, schedule: Some(schedule), .. }) =
            journey.enter.as_ref().and_then(|enter| enter.by.as_ref())
        else {
            return;
        };
        if filrouge_schedule::next(schedule, DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).is_none() {
            findings.push(ScheduleNeverFires { place: *at });
        }
}
