//! A link that leads back to a folder above it.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A link that leads back to a folder above it.
    pub struct LinkLoop { file: String, place: Span }
    slug: "link-loop", severity: Error, since: "0.1",
    message: format!("the link `{file}` leads back to a folder that it lies in"),
    at: place => String::new(),
    also: [],
    help: Some("remove the link".to_owned()),
}
