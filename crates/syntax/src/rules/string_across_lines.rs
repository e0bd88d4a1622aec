//! A text of several lines between single quotes, as KDL 1 had it.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A text of several lines between single quotes, as KDL 1 had it.
    pub struct StringAcrossLines { text: Span, open: Span, fix: Option<Fix> }
    slug: "string-across-lines", severity: Error, since: "0.1",
    message: "a text between single `\"` stays on one line".to_owned(),
    at: open => "runs over several lines".to_owned(),
    help: Some("a text of several lines stands between `\"\"\"` and `\"\"\"`, each on a line of its own".to_owned()),
    fixes: fix.iter().cloned().collect(),
}
