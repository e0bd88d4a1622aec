//! A reset of a time that nobody measures.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A reset of a time that nobody measures.
    pub struct ResetWithoutTimeout { reset: String, place: Span }
    slug: "reset-without-timeout", severity: Error, since: "0.2",
    message: format!("`{reset}` starts a time anew that nobody measures"),
    at: place => "no `timeout after=` to start anew".to_owned(),
    help: Some("add `timeout after=\"30m\"`: the time of silence that ends the wait".to_owned()),
}
