//! A notice that does not name who receives the data.

use crate::statutes::Statutes;
use filrouge_model::{Connector, Purpose};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A notice that does not name who receives the data.
    pub struct NoticeOmitsRecipient { purpose: String, company: String, place: Span, connector: Span, step: Span }
    slug: "notice-omits-recipient", severity: Error, since: "0.1",
    message: format!("the notice of `{purpose}` does not name `{company}`"),
    at: place => "people are told this".to_owned(),
    also: [connector => "gets their data".to_owned(), step => "here".to_owned()],
    help: Some("name the company in the notice, and raise its version: people are told before".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for own in &law.served {
        for connector in &own.connectors {
            let found = omitted(own.purpose, connector, own.step.at, law);
            if let Some(found) = found.filter(|found| told.insert((found.place, found.connector))) {
                findings.push(found);
            }
        }
    }
}

fn omitted(purpose: &Purpose, connector: &Connector, step: Span, law: &Statutes<'_>) -> Option<NoticeOmitsRecipient> {
    let (notice, company) = (purpose.notice.get()?, connector.company.get()?);
    let text = &law.sources.get(notice.value)?.text;
    let named = plain(text).contains(&plain(&company.value));
    (!named).then(|| NoticeOmitsRecipient {
        purpose: purpose.name.value.to_string(),
        company: company.value.to_string(),
        place: notice.span,
        connector: company.span,
        step,
    })
}

/// A text without its layout, in small letters.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
