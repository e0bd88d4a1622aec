//! Personal data that leaves for a purpose that does not need it.

use crate::labelled::Trail;
use filrouge_label::Label;
use filrouge_model::Purpose;
use filrouge_report::{Finding, listed, rule};
use filrouge_source::Span;

rule! {
    /// Personal data that leaves for a purpose that does not need it.
    pub struct MoreThanNeeded {
        name: String,
        category: String,
        purpose: String,
        needs: Vec<String>,
        place: Span,
        /// Where the purpose says what it needs.
        said: Span,
    }
    slug: "more-than-needed", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("{name} leaves for `{purpose}`, which does not need `{category}`"),
    at: place => "more than the purpose needs".to_owned(),
    also: [said => format!("`{purpose}` needs {}", listed(needs.iter().map(String::as_str)))],
    help: Some(format!("leave it out, or add `{category}` to `needs` with the reason why it is needed in the description")),
}

/// Whether a purpose needs such data: one that says nothing needs all.
pub(crate) fn needs(purpose: &Purpose, label: &Label<'_>) -> bool {
    let Some(category) = label.category else { return true };
    let within = |need: &str| {
        category.value.strip_prefix(need).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    purpose.needs.is_empty() || purpose.needs.iter().any(|need| within(&need.value))
}

pub(crate) fn finding(trail: Trail<'_>) -> Finding {
    let needs = &trail.purpose.needs;
    let facts = MoreThanNeeded {
        name: trail.name.clone(),
        category: trail.category.clone(),
        purpose: trail.purpose.name.value.to_string(),
        needs: needs.iter().map(|need| need.value.to_string()).collect(),
        place: trail.place(),
        said: needs.first().map_or(trail.purpose.at, |need| need.span),
    };
    trail.along(facts)
}
