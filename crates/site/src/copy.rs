//! Messages as people see them.

use crate::known::Known;
use crate::{links, samples};
use filrouge_machine::render::{Context, Rendered};
use filrouge_plan::manifest::{DataFlow, FieldRead};
use filrouge_plan::{Action, Journey, Send, Template, Type, Value, address};
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// What keeps a shown message from asking for anything: no picture from elsewhere, no script, no form,
/// and no page behind a link: a new window is what the frame may not open.
const SEALED: &str = "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><meta name=\"color-scheme\" content=\"light\"><base target=\"_blank\">";

/// The messages of a journey, in the order of the text.
pub(crate) fn messages(known: &Known<'_>, journey: &Journey) -> Vec<Json> {
    let sends = journey.steps.iter().filter_map(|step| match &step.action {
        Action::Send(send) => Some((step.name.as_str(), send)),
        _ => None,
    });
    sends.map(|(step, send)| message(known, journey, step, send)).collect()
}

fn message(known: &Known<'_>, journey: &Journey, step: &str, send: &Send) -> Json {
    let place = address::step(&journey.name, step);
    let flows = known.project.manifest.data_flows.iter().filter(|flow| flow.step == place);
    let fields = |of: fn(&DataFlow) -> &[FieldRead]| -> Vec<Json> {
        let all: BTreeSet<&String> = flows.clone().flat_map(&of).map(|read| &read.field).collect();
        known.fields(all)
    };
    json!({
        "step": step,
        "anchor": links::anchor("message", step),
        "via": send.via.join(", "),
        "template": send.template,
        "copies": copies(known, journey, send),
        "carries": fields(|flow| &flow.carries),
        "decided": fields(|flow| &flow.decided_by),
    })
}

fn copies(known: &Known<'_>, journey: &Journey, send: &Send) -> Vec<Json> {
    let Some(template) = known.plan().templates.iter().find(|own| own.name == send.template) else {
        return Vec::new();
    };
    template.variants.keys().map(|locale| copy(known, journey, template, locale)).collect()
}

fn copy(known: &Known<'_>, journey: &Journey, template: &Template, locale: &str) -> Json {
    let (plan, tests) = (known.plan(), known.project.tests);
    let profile = samples::profile(plan, &journey.name, tests);
    let entry = samples::entry(plan, journey, tests);
    let with: Vec<Value> = template.with.iter().map(samples::made_up).collect();
    let link = Value::from("https://example.com/");
    let context = Context::new(TimeZone::UTC)
        .fields("profile", plan.slots().zip(&profile))
        .fields("entry", entry.iter().map(|(field, value)| (*field, value)))
        .value("unsubscribe_url", &Type::Url, &link)
        .value("preferences_url", &Type::Url, &link)
        .value("confirm_url", &Type::Url, &link);
    let context = template
        .with
        .iter()
        .zip(&with)
        .fold(context, |context, (field, value)| context.value(&field.name, &field.ty, value));
    match known.templates.render(&template.name, Some(locale), &context) {
        Ok(rendered) => shown(locale, rendered),
        Err(error) => {
            json!({ "locale": locale, "lang": locale, "problem": error.problem, "subject": null, "html": null, "text": null })
        }
    }
}

fn shown(locale: &str, rendered: Rendered) -> Json {
    let Rendered { subject, html, text, .. } = rendered;
    let html = html.map(|html| format!("{SEALED}{html}"));
    json!({ "locale": locale, "lang": locale, "problem": null, "subject": subject, "html": html, "text": text })
}
