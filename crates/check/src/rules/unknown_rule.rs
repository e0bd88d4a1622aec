//! An exception to a rule that does not exist.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// An exception to a rule that does not exist.
    pub struct UnknownRule { name: String, near: Option<&'static str>, place: Span }
    slug: "unknown-rule", severity: Error, since: "0.1",
    message: format!("there is no rule called `{name}`"),
    at: place => "not a rule".to_owned(),
    help: Some(near.map_or_else(
        || "findings show the name of their rule; `filrouge explain` lists them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )),
    fixes: near.iter().map(|near| Fix::risky("use the name of the rule", *place, *near)).collect(),
}
