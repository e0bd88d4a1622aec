//! A keyword of an imported schema that nothing checks.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A keyword of an imported schema that nothing checks.
    pub struct UncheckedKeyword { keyword: String, near: Option<&'static str>, place: Span }
    slug: "unchecked-keyword", severity: Warning, since: "0.1",
    shown: Never("what an imported schema asks for beside the types is asked of nobody"),
    message: format!("events are not checked against `{keyword}`"),
    at: place => "without effect here".to_owned(),
    help: Some(near.map_or_else(
        || "values that it refuses are taken; waive the rule where that is meant".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )),
    fixes: near.iter().map(|near| Fix::risky("use the keyword that exists", *place, format!("{near:?}"))).collect(),
}
