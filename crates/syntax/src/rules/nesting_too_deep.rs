//! Blocks within blocks beyond the limit.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// Blocks within blocks beyond the limit.
    pub struct NestingTooDeep { open: Span, limit: u32 }
    slug: "nesting-too-deep", severity: Error, since: "0.1",
    message: format!("blocks are nested more than {limit} deep"),
    at: open => "this block is not read".to_owned(),
    help: Some("give the inner parts names of their own".to_owned()),
}
