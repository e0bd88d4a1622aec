//! A project without a `project` or a `profile`.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A project without a `project` or a `profile`.
    pub struct MissingDeclaration {
        /// What is missing: `profile`.
        kind: &'static str,
        place: Span,
        example: &'static str,
    }
    slug: "missing-declaration", severity: Error, since: "0.1",
    message: format!("the project declares no `{kind}`"),
    at: place => String::new(),
    help: Some(format!("add one, such as `{example}`")),
}
