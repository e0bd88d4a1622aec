//! Text messages to which an answer is lost.

use crate::statutes::Statutes;
use filrouge_model::{Channel, Medium, Model, Tells};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Text messages to which an answer is lost.
    pub struct TextsWithoutReply { channel: String, purpose: String, place: Span, send: Span }
    slug: "texts-without-reply", severity: Error, since: "0.1",
    message: format!("who answers STOP to a text about `{purpose}` over `{channel}` is not heard"),
    at: place => "answers come in nowhere".to_owned(),
    also: [send => "sent here".to_owned()],
    help: Some(format!("add `reply channel={channel}` to the source by which the answers come in")),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for own in law.served.iter().filter(|own| own.purpose.may_be_refused()) {
        let lost = own.channels.iter().filter(|channel| is_text(channel) && !is_heard(channel, law.model));
        for channel in lost.filter(|channel| told.insert(channel.at)) {
            findings.push(TextsWithoutReply {
                channel: channel.name.value.to_string(),
                purpose: own.purpose.name.value.to_string(),
                place: channel.at,
                send: own.step.at,
            });
        }
    }
}

fn is_text(channel: &Channel) -> bool {
    matches!(channel.medium.value(), Some(Medium::Sms | Medium::Whatsapp))
}

fn is_heard(channel: &Channel, model: &Model) -> bool {
    let mut told = model.sources.values().flat_map(|source| &source.tells);
    told.any(|mapping| match &mapping.tells {
        Tells::Reply { channel: Some(answered), .. } => answered.name.value == channel.name.value,
        _ => false,
    })
}
