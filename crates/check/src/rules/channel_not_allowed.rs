//! A send over a channel that its purpose does not allow.

use filrouge_model::{Action, Journey, Purpose, Reference, Setting};
use filrouge_report::{Findings, listed, rule};
use filrouge_source::Span;

rule! {
    /// A send over a channel that its purpose does not allow.
    pub struct ChannelNotAllowed {
        channel: String,
        purpose: String,
        place: Span,
        declared: Span,
        allowed: Vec<String>,
    }
    slug: "channel-not-allowed", severity: Error, since: "0.1",
    message: format!("the purpose `{purpose}` does not allow the channel `{channel}`"),
    at: place => "not a channel of the purpose".to_owned(),
    also: [declared => "the purpose is declared here".to_owned()],
    help: Some(format!("`{purpose}` allows {}", listed(allowed.iter().map(String::as_str)))),
}

pub(super) fn check(journey: &Journey, setting: &Setting, findings: &mut Findings) {
        for step in journey.steps.values() {
            let Action::Send(send) = &step.action else { continue };
            let own = if send.purpose.is_absent() { &journey.purpose } else { &send.purpose };
            let Some(purpose) = own.value().and_then(|purpose| setting.purposes.of(purpose)) else { continue };
            for channel in send.via.iter().filter(|channel| !allows(purpose, channel)) {
                findings.push(ChannelNotAllowed {
                    channel: channel.name.value.to_string(),
                    purpose: purpose.name.value.to_string(),
                    place: channel.name.span,
                    declared: purpose.at,
                    allowed: purpose.channels.iter().map(|channel| channel.name.value.to_string()).collect(),
                });
            }
        }
}

/// A channel or a list of channels with a mistake in it was told before.
fn allows(purpose: &Purpose, channel: &Reference<filrouge_model::Channel>) -> bool {
    !purpose.limits_channels
        || channel.id.is_none()
        || purpose.channels.iter().any(|allowed| allowed.id.is_none() || allowed.id == channel.id)
}
