//! A property without a part that it needs.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A property without a part that it needs.
    pub struct IncompleteProperty { property: &'static str, part: &'static str, place: Span }
    slug: "incomplete-property", severity: Error, since: "0.1",
    message: format!("`{property}` needs `{part}`"),
    at: place => "incomplete".to_owned(),
    help: Some(format!("say {} with `{part}=`", what(part))),
}

fn what(part: &str) -> &'static str {
    match part {
        "most" => "how many messages are not too many",
        "per" => "in what time they are counted",
        "longest" => "how long is not too long",
        "segment" => "who gets none",
        "from" => "when the hours begin",
        _ => "when the hours end",
    }
}
