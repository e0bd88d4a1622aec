//! A split that mixes conditions and values.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A split that mixes conditions and values.
    pub struct MisplacedValue {
        /// `when`, `on` or `missing`.
        part: &'static str,
        /// Whether the split has a `by`.
        by: bool,
        place: Span,
    }
    slug: "misplaced-value", severity: Error, since: "0.1",
    message: if *by {
        format!("a split with `by` has no `{part}`")
    } else {
        format!("`{part}` needs a value to look at, and the split has no `by`")
    },
    at: place => if *by { "a condition" } else { "a value of what?" }.to_owned(),
    help: Some(if *by {
        "write `on VALUE { … }` for each value, or remove `by`".to_owned()
    } else {
        "write `by=\"profile.FIELD\"` at the split, or `when NAME \"condition\"`".to_owned()
    }),
}
