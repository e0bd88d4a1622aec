//! Which findings a project waives, and which of its exceptions hold.

use crate::rules::{
    expired_waive::ExpiredWaive, is_law, not_waivable::NotWaivable, unknown_rule::UnknownRule,
    unused_waive::UnusedWaive, waive_without_reason::WaiveWithoutReason,
};
use filrouge_model::{Date, Model, Waive, nearest};
use filrouge_report::{Finding, Findings, Rule, Severity};

/// What a project is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Law<'a> {
    /// Every rule that there is.
    pub rules: &'a [&'static Rule],
    /// The day, in UTC; exceptions do not end when there is none.
    pub today: Option<Date>,
}

/// Errors without which the plan still means the same: they ask an author to declare something, or to look again.
const WAIVABLE_ERRORS: &[&str] = &[
    "derived-outlives-source",
    "explicit-consent-not-asked",
    "more-than-needed",
    "personal-data-in-address",
    "personal-data-without-retention",
    "personal-field-without-category",
    "revealed-for-another-purpose",
    "secret-in-text",
    "shown-for-another-purpose",
    "special-data-without-condition",
    "unknown-category",
    "unknown-data-use",
    "used-for-another-purpose",
    "wait-outlives-retention",
    "window-outlives-retention",
];

/// What is found about exceptions: an exception to that would hide itself.
const ABOUT_WAIVES: &[&str] = &["expired-waive", "unused-waive"];

/// The exceptions that hold, the closest first, each with whether it was needed.
pub(crate) struct Waivers<'m> {
    held: Vec<(&'m Waive, bool)>,
}

impl<'m> Waivers<'m> {
    /// The exceptions of `model` that hold, and what is wrong with the others.
    pub fn of(model: &'m Model, law: &Law<'_>) -> (Self, Findings) {
        let mut wrong = Findings::new();
        let mut held = Vec::new();
        for waive in &model.waives {
            match objection(waive, law) {
                Some(finding) => wrong.push(finding),
                None => held.push((waive, false)),
            }
        }
        held.sort_by_key(|(waive, _)| (waive.covers.reach(), waive.at));
        (Self { held }, wrong)
    }

    /// What is left of `findings`.
    pub fn hear(&mut self, findings: Findings) -> Findings {
        findings.into_iter().filter(|finding| !self.covers(finding)).collect()
    }

    fn covers(&mut self, finding: &Finding) -> bool {
        let fits = |waive: &Waive| {
            *waive.rule.value == *finding.rule.slug
                && finding.span().is_some_and(|place| waive.covers.holds(place))
        };
        let closest = self.held.iter_mut().find(|(waive, _)| fits(waive));
        closest.map(|(_, needed)| *needed = true).is_some()
    }

    /// A finding for each exception that nothing needed.
    pub fn unused(&self) -> Findings {
        let idle = self.held.iter().filter(|(_, needed)| !needed);
        let told = |waive: &Waive| UnusedWaive {
            rule: waive.rule.value.to_string(),
            place: waive.rule.span,
            whole: waive.at,
        };
        idle.map(|(waive, _)| Finding::from(told(waive))).collect()
    }
}

/// Why an exception does not hold.
fn objection(waive: &Waive, law: &Law<'_>) -> Option<Finding> {
    let (name, place) = (&*waive.rule.value, waive.rule.span);
    let Some(rule) = law.rules.iter().find(|rule| rule.slug == name) else {
        return Some(unknown(name, waive, law).into());
    };
    if !may_be_waived(rule) {
        let is_error = rule.severity == Severity::Error;
        return Some(NotWaivable { rule: name.to_owned(), is_error, place }.into());
    }
    if waive.reason.value.trim().is_empty() {
        return Some(WaiveWithoutReason { rule: name.to_owned(), place: waive.reason.span }.into());
    }
    let until = waive.until.get().filter(|until| law.today.is_some_and(|today| today > until.value))?;
    Some(ExpiredWaive { rule: name.to_owned(), until: until.value, place: until.span }.into())
}

fn may_be_waived(rule: &Rule) -> bool {
    let about_waives = ABOUT_WAIVES.contains(&rule.slug);
    let declares = WAIVABLE_ERRORS.contains(&rule.slug) || is_law(rule);
    !about_waives && (rule.severity < Severity::Error || declares)
}

fn unknown(name: &str, waive: &Waive, law: &Law<'_>) -> UnknownRule {
    let waivable = law.rules.iter().filter(|rule| may_be_waived(rule)).map(|rule| rule.slug);
    UnknownRule { name: name.to_owned(), near: nearest(name, waivable), place: waive.rule.span }
}
