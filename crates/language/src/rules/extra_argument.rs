//! `extra-argument`: an argument that the word has no place for.

use crate::rules::sentences;
use filrouge_source::Span;

filrouge_report::rule! {
    /// An argument that the word has no place for.
    pub struct ExtraArgument { word: String, takes: Vec<&'static str>, props: Vec<&'static str>, written: String, value: Span }
    slug: "extra-argument", severity: Error, since: "0.1",
    message: format!("`{word}` has no place for {}", shown(written)),
    at: value => "one too many".to_owned(),
    help: Some(takes_what(takes, props)),
}

/// A text in quotes may be long, or meant to be secret: it is not repeated.
fn shown(written: &str) -> String {
    if written.contains('"') { "this text".to_owned() } else { format!("`{written}`") }
}

fn takes_what(takes: &[&str], props: &[&str]) -> String {
    let takes = match takes {
        [] => "it takes no arguments".to_owned(),
        [only] => format!("it takes one argument: the {only}"),
        several => format!("it takes {} arguments: {}", several.len(), sentences::list(several, "and")),
    };
    match props {
        [] => takes,
        props => format!("{takes}; as a property, write {}", sentences::list(&keys(props), "or")),
    }
}

fn keys(props: &[&str]) -> Vec<String> {
    props.iter().map(|key| format!("{key}=…")).collect()
}
