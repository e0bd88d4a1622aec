//! A literal that its type can never have.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A text that stands against a country, currency or address and does not have its form.
    pub struct ImpossibleValue {
        text: String, kind: &'static str, form: &'static str, place: Span, near: Option<String>,
    }
    slug: "impossible-value", severity: Error, since: "0.1",
    message: format!("`{text}` is never a {kind}"),
    at: place => format!("a {kind} is {form}"),
    also: [],
    help: near.as_ref().map(|near| format!("did you mean `{near}`?")),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, format!("'{near}'"))).collect(),
}
