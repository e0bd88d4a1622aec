//! A control character that KDL allows nowhere.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A control character that KDL allows nowhere.
    pub struct ForbiddenCharacter { code: u32, place: Span }
    slug: "forbidden-character", severity: Error, since: "0.1",
    message: format!("the control character U+{code:04X} may not stand in a text"),
    at: place => "not visible".to_owned(),
    help: Some(format!("inside quotes, write it `\\u{{{code:X}}}`")),
    fixes: vec![Fix::risky("remove it", *place, "")],
}
