//! A window in which nobody could go on.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A window in which nobody could go on.
    pub struct EmptyWindow { place: Span, is_inverted: bool }
    slug: "empty-window", severity: Error, since: "0.2",
    shown: Refused,
    message: if *is_inverted { "the window closes before it opens".to_owned() } else { "the window closes when it opens".to_owned() },
    at: place => "nobody could go on in it".to_owned(),
    help: Some("a window lies within one day; without `to` it lasts until midnight".to_owned()),
}
