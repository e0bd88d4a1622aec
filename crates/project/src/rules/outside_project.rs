//! A link that leads out of the project.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A link that leads out of the project.
    pub struct OutsideProject { file: String, place: Span }
    slug: "outside-project", severity: Error, since: "0.1",
    message: format!("the link `{file}` leads out of the project"),
    at: place => String::new(),
    also: [],
    help: Some("copy the file into the project: what is reviewed must be what runs".to_owned()),
}
