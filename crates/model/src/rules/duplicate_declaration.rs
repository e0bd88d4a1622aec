//! Two declarations of one name.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// Two declarations of one name.
    pub struct DuplicateDeclaration {
        /// What is declared twice: `journey`.
        kind: &'static str,
        /// Its name; empty for a kind of which a project has one.
        name: String,
        again: Span,
        first: Span,
    }
    slug: "duplicate-declaration", severity: Error, since: "0.1",
    message: if name.is_empty() {
        format!("a second `{kind}`")
    } else {
        format!("a second {kind} is called `{name}`")
    },
    at: again => "declared again".to_owned(),
    also: [first => "first declared here".to_owned()],
    help: Some(if name.is_empty() {
        format!("a project has one `{kind}`: put both together")
    } else {
        "give one of them another name".to_owned()
    }),
}
