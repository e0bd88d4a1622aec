//! A trait of values that its kind cannot be made of.

use filrouge_model::Model;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A trait of values that its kind cannot be made of.
    pub struct TraitOfWrongType { kind: &'static str, ty: String, place: Span, asked: Span }
    slug: "trait-of-wrong-type", severity: Error, since: "0.1",
    message: format!("a `{kind}` cannot be made of values of the type `{ty}`"),
    at: place => format!("this is `{ty}`"),
    also: [asked => "what is computed".to_owned()],
    help: Some(advice(kind)),
}

fn advice(kind: &str) -> String {
    let takes = match kind {
        "sum" => "int, decimal and duration; take the number of an amount, and tell currencies apart with `where`",
        "average" => "int and decimal",
        "min" | "max" => "int, decimal, date, datetime and duration",
        _ => "everything but lists and records",
    };
    format!("`{kind}` takes {takes}")
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for own in model.traits.values().filter(|own| !own.takes_its_values()) {
        let (Some(kind), Some(of)) = (&own.kind, own.of.value()) else { continue };
        findings.push(TraitOfWrongType {
            kind: kind.value.word(),
            ty: of.compiled.ty.required().to_string(),
            place: of.at,
            asked: kind.span,
        });
    }
}
