//! A file that is too large to be read.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A file that is too large to be read.
    pub struct TextTooLarge { start: Span, limit: u32 }
    slug: "text-too-large", severity: Error, since: "0.1",
    message: format!("a file has at most {limit} bytes"),
    at: start => "not read".to_owned(),
    help: Some("split it".to_owned()),
}
