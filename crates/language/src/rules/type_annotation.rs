//! `type-annotation`: a type in parentheses, which no word has a use for.

use filrouge_source::Span;

filrouge_report::rule! {
    /// A type in parentheses, which no word has a use for.
    pub struct TypeAnnotation { ty: String, place: Span }
    slug: "type-annotation", severity: Error, since: "0.1",
    message: format!("`({ty})` has no meaning here"),
    at: place => "an annotation".to_owned(),
    help: Some("the word that holds a value says which type it has".to_owned()),
}
