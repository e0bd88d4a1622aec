//! A file that is referred to and is not there.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A file that is referred to and is not there.
    pub struct MissingFile { path: String, place: Span, near: Option<String>, known: Vec<String> }
    slug: "missing-file", severity: Error, since: "0.1",
    message: format!("there is no file `{path}` in the project"),
    at: place => "not found".to_owned(),
    help: Some(near.as_ref().map_or_else(
        || "paths start at the folder that holds `filrouge.kdl`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )),
    fixes: near.iter().map(|near| Fix::risky("use the file that is there", *place, format!("{near:?}"))).collect(),
    allowed: path => known,
}
