//! Values between square brackets, as in JSON.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// Values between square brackets, as in JSON.
    pub struct ListInBrackets { brackets: Span, inside: Option<String>, property: bool }
    slug: "list-in-brackets", severity: Error, since: "0.1",
    message: "a list has no brackets".to_owned(),
    at: brackets => "values need no brackets".to_owned(),
    help: Some(if *property {
        "a property has one value; several values stand as arguments behind the name of a node".to_owned()
    } else {
        "write the values one after another, separated by spaces".to_owned()
    }),
    fixes: inside.iter().map(|inside| Fix::safe("remove the brackets", *brackets, inside)).collect(),
}
