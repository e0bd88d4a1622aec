//! An email channel without a sender.

use filrouge_model::{Medium, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An email channel without a sender.
    pub struct ChannelWithoutSender { channel: String, place: Span }
    slug: "channel-without-sender", severity: Error, since: "0.1",
    message: format!("the channel `{channel}` has no sender"),
    at: place => "from whom?".to_owned(),
    help: Some("add `from=\"Shop <hello@shop.example>\"`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for channel in model.channels.values() {
        let connector = channel.connector.as_ref();
        let inherited = connector.and_then(|connector| model.connectors.of(connector));
        let known = connector.is_some_and(|connector| connector.id.is_some());
        let has_sender = !channel.from.is_absent() || inherited.is_some_and(|sender| !sender.from.is_absent());
        if channel.medium.value() == Some(&Medium::Email) && known && !has_sender {
            findings.push(ChannelWithoutSender { channel: channel.name.value.to_string(), place: channel.at });
        }
    }
}
