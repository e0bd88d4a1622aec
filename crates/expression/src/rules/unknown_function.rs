//! A function that the language does not have.

use filrouge_report::{Fix, listed, rule};
use filrouge_source::Span;

rule! {
    /// A call of something that is no function, or not one of this form.
    pub struct UnknownFunction {
        name: String, place: Span, near: Option<String>, advice: Option<String>, allowed: Vec<String>,
    }
    slug: "unknown-function", severity: Error, since: "0.1",
    message: format!("there is no function `{name}` here"),
    at: place => "not a function here".to_owned(),
    also: [],
    help: Some(match (advice, near) {
        (Some(advice), _) => advice.clone(),
        (None, Some(near)) => format!("did you mean `{near}`? functions here: {}", listed(allowed.iter().map(String::as_str))),
        (None, None) => format!("functions here: {}", listed(allowed.iter().map(String::as_str))),
    }),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, near)).collect(),
    allowed: name => allowed,
}
