//! A raw text in the spelling of KDL 1.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A raw text in the spelling of KDL 1.
    pub struct OldRawString { prefix: Span, fix: Option<(Span, String)> }
    slug: "old-raw-string", severity: Error, since: "0.1",
    message: "a raw text has no `r` in front".to_owned(),
    at: prefix => "the spelling of KDL 1".to_owned(),
    help: Some("write `#\"…\"#`".to_owned()),
    fixes: fix.iter().map(|(span, text)| Fix::safe("write it the KDL 2 way", *span, text)).collect(),
}
