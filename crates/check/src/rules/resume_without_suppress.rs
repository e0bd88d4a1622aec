//! A service that is told who agrees anew, and never who has refused.

use filrouge_model::{Ask, Connector, Model};
use filrouge_plan::ask::AskedFor;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A service that is told who agrees anew, and never who has refused.
    pub struct ResumeWithoutSuppress { connector: String, place: Span }
    slug: "resume-without-suppress", severity: Error, since: "0.1",
    message: format!("`{connector}` is never asked to resume: no call asks it to suppress somebody for the same purpose"),
    at: place => "is never made".to_owned(),
    help: Some("name with `for=` the purpose of an `ask suppress` of this connector, or remove the call".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for connector in model.connectors.values() {
        let idle = connector.asks.iter().filter(|ask| ask.call.right == AskedFor::Resume);
        for ask in idle.filter(|ask| !takes_back(connector, ask)) {
            let connector = connector.name.value.to_string();
            findings.push(ResumeWithoutSuppress { connector, place: ask.at });
        }
    }
}

/// Whether a call takes back what another one has told about one purpose.
fn takes_back(connector: &Connector, resume: &Ask) -> bool {
    let purpose = &resume.call.purpose;
    let told = connector.asks.iter().filter(|ask| ask.call.right == AskedFor::Suppress);
    purpose.is_some() && told.map(|ask| &ask.call.purpose).any(|told| told == purpose)
}
