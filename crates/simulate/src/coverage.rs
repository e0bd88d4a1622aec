//! Which parts of the journeys the tests met, and which not. Nothing is instrumented: every decision names the part of
//! the plan that took it, and that part stands in the text.

mod lcov;
mod met;
mod points;

pub use lcov::lcov;
pub use met::Met;

use filrouge_plan::Bundle;
use schemars::JsonSchema;
use serde::Serialize;

/// What the tests met, by journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Coverage {
    /// Parts that were met.
    pub met: usize,
    /// All parts.
    pub of: usize,
    /// The share that was met, in whole percent, rounded down.
    pub percent: usize,
    /// The journeys, in the order of the plan.
    pub journeys: Vec<JourneyCoverage>,
}

/// What the tests met of one journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JourneyCoverage {
    /// Its name.
    pub journey: String,
    /// Parts that were met.
    pub met: usize,
    /// All parts.
    pub of: usize,
    /// Its parts, in the order of the text.
    pub points: Vec<Point>,
}

/// One part of a journey that a test can meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Point {
    /// File that it stands in.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// The step that it belongs to.
    pub step: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Its name: that of the arm, of the outcome, of the goal.
    pub name: String,
    /// How often it was met.
    pub hits: u64,
}

/// What a part of a journey is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Somebody comes in.
    Enter,
    /// A step decides something.
    Step,
    /// An arm is taken: of a wait, a split, an experiment, an outcome of a send.
    Arm,
    /// Nothing came in time.
    Timeout,
    /// A message goes out, or is held back.
    Outcome,
    /// A message is refused because the person did not agree.
    Refusal,
    /// An exit rule takes somebody out.
    Exit,
    /// A goal is reached.
    Goal,
}

impl Coverage {
    /// What `met` says of the journeys that `wanted` chooses.
    #[must_use]
    pub fn of(bundle: &Bundle, met: &Met, wanted: impl Fn(&str) -> bool) -> Self {
        let journeys = bundle.plan.journeys.iter().filter(|journey| wanted(&journey.name));
        let journeys: Vec<_> = journeys
            .map(|journey| JourneyCoverage::new(&journey.name, points::of(bundle, journey, met)))
            .collect();
        let (met, of) = (journeys.iter().map(|it| it.met).sum(), journeys.iter().map(|it| it.of).sum());
        Self { met, of, percent: percent(met, of), journeys }
    }
}

impl JourneyCoverage {
    fn new(journey: &str, points: Vec<Point>) -> Self {
        let met = points.iter().filter(|point| point.hits > 0).count();
        Self { journey: journey.to_owned(), met, of: points.len(), points }
    }

    /// The parts that no test met.
    pub fn missed(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| point.hits == 0)
    }

    /// The share that was met, in whole percent, rounded down.
    #[must_use]
    pub const fn percent(&self) -> usize {
        percent(self.met, self.of)
    }
}

impl Point {
    /// What it is, in words.
    #[must_use]
    pub fn told(&self) -> String {
        let Self { kind, name, .. } = self;
        let step = self.step.as_deref().unwrap_or_default();
        match kind {
            Kind::Enter => "nobody comes in".to_owned(),
            Kind::Step => format!("`{step}` decides nothing"),
            Kind::Arm => format!("`{step}` never goes by `{name}`"),
            Kind::Timeout => format!("`{step}` never times out"),
            Kind::Outcome => format!("`{step}` is never {name}"),
            Kind::Refusal => format!("`{step}` never meets somebody who did not agree"),
            Kind::Exit => format!("nobody leaves by `{name}`"),
            Kind::Goal => format!("nobody reaches `{name}`"),
        }
    }
}

/// Nothing to meet is all met.
const fn percent(met: usize, of: usize) -> usize {
    match met.saturating_mul(100).checked_div(of) {
        Some(percent) => percent,
        None => 100,
    }
}

#[cfg(test)]
mod tests;
