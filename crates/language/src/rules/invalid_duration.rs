//! `invalid-duration`: a text that is not a duration.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A text that is not a duration.
    pub struct InvalidDuration { written: String, place: Span, meant: Option<String> }
    slug: "invalid-duration", severity: Error, since: "0.1",
    message: format!("`{written}` is not a duration"),
    at: place => "not a duration".to_owned(),
    help: Some(match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write whole numbers with units, from long to short: `y`, `mo`, `w`, `d`, `h`, `m`, `s`, as in `1h30m`".to_owned(),
    }),
    fixes: meant.iter().map(|meant| Fix::safe(format!("write `{meant}`"), *place, format!("\"{meant}\""))).collect(),
}
