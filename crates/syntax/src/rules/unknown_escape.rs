//! A backslash before something that it does not escape.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A backslash before something that it does not escape.
    pub struct UnknownEscape { text: String, place: Span, fix: Option<String> }
    slug: "unknown-escape", severity: Error, since: "0.1",
    message: format!("`{text}` is not an escape"),
    at: place => "unknown escape".to_owned(),
    help: Some("the escapes are `\\\\`, `\\\"`, `\\n`, `\\r`, `\\t`, `\\b`, `\\f`, `\\s` and `\\u{…}`; a raw text `#\"…\"#` has none".to_owned()),
    fixes: fix.iter().map(|fix| Fix::risky("escape the backslash", *place, fix)).collect(),
}
