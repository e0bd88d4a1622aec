//! A wait until a date, which does not say what happens without one.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A wait until a date, which does not say what happens without one.
    pub struct UndecidedDate { field: String, part: &'static str, state: &'static str, place: Span }
    slug: "undecided-date", severity: Error, since: "0.2",
    message: format!("nothing says what happens when `{field}` is {state}"),
    at: place => format!("may be {state}"),
    help: Some(format!("write `{part}=continue`, `{part}=skip` or `{part}=exit`")),
}
