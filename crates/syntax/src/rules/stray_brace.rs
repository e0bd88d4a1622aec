//! A closing brace that closes nothing.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A closing brace that closes nothing.
    pub struct StrayBrace { brace: Span }
    slug: "stray-brace", severity: Error, since: "0.1",
    message: "this `}` closes nothing".to_owned(),
    at: brace => "no open block".to_owned(),
    help: Some("every block is already closed before this place".to_owned()),
    fixes: vec![Fix::risky("remove it", *brace, "")],
}
