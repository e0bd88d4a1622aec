//! Customer.io: `GET /v1/campaigns/ID` and `GET /v1/campaigns/ID/actions` of the App API, in one document.
//!
//! Described by "Get a campaign" and "List campaign actions" of its API reference: `campaign` with `name`, `trigger_segment_ids`,
//! `filter_segment_ids`, `event_name` and `actions` (`type`, `id`), and beside it `actions` with `id`, `name`, `type`, `subject`, `body`,
//! `body_plain`, `language` and `sending_state`, at most ten on a page. Neither says in which order the actions stand, what is waited
//! between them, nor by which conditions people go which way: they follow each other as they are listed, and all of that is told as
//! left.

use crate::Read;
use crate::flow::{Entry, Flow, Kind, Message, Node};
use crate::json::{at, id, items, shown, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// Reads a campaign, with its actions where they are there.
pub fn read(export: &Value) -> Read {
    let campaign = at(export, &["campaign"])?;
    at(campaign, &["actions"])?.as_array()?;
    let mut flow = Flow::new(text(campaign, &["name"]).unwrap_or("Customer.io campaign"));
    entry(campaign, &mut flow);
    flow.leave(
        "workflow",
        "the order of its actions, what is waited between them and who goes which way",
        "bring the steps in order, and put a `wait` and a `split` where one belongs",
    );
    if id(export, &["next"]).is_some() {
        flow.leave("actions", "a page of actions that follows", "ask for it with `start`, and adopt again");
    }
    let steps: Vec<_> = actions(export, campaign, &mut flow);
    flow.start = steps.first().map(|(own, _)| own.clone());
    let after: Vec<_> = steps.iter().skip(1).map(|(own, _)| Some(own.clone())).chain([None]).collect();
    for ((own, node), then) in steps.into_iter().zip(after) {
        flow.nodes.insert(own, Node { then, ..node });
    }
    Some(flow)
}

fn entry(campaign: &Value, flow: &mut Flow) {
    let segments: Vec<String> = numbers(campaign, "trigger_segment_ids");
    if let Some(event) = text(campaign, &["event_name"]) {
        flow.entry = Entry::Event(event.to_owned());
    } else if let Some(first) = segments.first() {
        let when = flow.stand_in(&format!("segment_{first}"), format!("who is in the segment {first}"));
        flow.entry = Entry::Segment(format!("segment {first}"), when);
    } else {
        flow.leave("trigger", "what brings people in", "`enter api` stands in its place");
    }
    let by_event = matches!(flow.entry, Entry::Event(_));
    for more in segments.iter().skip(usize::from(!by_event)) {
        flow.leave("trigger", format!("the segment {more} as well"), "widen the condition of the segment");
    }
    for filter in numbers(campaign, "filter_segment_ids") {
        flow.leave(
            "filter",
            format!("that people are in the segment {filter} all the while"),
            "write an `exit` for who is not",
        );
    }
}

fn numbers(campaign: &Value, member: &str) -> Vec<String> {
    items(campaign, &[member]).iter().filter_map(|own| id(own, &[])).collect()
}

/// Each action once: in another language it is the same one.
fn actions(export: &Value, campaign: &Value, flow: &mut Flow) -> Vec<(String, Node)> {
    let listed = items(campaign, &["actions"]);
    let told = items(export, &["actions"]);
    let mut seen = BTreeSet::new();
    let mut steps = Vec::new();
    for action in told {
        let Some(own) = id(action, &["id"]) else { continue };
        let name = called(action, &own);
        if seen.insert(own.clone()) {
            let kind = kind(action, &name, flow);
            steps.push((own, Node { name, kind, then: None }));
        } else {
            let language = text(action, &["language"]).unwrap_or("unknown");
            flow.leave(
                &name,
                format!("its words in the language `{language}`"),
                "write a `variant` of the template",
            );
        }
    }
    for action in listed {
        let Some(own) = id(action, &["id"]).filter(|own| !seen.contains(own)) else { continue };
        flow.leave(
            &called(action, &own),
            format!("the action: only its type is known: {}", shown(action)),
            "ask for `/actions` of the campaign, put both answers into one file, and adopt again",
        );
    }
    steps
}

fn called(action: &Value, own: &str) -> String {
    let kind = text(action, &["type"]).unwrap_or("action");
    text(action, &["name"]).map_or_else(|| format!("{kind} {own}"), str::to_owned)
}

fn kind(action: &Value, called: &str, flow: &mut Flow) -> Kind {
    let channel = match text(action, &["type"]) {
        Some("email") => "email",
        Some("twilio" | "sms") => "sms",
        Some("push" | "urbanairship") => "push",
        Some("whatsapp") => "whatsapp",
        other => {
            let other = other.unwrap_or("unknown");
            let what = format!("an action of the type `{other}`: {}", shown(action));
            flow.leave(called, what, "nothing stands in its place");
            return Kind::Gap;
        }
    };
    if let Some(state) = text(action, &["sending_state"]).filter(|state| *state != "automatic") {
        flow.leave(called, format!("that its sending state is `{state}`"), "take the step out, or leave it");
    }
    let subject = flow.words(called, "subject", text(action, &["subject"]));
    let body = text(action, &["body_plain"]).or_else(|| text(action, &["body"]));
    let html = text(action, &["body"]).is_some_and(|body| body.contains('<'));
    if html {
        flow.leave(called, "the HTML of the message", "write it as the `html` of the template");
    }
    let words = flow.words(called, "text", body.filter(|body| !body.contains('<')));
    Kind::Send(Message { channel, subject, text: words })
}
