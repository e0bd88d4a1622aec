//! `extra-argument`: an argument that the word has no place for.

use filrouge_source::Span;

filrouge_report::rule! {
    /// An argument that the word has no place for.
    pub struct ExtraArgument { word: &'static str, takes: Vec<&'static str>, written: String, value: Span }
    slug: "extra-argument", severity: Error, since: "0.1",
    message: format!("`{word}` has no place for `{written}`"),
    at: value => "one too many".to_owned(),
    help: Some(takes_what(takes)),
}

fn takes_what(takes: &[&str]) -> String {
    match takes {
        [] => "it takes no arguments".to_owned(),
        [only] => format!("it takes one: the {only}"),
        several => format!("it takes {}: {}", several.len(), several.join(", ")),
    }
}
