//! A fetch that nobody gave a purpose.

use filrouge_model::{Action, Journey, Setting, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A fetch that nobody gave a purpose.
    pub struct FetchWithoutPurpose {
        fetch: String,
        place: Span,
        /// Other fetches of the journey that have none either.
        others: Vec<Span>,
        journey: String,
    }
    slug: "fetch-without-purpose", severity: Error, since: "0.1",
    message: format!("the fetch `{fetch}` has no purpose"),
    at: place => "asked for what?".to_owned(),
    also: [others => "nor has this one".to_owned()],
    help: Some(format!("write `purpose NAME` in the journey `{journey}`, or `purpose=NAME` at the fetch")),
}

/// A journey without a purpose is one mistake, which a send tells when it has one.
pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    let is_bare = |step: &&Step| matches!(&step.action, Action::Send(send) if send.purpose.is_absent());
    if !journey.purpose.is_absent() || journey.steps.values().any(|step| is_bare(&step)) {
        return;
    }
    let asks = |step: &&Step| matches!(&step.action, Action::Fetch(fetch) if fetch.purpose.is_absent());
    let mut bare = journey.steps.values().filter(asks);
    if let Some(first) = bare.next() {
        findings.push(FetchWithoutPurpose {
            fetch: first.name.value.to_string(),
            place: first.at,
            others: bare.map(|step| step.at).collect(),
            journey: journey.name.value.to_string(),
        });
    }
}
