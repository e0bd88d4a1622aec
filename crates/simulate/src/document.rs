//! What `filrouge test --format json` writes. The published schema is made from these types.

use crate::Failure;
use crate::coverage::Coverage;
use filrouge_machine::Decision;
use filrouge_plan::Place;
use filrouge_plan::scenario::Scenario;
use schemars::JsonSchema;
use serde::Serialize;

/// Version of the document; it rises when a reader of the old one would be misled.
pub const VERSION: u32 = 1;

/// All tests of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tests {
    /// Version of this document.
    pub version: u32,
    /// Number of errors for which the project was refused; no test is run then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<usize>,
    /// Tests that a filter left out.
    pub left_out: usize,
    /// The tests, in the order of the text.
    pub tests: Vec<Test>,
    /// What they met of the journeys, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// What came of random lives, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lives: Option<Lives>,
}

impl Default for Tests {
    fn default() -> Self {
        Self { version: VERSION, refused: None, left_out: 0, tests: Vec::new(), coverage: None, lives: None }
    }
}

/// What came of random lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lives {
    /// The seed: the same one leads to the same lives.
    pub seed: u64,
    /// How many were lived.
    pub lives: u64,
    /// The properties of the project, in the order of the text.
    pub properties: Vec<Lived>,
}

/// What came of one property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lived {
    /// The property, as it is written.
    pub property: String,
    /// Where it stands: `file:line:column`.
    pub place: String,
    /// The life that breaks it, when there is one.
    pub broken: Option<BrokenBy>,
}

/// A life that breaks a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BrokenBy {
    /// Its number.
    pub life: u64,
    /// What must hold, and what happened instead.
    pub failure: Unmet,
    /// The life as a `test` block, without all that is not needed.
    pub test: String,
}

/// A test that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// The journey that it is about.
    pub journey: String,
    /// Where it stands: `file:line:column`.
    pub place: String,
    /// Whether every expectation was met.
    pub passed: bool,
    /// Expectations that were not met.
    pub failures: Vec<Unmet>,
}

/// An expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unmet {
    /// Where it stands: `file:line:column`.
    pub place: String,
    /// What was expected, in words.
    pub expected: String,
    /// What happened instead, in words; the nearest first. Empty when nothing happened.
    pub actual: Vec<String>,
    /// The journey's decisions since the last expectation.
    pub decisions: Vec<Decision>,
}

impl Test {
    /// What came of `scenario`; `place` writes where something stands.
    pub fn of(scenario: &Scenario, failures: &[Failure], place: impl Fn(Place) -> String) -> Self {
        Self {
            name: scenario.name.clone(),
            journey: scenario.journey.clone(),
            place: place(scenario.place),
            passed: failures.is_empty(),
            failures: failures.iter().map(|failure| Unmet::of(failure, &place)).collect(),
        }
    }
}

impl Unmet {
    /// What came of one expectation or property; `place` writes where something stands.
    pub fn of(failure: &Failure, place: impl Fn(Place) -> String) -> Self {
        Self {
            place: place(failure.place),
            expected: failure.expected.clone(),
            actual: failure.actual.clone(),
            decisions: failure.decisions.clone(),
        }
    }
}
