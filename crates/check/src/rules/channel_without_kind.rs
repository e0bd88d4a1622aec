//! A channel of which nobody knows what it carries.

use filrouge_model::Model;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A channel of which nobody knows what it carries.
    pub struct ChannelWithoutKind { channel: String, place: Span }
    slug: "channel-without-kind", severity: Error, since: "0.1",
    message: format!("nothing says what sort of messages the channel `{channel}` carries"),
    at: place => "not the name of a kind".to_owned(),
    help: Some(
        "add `kind=` with `email`, `sms`, `push`, `web-push`, `in-app`, `whatsapp`, `chat`, `webhook` or `call`"
            .to_owned(),
    ),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for channel in model.channels.values().filter(|channel| channel.medium.is_absent()) {
        findings.push(ChannelWithoutKind { channel: channel.name.value.to_string(), place: channel.name.span });
    }
}
