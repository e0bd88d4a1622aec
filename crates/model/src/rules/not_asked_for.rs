//! A journey that is asked for, and that nobody may ask for.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A journey that is asked for, and that nobody may ask for.
    pub struct NotAskedFor { journey: String, place: Span, enter: Span }
    slug: "not-asked-for", severity: Error, since: "0.1",
    message: format!("nobody can ask for the journey `{journey}`"),
    at: place => "asked for here".to_owned(),
    also: [enter => "people come in by this alone".to_owned()],
    help: Some("let the journey `enter api` or `enter called`".to_owned()),
}
