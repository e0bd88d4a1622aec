//! A template that shows data to a purpose that it was not collected for.

use crate::labelled::Trail;
use filrouge_report::{Finding, Fix, rule};
use filrouge_source::Span;

rule! {
    /// A template that shows data to a purpose that it was not collected for.
    pub struct ShownForAnotherPurpose { name: String, collected: String, purpose: String, place: Span, fixes: Vec<Fix> }
    slug: "shown-for-another-purpose", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("{name} is collected for {collected} alone, and a message for `{purpose}` shows it"),
    at: place => format!("not allowed for `{purpose}`"),
    help: Some(format!("leave it out of the message, or name `{purpose}` where it is collected and tell people so")),
    fixes: fixes.clone(),
}

pub(crate) fn finding(trail: Trail<'_>) -> Finding {
    let facts = ShownForAnotherPurpose {
        name: trail.name.clone(),
        collected: trail.purposes.clone(),
        purpose: trail.purpose.name.value.to_string(),
        place: trail.place(),
        fixes: trail.compatible(),
    };
    trail.along(facts)
}
