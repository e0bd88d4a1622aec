//! `true`, `false`, `null`, `inf` or `nan` without `#`.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// `true`, `false`, `null`, `inf` or `nan` without `#`.
    pub struct BareKeyword { word: String, place: Span, name: bool }
    slug: "bare-keyword", severity: Error, since: "0.1",
    message: format!("`{word}` needs a `#` in front, or quotes"),
    at: place => if *name { "a name cannot be a keyword".to_owned() } else { format!("the keyword is `#{word}`") },
    help: Some(format!("`#{word}` is the value, `\"{word}\"` is a text")),
    fixes: vec![if *name {
        Fix::safe("quote the name", *place, format!("\"{word}\""))
    } else {
        Fix::safe(format!("write `#{word}`"), *place, format!("#{word}"))
    }],
}
