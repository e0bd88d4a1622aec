//! Triple quotes with text beside them on their line.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// Triple quotes with text beside them on their line.
    pub struct MisplacedTripleQuotes { quotes: Span, fix: Option<Fix> }
    slug: "misplaced-triple-quotes", severity: Error, since: "0.1",
    message: "triple quotes stand alone at the end and the start of a line".to_owned(),
    at: quotes => "text beside the quotes".to_owned(),
    help: Some("the text starts on the line below the opening quotes and ends on the line above the closing ones".to_owned()),
    fixes: fix.iter().cloned().collect(),
}
