//! A file that should be JSON and is not.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A file that should be JSON and is not.
    pub struct InvalidJson { problem: String, place: Span }
    slug: "invalid-json", severity: Error, since: "0.1",
    message: "this is not JSON".to_owned(),
    at: place => lower(problem),
    help: Some("JSON has no comments, no trailing commas, and names between double quotes".to_owned()),
}

fn lower(problem: &str) -> String {
    let mut letters = problem.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}
