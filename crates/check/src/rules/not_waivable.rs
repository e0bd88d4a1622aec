//! An exception to a rule that allows none.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// An exception to a rule that allows none.
    pub struct NotWaivable { rule: String, is_error: bool, place: Span }
    slug: "not-waivable", severity: Error, since: "0.1",
    message: format!("the rule `{rule}` allows no exception"),
    at: place => "cannot be waived".to_owned(),
    help: Some(if *is_error {
        "without this rule the project would have no clear meaning; do what its finding says".to_owned()
    } else {
        "it is about exceptions themselves".to_owned()
    }),
}
