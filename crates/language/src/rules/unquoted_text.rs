//! `unquoted-text`: a text with spaces, without quotes.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A text with spaces, without quotes.
    pub struct UnquotedText { text: String, place: Span }
    slug: "unquoted-text", severity: Error, since: "0.1",
    message: format!("`{text}` has spaces and needs quotes"),
    at: place => "one text, or several values?".to_owned(),
    help: Some("without quotes, each word is a value of its own".to_owned()),
    fixes: vec![Fix::risky("quote it", *place, format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))],
}
