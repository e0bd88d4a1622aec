//! A name with a colon behind it, as in YAML and JSON.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A name with a colon behind it, as in YAML and JSON.
    pub struct KeyWithColon { name: String, colon: Span, property: bool, fix: Option<(Span, String)> }
    slug: "key-with-colon", severity: Error, since: "0.1",
    message: format!("`{name}` is followed by a colon"),
    at: colon => "no colon here".to_owned(),
    help: Some(if *property {
        format!("a property is written `{name}=value`")
    } else {
        format!("a node is written `{name} value`: a space and no colon")
    }),
    fixes: fix.iter().map(|(span, text)| Fix::safe("write it without the colon", *span, text)).collect(),
}
