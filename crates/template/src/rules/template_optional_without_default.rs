//! A value that may be absent, used as if it were always there.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A value that may be absent, used as if it were always there.
    pub struct TemplateOptionalWithoutDefault {
        path: String,
        place: Span,
        insert: &'static str,
    }
    slug: "template-optional-without-default", severity: Error, since: "0.1",
    message: format!("`{path}` may be absent"),
    at: place => "no value for some people".to_owned(),
    help: Some(format!("give it a default, or put it inside `{{% if {path} %}}`")),
    fixes: vec![Fix::shown("say what stands there otherwise", place.at_end(), *insert)],
}
