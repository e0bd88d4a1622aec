//! A retention that begins anew when a message is opened.

use crate::statutes::Statutes;
use filrouge_model::Since;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A retention that begins anew when a message is opened.
    pub struct OpenAsActivity { event: String, place: Span, since: Span }
    slug: "open-as-activity", severity: Error, since: "0.1",
    message: format!("`{event}` counts as an act of the person, and an open is none"),
    at: place => "comes in as any event".to_owned(),
    also: [since => "begins anew with each event".to_owned()],
    help: Some("do not take the event in, or count from `collection`".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let opens = law.list("R02", "opens");
    let retain = law.model.profile.as_ref().and_then(|profile| profile.retain.value());
    let since = retain.and_then(|retain| retain.since.get());
    let Some(since) = since.filter(|since| since.value == Since::LastActivity) else { return };
    for event in law.model.events.values().filter(|event| opens.contains(&&*event.name.value)) {
        findings.push(OpenAsActivity {
            event: event.name.value.to_string(),
            place: event.at,
            since: since.span,
        });
    }
}
