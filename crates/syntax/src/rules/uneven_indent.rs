//! A line of a text that is indented less than its closing quotes.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A line of a text that is indented less than its closing quotes.
    pub struct UnevenIndent { line: Span, closing: Span }
    slug: "uneven-indent", severity: Error, since: "0.1",
    message: "this line is indented less than the closing quotes, or with other blanks".to_owned(),
    at: line => "starts too far left".to_owned(),
    also: [closing => "the indentation is set here".to_owned()],
    help: Some("every line that is not blank starts with the very blanks that stand before the closing quotes".to_owned()),
}
