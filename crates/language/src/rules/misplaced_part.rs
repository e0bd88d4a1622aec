//! `misplaced-part`: a property written as a line of the block, or a line written as a property.

use filrouge_report::{Edit, Fix, Safety};
use filrouge_source::Span;

filrouge_report::rule! {
    /// A property written as a line of the block, or a line written as a property.
    pub struct MisplacedPart { word: String, part: String, place: Span, belongs: &'static str, right: String, edits: Vec<Edit> }
    slug: "misplaced-part", severity: Error, since: "0.1",
    message: format!("`{part}` of `{word}` is {belongs}"),
    at: place => format!("write `{right}`"),
    fixes: fix(right, edits),
}

fn fix(right: &str, edits: &[Edit]) -> Vec<Fix> {
    let fix = Fix { title: format!("write `{right}`"), safety: Safety::Safe, edits: edits.to_vec() };
    if edits.is_empty() { Vec::new() } else { vec![fix] }
}
