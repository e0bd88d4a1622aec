//! Klaviyo: `GET /api/flows/ID?additional-fields[flow]=definition`.
//!
//! Described by the Flows API of Klaviyo's OpenAPI document (`klaviyo/openapi`, `openapi/stable/apis/create_flow.json`): `triggers`,
//! `profile_filter`, `reentry_criteria`, `entry_action_id`, and `actions` with `id`, `type`, `links` and `data`. The definition
//! names metrics, lists and templates by id and has no words of templates: those are told as left.

use crate::Read;
use crate::flow::{Entry, Flow, Kind, Message, Node, Way, literal};
use crate::json::{at, id, items, shown, text, whole};
use serde_json::Value;

/// Reads a flow, with or without the envelope of the API.
pub fn read(export: &Value) -> Read {
    let attributes =
        at(export, &["data", "attributes"]).or_else(|| at(export, &["attributes"])).unwrap_or(export);
    let definition = at(attributes, &["definition"])?;
    let mut flow = Flow::new(text(attributes, &["name"]).unwrap_or("Klaviyo flow"));
    enter(definition, &mut flow);
    flow.start = id(definition, &["entry_action_id"]);
    for action in items(definition, &["actions"]) {
        let Some(own) = id(action, &["id"]).or_else(|| id(action, &["temporary_id"])) else { continue };
        let node = node(action, &own, &mut flow);
        flow.nodes.insert(own, node);
    }
    Some(flow)
}

fn enter(definition: &Value, flow: &mut Flow) {
    let triggers = items(definition, &["triggers"]);
    for (number, trigger) in triggers.iter().enumerate() {
        let (kind, own) =
            (text(trigger, &["type"]).unwrap_or("unknown"), id(trigger, &["id"]).unwrap_or_default());
        if number > 0 {
            flow.leave(
                "trigger",
                format!("a second trigger: {}", shown(trigger)),
                "write a journey of its own for it",
            );
            continue;
        }
        match kind {
            "metric" => {
                let event = format!("Metric {own}");
                flow.leave(
                    "trigger",
                    format!("the name of the metric `{own}`"),
                    format!("the event is called `{event}`: rename it"),
                );
                flow.entry = Entry::Event(event);
            }
            "list" | "segment" => {
                let when = flow.stand_in(&format!("{kind}_{own}"), format!("who is in the {kind} `{own}`"));
                flow.entry = Entry::Segment(format!("{kind}-{own}"), when);
            }
            other => flow.leave(
                "trigger",
                format!("a trigger of the type `{other}`: {}", shown(trigger)),
                "`enter api` stands in its place",
            ),
        }
        if let Some(filter) = at(trigger, &["trigger_filter"]) {
            flow.leave(
                "trigger",
                format!("its filter: {}", shown(filter)),
                "write it as the `where` of the entry",
            );
        }
    }
    if let Some(filter) = at(definition, &["profile_filter"]) {
        flow.leave(
            "flow",
            format!("its profile filter, asked at each step: {}", shown(filter)),
            "write an `exit` for who does not fit any more",
        );
    }
    if let Some(criteria) = at(definition, &["reentry_criteria"]) {
        flow.re_entry = again(criteria).unwrap_or_else(|| {
            flow.leave(
                "flow",
                format!("when people may come in again: {}", shown(criteria)),
                "`re-entry after-exit` stands there",
            );
            "after-exit".to_owned()
        });
    }
}

/// After how long people may come in again.
fn again(criteria: &Value) -> Option<String> {
    let unit = match text(criteria, &["unit"])? {
        "hour" => "h",
        "day" => "d",
        "week" => "w",
        "month" => "mo",
        _ => return None,
    };
    let count = whole(criteria, &["duration"]).filter(|count| *count > 0)?;
    Some(format!("after=\"{count}{unit}\""))
}

fn node(action: &Value, own: &str, flow: &mut Flow) -> Node {
    let kind = text(action, &["type"]).unwrap_or("unknown");
    let called =
        text(action, &["data", "message", "name"]).map_or_else(|| format!("{kind} {own}"), str::to_owned);
    let what = match kind {
        "time-delay" => delay(action, &called, flow),
        "send-email" => Kind::Send(message("email", action, &called, flow)),
        "send-sms" => Kind::Send(message("sms", action, &called, flow)),
        "send-push-notification" => Kind::Send(message("push", action, &called, flow)),
        "send-whatsapp" => Kind::Send(message("whatsapp", action, &called, flow)),
        "conditional-split" => {
            let when = condition(at(action, &["data", "profile_filter"]), &called, flow);
            let way = Way { name: "yes".to_owned(), when, to: id(action, &["links", "next_if_true"]) };
            let then = id(action, &["links", "next_if_false"]);
            return Node { name: called, kind: Kind::Split(vec![way]), then };
        }
        other => {
            flow.leave(
                &called,
                format!("an action of the type `{other}`: {}", shown(action)),
                "nothing stands in its place",
            );
            Kind::Gap
        }
    };
    let then = ["next", "next_if_true"].iter().find_map(|link| id(action, &["links", link]));
    Node { name: called, kind: what, then }
}

/// A delay in one unit; the second value of it, and the hour and the days until which it lasts, are ours only in part.
fn delay(action: &Value, called: &str, flow: &mut Flow) -> Kind {
    let value = whole(action, &["data", "value"]).unwrap_or(1).max(1);
    for rest in ["secondary_value", "delay_until_time", "delay_until_weekdays"] {
        let is_nought = whole(action, &["data", rest]) == Some(0);
        let is_all_days = rest == "delay_until_weekdays" && items(action, &["data", rest]).len() == 7;
        match at(action, &["data", rest]) {
            Some(more) if !is_all_days && !is_nought => {
                flow.leave(
                    called,
                    format!("`{rest}` of the delay: {}", shown(more)),
                    "add a `wait until=` behind it",
                );
            }
            _ => {}
        }
    }
    Kind::Wait(match text(action, &["data", "unit"]) {
        Some("hours") => format!("{value}h"),
        Some("minutes") => format!("{value}m"),
        _ => format!("{value}d"),
    })
}

fn message(channel: &'static str, action: &Value, called: &str, flow: &mut Flow) -> Message {
    let subject = flow.words(called, "subject", text(action, &["data", "message", "subject_line"]));
    let words = flow.words(called, "text", text(action, &["data", "message", "body"]));
    if let Some(template) = id(action, &["data", "message", "template_id"]) {
        flow.leave(called, format!("the words of the template `{template}`"), "write them in the template");
    }
    Message { channel, subject, text: words }
}

/// Groups must all hold, and of each group one condition.
fn condition(filter: Option<&Value>, called: &str, flow: &mut Flow) -> String {
    let Some(filter) = filter else { return flow.stand_in(called, "a split without a condition".to_owned()) };
    let groups = items(filter, &["condition_groups"]);
    let told: Option<Vec<String>> =
        groups.iter().map(|group| any(items(group, &["conditions"]), flow)).collect();
    match told.filter(|told| !told.is_empty()) {
        Some(told) => told.join(" && "),
        None => flow.stand_in(called, format!("its condition: {}", shown(filter))),
    }
}

fn any(conditions: &[Value], flow: &mut Flow) -> Option<String> {
    let told: Option<Vec<String>> = conditions.iter().map(|condition| one(condition, flow)).collect();
    match told?.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(format!("({})", several.join(" || "))),
    }
}

/// A property of the profile that is there, is not, or is a text.
fn one(condition: &Value, flow: &mut Flow) -> Option<String> {
    let property =
        text(condition, &["property"]).filter(|_| text(condition, &["type"]) == Some("profile-property"))?;
    let (kind, operator) = (text(condition, &["filter", "type"])?, text(condition, &["filter", "operator"])?);
    let value = || text(condition, &["filter", "value"]).map(literal);
    match (kind, operator) {
        ("existence", "is-set") => Some(format!("has(profile.{})", flow.field(property))),
        ("existence", "not-set") => Some(format!("!has(profile.{})", flow.field(property))),
        ("string", "equals") => {
            let (value, field) = (value()?, flow.field(property));
            Some(format!("(has(profile.{field}) && profile.{field} == {value})"))
        }
        ("string", "contains") => {
            let (value, field) = (value()?, flow.field(property));
            Some(format!("(has(profile.{field}) && profile.{field}.contains({value}))"))
        }
        _ => None,
    }
}
