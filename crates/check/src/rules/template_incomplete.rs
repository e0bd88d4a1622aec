//! A template without what its channel needs.

use filrouge_model::{Action, Channel, Content, Medium, Model, Template};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A template without what its channel needs.
    pub struct TemplateIncomplete {
        template: String,
        /// The language, when the template has several.
        locale: Option<String>,
        channel: String,
        /// What is missing, with its article.
        missing: &'static str,
        place: Span,
        /// Where it is sent.
        send: Span,
    }
    slug: "template-incomplete", severity: Error, since: "0.1",
    message: {
        let language = locale.as_ref().map_or(String::new(), |locale| format!(" in `{locale}`"));
        format!("the template `{template}` has no {missing}{language}, which the channel `{channel}` needs")
    },
    at: place => format!("no {missing}"),
    also: [send => "sent here".to_owned()],
    help: Some("each language has all parts of the message: nothing is taken from another one".to_owned())
        .filter(|_| locale.is_some()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for step in model.journeys.values().flat_map(|journey| journey.steps.values()) {
        let Action::Send(send) = &step.action else { continue };
        let Some(reference) = &send.template else { continue };
        let Some(template) = model.templates.of(reference) else { continue };
        for channel in send.via.iter().filter_map(|channel| model.channels.of(channel)) {
            for gap in gaps(template, channel, reference.name.span) {
                if told.insert((gap.place, gap.missing)) {
                    findings.push(gap);
                }
            }
        }
    }
}

fn gaps(template: &Template, channel: &Channel, send: Span) -> Vec<TemplateIncomplete> {
    let Some(medium) = channel.medium.value() else { return Vec::new() };
    let gap = |content: &Content| {
        missing(content, *medium).map(|missing| TemplateIncomplete {
            template: template.name.value.to_string(),
            locale: (template.contents.len() > 1).then(|| content.locale.to_string()),
            channel: channel.name.value.to_string(),
            missing,
            place: content.at,
            send,
        })
    };
    template.contents.iter().filter_map(gap).collect()
}

/// What a message in one language lacks for a kind of channel. A part that was written wrongly is not missing.
fn missing(content: &Content, medium: Medium) -> Option<&'static str> {
    let no_text = content.text.is_absent();
    let no_page = content.html.is_absent() && content.mjml.is_absent();
    match medium {
        Medium::Email if content.subject.is_absent() => Some("subject"),
        Medium::Email => (no_text && no_page).then_some("body"),
        Medium::Push | Medium::WebPush if content.subject.is_absent() => Some("subject"),
        Medium::InApp | Medium::Webhook => (no_text && no_page).then_some("body"),
        Medium::Sms | Medium::Push | Medium::WebPush | Medium::Whatsapp | Medium::Chat | Medium::Call => {
            no_text.then_some("text")
        }
    }
}
