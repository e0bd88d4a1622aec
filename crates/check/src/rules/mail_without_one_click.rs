//! Mail that may leave without the headers for one click.

use crate::statutes::Statutes;
use filrouge_model::{Channel, Connector, ConnectorKind, Medium};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Mail that may leave without the headers for one click.
    pub struct MailWithoutOneClick { channel: String, connector: String, place: Span, declared: Span }
    slug: "mail-without-one-click", severity: Error, since: "0.1",
    message: format!("nothing says that mail over `{channel}` carries the headers for one click"),
    at: place => "mail that people may refuse".to_owned(),
    also: [declared => format!("`{connector}` makes the mail itself")],
    help: Some(
        "add `one-click=#true` once the service puts `List-Unsubscribe` and `List-Unsubscribe-Post` into each mail and signs \
         both, or send with `kind=smtp`"
            .to_owned(),
    ),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for own in law.served.iter().filter(|own| own.purpose.may_be_refused()) {
        for channel in own.channels.iter().filter(|channel| told.insert(channel.at)) {
            let connector = channel.connector.as_ref().and_then(|connector| law.model.connectors.of(connector));
            let Some(connector) = connector.filter(|connector| is_open(channel, connector)) else { continue };
            findings.push(MailWithoutOneClick {
                channel: channel.name.value.to_string(),
                connector: connector.name.value.to_string(),
                place: channel.at,
                declared: connector.at,
            });
        }
    }
}

fn is_open(channel: &Channel, connector: &Connector) -> bool {
    let mail = channel.medium.value() == Some(&Medium::Email);
    let makes = connector.kind.as_ref().is_some_and(|kind| kind.value == ConnectorKind::Http);
    mail && makes && channel.one_click.value() != Some(&true)
}
