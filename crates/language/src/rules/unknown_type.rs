//! `unknown-type`: a type that does not exist.

use crate::kinds::FieldType;
use crate::rules::sentences;
use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A type that does not exist.
    pub struct UnknownType { written: String, place: Span, near: Option<&'static str>, optional: bool }
    slug: "unknown-type", severity: Error, since: "0.1",
    message: format!("no type is called `{written}`"),
    at: place => "not a type".to_owned(),
    help: sentences::allowed(*near, FieldType::WORDS),
    fixes: near.iter().map(|near| fix(near, *place, *optional)).collect(),
    allowed: written => FieldType::WORDS,
}

fn fix(near: &str, place: Span, optional: bool) -> Fix {
    let word = if optional { format!("{near}?") } else { near.to_owned() };
    Fix::risky(format!("write `{word}`"), place, word)
}
