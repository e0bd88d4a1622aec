//! A send that waits for the best time without saying for how long, or what the time is when none is known.

use filrouge_model::step::Send;
use filrouge_model::{Action, Journey, Setting};
use filrouge_plan::Period;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A send whose time is not well said.
    pub struct BestTime {
        send: String,
        /// What is wrong, behind `the send …`.
        fault: &'static str,
        place: Span,
        advice: &'static str,
    }
    slug: "best-time", severity: Error, since: "0.1",
    message: format!("the send `{send}` {fault}"),
    at: place => "here".to_owned(),
    help: Some((*advice).to_owned()),
}

/// A day in milliseconds.
const DAY: u64 = 86_400_000;

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        let Action::Send(send) = &step.action else { continue };
        if let Some((fault, place, advice)) = fault(send, step.at) {
            findings.push(BestTime { send: step.name.value.to_string(), fault, place, advice });
        }
    }
}

fn fault(send: &Send, at: Span) -> Option<(&'static str, Span, &'static str)> {
    let idle = send.window.get().map(|it| it.span).or_else(|| send.default.get().map(|it| it.span));
    if send.at.is_absent() {
        return idle.map(|place| {
            ("has a time that nothing asks for", place, "write `at=best`, or remove `window` and `default`")
        });
    }
    if send.default.is_absent() {
        let fault = "does not say when it leaves for people of whom too little is known";
        return Some((fault, at, "add a time of day, as `default=\"18:00\"`"));
    }
    let window = send.window.get().filter(|window| is_longer_than_a_day(window.value));
    window.map(|it| ("waits for longer than a day", it.span, "the best hour comes within 24 hours"))
}

pub(super) const fn is_longer_than_a_day(period: Period) -> bool {
    period.months > 0 || period.days > 1 || (period.days == 1 && period.millis > 0) || period.millis > DAY
}
