//! A message that does not say how to end such messages.

use crate::bodies::bodies;
use crate::served::Served;
use crate::statutes::Statutes;
use filrouge_model::{Channel, Content, Medium};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A message that does not say how to end such messages.
    pub struct MessageWithoutWayOut { template: String, purpose: String, is_text: bool, place: Span, send: Span }
    slug: "message-without-way-out", severity: Error, since: "0.1",
    message: format!("the template `{template}` does not say how to end messages about `{purpose}`"),
    at: place => "no way out in here".to_owned(),
    also: [send => "sent here".to_owned()],
    help: Some(if *is_text {
        "write `STOP` with the number that takes it, or `{{ unsubscribe_url }}`".to_owned()
    } else {
        "write a link to `{{ unsubscribe_url }}`".to_owned()
    }),
}

/// Placeholders that lead out.
const LINKS: [&str; 2] = ["unsubscribe_url", "preferences_url"];

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let words = law.list("C06", "stop-words");
    let mut told = BTreeSet::new();
    for own in law.served.iter().filter(|own| own.purpose.may_be_refused()) {
        for (content, channel) in without(own, &words, law) {
            if told.insert(content.at) {
                findings.push(found(own, content, channel));
            }
        }
    }
}

/// The languages in which a message shows no way out over some channel.
fn without<'m>(own: &Served<'m>, words: &[&str], law: &Statutes<'m>) -> Vec<(&'m Content, &'m Channel)> {
    let contents = own.template.iter().flat_map(|template| &template.contents);
    let leads_out = |content: &Content, medium| {
        let texts = bodies(content, law.sources);
        let mut signs = LINKS.iter().chain(words.iter().filter(|_| is_short(medium)));
        texts.is_empty() || signs.any(|sign| texts.iter().any(|text| text.text.contains(sign)))
    };
    let lost = contents.filter_map(|content| {
        let mut open = own.channels.iter().filter_map(|channel| Some((*channel, *channel.medium.value()?)));
        let (channel, _) = open.find(|(_, medium)| carries_text(*medium) && !leads_out(content, *medium))?;
        Some((content, channel))
    });
    lost.collect()
}

const fn is_short(medium: Medium) -> bool {
    matches!(medium, Medium::Sms | Medium::Whatsapp)
}

const fn carries_text(medium: Medium) -> bool {
    is_short(medium) || matches!(medium, Medium::Email)
}

fn found(own: &Served<'_>, content: &Content, channel: &Channel) -> MessageWithoutWayOut {
    MessageWithoutWayOut {
        template: own.template.map(|template| template.name.value.to_string()).unwrap_or_default(),
        purpose: own.purpose.name.value.to_string(),
        is_text: channel.medium.value().is_some_and(|medium| is_short(*medium)),
        place: content.at,
        send: own.step.at,
    }
}
