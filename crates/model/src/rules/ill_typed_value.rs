//! A value in a test that its field cannot hold.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A value in a test that its field cannot hold.
    pub struct IllTypedValue {
        field: String,
        /// The type of the field: `decimal`.
        wanted: String,
        /// A value that would be right.
        example: String,
        place: Span,
        /// The word that was probably meant.
        near: Option<String>,
    }
    slug: "ill-typed-value", severity: Error, since: "0.1",
    message: format!("this is no value for the field `{field}`"),
    at: place => format!("not a value of type `{wanted}`"),
    help: Some(near.as_ref().map_or_else(
        || format!("a value of type `{wanted}` is written like `{example}`"),
        |near| format!("did you mean `{near}`?"),
    )),
    fixes: near.iter().map(|near| Fix::risky(format!("write `{near}`"), *place, near)).collect(),
}
