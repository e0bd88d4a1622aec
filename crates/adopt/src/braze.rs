//! Braze: `GET /canvas/details?canvas_id=ID`.
//!
//! Described by "Export Canvas details" of Braze's documentation: `variants` with `first_step_ids`, and `steps` with `id`, `name`,
//! `channels`, `messages` and `next_paths` (`name`, `next_step_id`). It says nothing of delays, of conditions, of what brings people
//! in, nor of the shares of variants: those are told as left.

use crate::Read;
use crate::flow::{Flow, Kind, Message, Node, Way};
use crate::json::{at, id, items, shown, text};
use serde_json::Value;

/// Reads a Canvas.
pub fn read(export: &Value) -> Read {
    at(export, &["steps"])?.as_array()?;
    let variants = items(export, &["variants"]);
    let mut flow = Flow::new(text(export, &["name"]).unwrap_or("Braze Canvas"));
    let schedule = text(export, &["schedule_type"]).unwrap_or("unknown");
    flow.leave(
        "entry",
        format!("what brings people in (schedule type `{schedule}`)"),
        "`enter api` stands in its place",
    );
    flow.leave("steps", "how long people wait between steps", "put a `wait` where one belongs");
    let first = variants.first()?;
    flow.start = id(first, &["first_step_id"])
        .or_else(|| items(first, &["first_step_ids"]).first()?.as_str().map(str::to_owned));
    for variant in variants.iter().skip(1) {
        flow.leave("variants", format!("another variant: {}", shown(variant)), "write an `experiment`");
    }
    for step in items(export, &["steps"]) {
        let Some(own) = id(step, &["id"]) else { continue };
        let nodes = nodes(step, &own, &mut flow);
        flow.nodes.extend(nodes);
    }
    Some(flow)
}

/// A message for each channel, and behind them the ways on.
fn nodes(step: &Value, own: &str, flow: &mut Flow) -> Vec<(String, Node)> {
    let called = text(step, &["name"]).unwrap_or("step").to_owned();
    let messages =
        at(step, &["messages"]).and_then(Value::as_object).map(|all| all.values().collect::<Vec<_>>());
    let mut kinds: Vec<Kind> =
        messages.unwrap_or_default().into_iter().map(|one| send(one, &called, flow)).collect();
    let (ways, then) = onward(step, &called, flow);
    if !ways.is_empty() {
        kinds.push(Kind::Split(ways));
    }
    if kinds.is_empty() {
        flow.leave(&called, format!("what it does: {}", shown(step)), "nothing stands in its place");
        kinds.push(Kind::Gap);
    }
    let last = kinds.len() - 1;
    let at = |number: usize| if number == 0 { own.to_owned() } else { format!("{own} {number}") };
    let node = |(number, kind): (usize, Kind)| {
        let then = if number == last { then.clone() } else { Some(at(number + 1)) };
        (at(number), Node { name: called.clone(), kind, then })
    };
    kinds.into_iter().enumerate().map(node).collect()
}

/// The ways out of a step: the last one is for who takes no other.
fn onward(step: &Value, called: &str, flow: &mut Flow) -> (Vec<Way>, Option<String>) {
    let paths = items(step, &["next_paths"]);
    let Some((last, others)) = paths.split_last() else {
        return (
            Vec::new(),
            items(step, &["next_step_ids"]).first().and_then(Value::as_str).map(str::to_owned),
        );
    };
    let ways = others.iter().map(|path| {
        let name = text(path, &["name"]).unwrap_or("way").to_owned();
        let when = flow.stand_in(&format!("{called} {name}"), format!("who takes the path `{name}`"));
        Way { name, when, to: id(path, &["next_step_id"]) }
    });
    (ways.collect(), id(last, &["next_step_id"]))
}

fn send(message: &Value, called: &str, flow: &mut Flow) -> Kind {
    let channel = match text(message, &["channel"]) {
        Some("email") => "email",
        Some("sms") => "sms",
        Some("ios_push" | "android_push" | "push") => "push",
        Some("web_push") => "web-push",
        Some("whats_app" | "whatsapp") => "whatsapp",
        other => {
            let other = other.unwrap_or("unknown");
            flow.leave(
                called,
                format!("a message over `{other}`: {}", shown(message)),
                "nothing stands in its place",
            );
            return Kind::Gap;
        }
    };
    let subject = flow.words(called, "subject", text(message, &["subject"]));
    let words = flow.words(called, "text", text(message, &["body"]).or_else(|| text(message, &["alert"])));
    let words = words.filter(|words| {
        let html = words.contains('<');
        if html {
            flow.leave(called, "the HTML of the message", "write it as the `html` of the template");
        }
        !html
    });
    Kind::Send(Message { channel, subject, text: words })
}
