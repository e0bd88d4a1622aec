//! An optional value that nothing guards.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A value that may be absent is used as if it were always there.
    pub struct UnguardedOptional { path: String, place: Span, repair: Option<Fix> }
    slug: "unguarded-optional", severity: Error, since: "0.1",
    message: format!("`{path}` may be absent"),
    at: place => "not guarded".to_owned(),
    also: [],
    help: Some(format!("test it first with `has({path}) &&`, or give a value that stands in with `.orValue(…)`")),
    fixes: repair.iter().cloned().collect(),
}
