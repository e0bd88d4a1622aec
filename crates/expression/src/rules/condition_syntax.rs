//! An expression that cannot be read.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// Words of a condition that do not make an expression.
    pub struct ConditionSyntax {
        problem: String, label: String, place: Span, advice: Option<String>, repair: Option<Fix>,
    }
    slug: "condition-syntax", severity: Error, since: "0.1",
    message: problem.clone(),
    at: place => label.clone(),
    also: [],
    help: advice.clone(),
    fixes: repair.iter().cloned().collect(),
}
