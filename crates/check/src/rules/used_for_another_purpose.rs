//! Data that is used for a purpose that it was not collected for.

use crate::labelled::Trail;
use filrouge_report::{Finding, Fix, rule};
use filrouge_source::Span;

rule! {
    /// Data that is used for a purpose that it was not collected for.
    pub struct UsedForAnotherPurpose { name: String, collected: String, purpose: String, place: Span, fixes: Vec<Fix> }
    slug: "used-for-another-purpose", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("{name} is collected for {collected} alone, and is used for `{purpose}`"),
    at: place => format!("it leaves for `{purpose}`"),
    help: Some(format!("do without it, or name `{purpose}` where it is collected and tell people so")),
    fixes: fixes.clone(),
}

pub(crate) fn finding(trail: Trail<'_>) -> Finding {
    let facts = UsedForAnotherPurpose {
        name: trail.name.clone(),
        collected: trail.purposes.clone(),
        purpose: trail.purpose.name.value.to_string(),
        place: trail.place(),
        fixes: trail.compatible(),
    };
    trail.along(facts)
}
