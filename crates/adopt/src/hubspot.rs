//! `HubSpot`: `GET /automation/v4/flows/ID`.
//!
//! Described by HubSpot's "Automation v4 API" guide and "Workflow actions and enrollment types": `startActionId`, `actions` of the
//! types `SINGLE_CONNECTION`, `LIST_BRANCH` and `STATIC_BRANCH`, the ids of action types, and `enrollmentCriteria`. A workflow names
//! emails, lists and forms by id and has no words of emails: those are told as left.

use crate::Read;
use crate::flow::{Entry, Flow, Kind, Message, Node, Way, literal};
use crate::json::{at, id, items, shown, text, whole};
use serde_json::Value;

/// Reads a workflow.
pub fn read(export: &Value) -> Read {
    at(export, &["actions"])?.as_array()?;
    let mut flow = Flow::new(text(export, &["name"]).unwrap_or("HubSpot workflow"));
    flow.start = Some(id(export, &["startActionId"])?);
    enroll(export, &mut flow);
    for action in items(export, &["actions"]) {
        let Some(own) = id(action, &["actionId"]) else { continue };
        let node = node(action, &own, &mut flow);
        flow.nodes.insert(own, node);
    }
    for part in
        ["timeWindows", "blockedDates", "suppressionListIds", "goalFilterBranch", "unEnrollmentSetting"]
    {
        match at(export, &[part]) {
            Some(value) if value.as_array().is_none_or(|list| !list.is_empty()) => {
                flow.leave(
                    "workflow",
                    format!("`{part}`: {}", shown(value)),
                    "write it as hours, a calendar, a `suppress`, a `goal` or an `exit`",
                );
            }
            _ => {}
        }
    }
    Some(flow)
}

fn enroll(export: &Value, flow: &mut Flow) {
    let Some(criteria) = at(export, &["enrollmentCriteria"]) else { return };
    match text(criteria, &["type"]) {
        Some("EVENT_BASED") => by_event(items(criteria, &["eventFilterBranches"]), flow),
        Some("LIST_BASED") => {
            let branch = at(criteria, &["listFilterBranch"]).unwrap_or(&Value::Null);
            let when = condition(branch, "enrollment", flow);
            flow.entry = Entry::Segment("enrolled".to_owned(), when);
        }
        Some("MANUAL") | None => {}
        Some(other) => flow.leave(
            "enrollment",
            format!("criteria of the type `{other}`"),
            "`enter api` stands in its place",
        ),
    }
    if at(criteria, &["shouldReEnroll"]).and_then(Value::as_bool) == Some(true) {
        flow.re_entry = "after-exit".to_owned();
    }
}

fn by_event(branches: &[Value], flow: &mut Flow) {
    let Some((first, others)) = branches.split_first() else { return };
    let event = text(first, &["eventTypeId"]).unwrap_or_default();
    let name = match event {
        "4-1639801" => "Form Submitted".to_owned(),
        "4-655002" => "Property Changed".to_owned(),
        other => format!("Event {other}"),
    };
    if !items(first, &["filters"]).is_empty() || name.starts_with("Event ") {
        let which = shown(first);
        flow.leave(
            "enrollment",
            format!("which `{event}` it is: {which}"),
            format!("the event is called `{name}`: say which with `where`"),
        );
    }
    flow.entry = Entry::Event(name);
    for other in others {
        flow.leave(
            "enrollment",
            format!("another trigger: {}", shown(other)),
            "write a journey of its own for it",
        );
    }
}

fn node(action: &Value, own: &str, flow: &mut Flow) -> Node {
    match text(action, &["type"]) {
        Some("LIST_BRANCH") => branch(action, own, flow),
        Some("STATIC_BRANCH") => {
            let called = format!("branch {own}");
            let ways = items(action, &["staticBranches"]).iter().map(|way| {
                let name = text(way, &["branchValue"]).unwrap_or("way").to_owned();
                let what = format!(
                    "the value `{name}` of {}",
                    shown(at(action, &["inputValue"]).unwrap_or(&Value::Null))
                );
                let when = flow.stand_in(&format!("{called} {name}"), what);
                Way { name, when, to: id(way, &["connection", "nextActionId"]) }
            });
            let kind = Kind::Split(ways.collect());
            Node { name: called, kind, then: id(action, &["defaultBranch", "nextActionId"]) }
        }
        _ => single(action, own, flow),
    }
}

fn branch(action: &Value, own: &str, flow: &mut Flow) -> Node {
    let called = format!("branch {own}");
    let ways = items(action, &["listBranches"]).iter().map(|way| {
        let name = text(way, &["branchName"]).unwrap_or("way").to_owned();
        let when =
            condition(at(way, &["filterBranch"]).unwrap_or(&Value::Null), &format!("{called} {name}"), flow);
        Way { name, when, to: id(way, &["connection", "nextActionId"]) }
    });
    let kind = Kind::Split(ways.collect());
    Node { name: called, kind, then: id(action, &["defaultBranch", "nextActionId"]) }
}

fn single(action: &Value, own: &str, flow: &mut Flow) -> Node {
    let kind = text(action, &["actionTypeId"]).unwrap_or("unknown");
    let (called, what) = match kind {
        "0-1" => (format!("delay {own}"), delay(action)),
        "0-4" => {
            let called = format!("email {own}");
            let content = id(action, &["fields", "content_id"]).unwrap_or_default();
            flow.leave(
                &called,
                format!("the subject and the words of the email `{content}`"),
                "write them in the template",
            );
            (called, Some(Kind::Send(Message { channel: "email", subject: None, text: None })))
        }
        "0-5" => (format!("set {own}"), set(action, flow)),
        other => (format!("action {own} of type {other}"), None),
    };
    let kind = what.unwrap_or_else(|| {
        flow.leave(
            &called,
            format!("an action of the type `{kind}`: {}", shown(action)),
            "nothing stands in its place",
        );
        Kind::Gap
    });
    Node { name: called, kind, then: id(action, &["connection", "nextActionId"]) }
}

fn delay(action: &Value) -> Option<Kind> {
    let delta = whole(action, &["fields", "delta"])?.max(1);
    let unit = match text(action, &["fields", "time_unit"])? {
        "MINUTES" if delta % 1_440 == 0 => return Some(Kind::Wait(format!("{}d", delta / 1_440))),
        "MINUTES" if delta % 60 == 0 => return Some(Kind::Wait(format!("{}h", delta / 60))),
        "MINUTES" => "m",
        "HOURS" => "h",
        "DAYS" => "d",
        _ => return None,
    };
    Some(Kind::Wait(format!("{delta}{unit}")))
}

fn set(action: &Value, flow: &mut Flow) -> Option<Kind> {
    let property = text(action, &["fields", "property_name"])?;
    let value = text(action, &["fields", "value", "staticValue"])?;
    Some(Kind::Update(flow.field(property), value.to_owned()))
}

/// A branch of filters: all of them, or one of the branches in it.
fn condition(branch: &Value, place: &str, flow: &mut Flow) -> String {
    let told = filters(branch, flow);
    told.unwrap_or_else(|| flow.stand_in(place, format!("its condition: {}", shown(branch))))
}

fn filters(branch: &Value, flow: &mut Flow) -> Option<String> {
    let own =
        items(branch, &["filters"]).iter().map(|filter| one(filter, flow)).collect::<Option<Vec<_>>>()?;
    let inner = items(branch, &["filterBranches"])
        .iter()
        .map(|inner| filters(inner, flow))
        .collect::<Option<Vec<_>>>()?;
    let all: Vec<String> = own.into_iter().chain(inner).collect();
    let sign = if text(branch, &["filterBranchType"]) == Some("OR") { " || " } else { " && " };
    match all.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(format!("({})", several.join(sign))),
    }
}

/// A property that is known, is not, is one of some texts, or contains one.
fn one(filter: &Value, flow: &mut Flow) -> Option<String> {
    let property =
        text(filter, &["property"]).filter(|_| text(filter, &["filterType"]) == Some("PROPERTY"))?;
    let operation = at(filter, &["operation"])?;
    let values: Vec<String> =
        items(operation, &["values"]).iter().filter_map(Value::as_str).map(literal).collect();
    match text(operation, &["operator"])? {
        "IS_KNOWN" => Some(format!("has(profile.{})", flow.field(property))),
        "IS_NOT_KNOWN" => Some(format!("!has(profile.{})", flow.field(property))),
        "IS_ANY_OF" if !values.is_empty() => {
            let field = flow.field(property);
            Some(format!("(has(profile.{field}) && profile.{field} in [{}])", values.join(", ")))
        }
        "CONTAINS" => {
            let (value, field) = (literal(text(operation, &["value"])?), flow.field(property));
            Some(format!("(has(profile.{field}) && profile.{field}.contains({value}))"))
        }
        _ => None,
    }
}
