//! `invalid-path`: a path that does not stay inside the project.

use filrouge_source::Span;

filrouge_report::rule! {
    /// A path that does not stay inside the project.
    pub struct InvalidPath { path: String, place: Span, why: &'static str }
    slug: "invalid-path", severity: Error, since: "0.1",
    message: format!("`{path}` is not a file of the project"),
    at: place => (*why).to_owned(),
    help: Some("write the path from the root of the project, as `templates/welcome.mjml`".to_owned()),
}
