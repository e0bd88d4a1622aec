//! Mautic: `GET /api/campaigns/ID`.
//!
//! Described by "Campaigns" of Mautic's developer documentation: `campaign.events` with `eventType` (`action`, `condition`,
//! `decision`), `type`, `properties`, `parent`, `decisionPath`, and `triggerMode` with `triggerInterval` and `triggerIntervalUnit` (`i`,
//! `h`, `d`, `m`, `y`). Events are a tree: each names its parent. Emails and segments are named by id.

use crate::Read;
use crate::flow::{Entry, Flow, Kind, Message, Node, Way, literal};
use crate::json::{at, id, items, shown, text, whole};
use serde_json::Value;

/// Reads a campaign, with or without the envelope of the API.
pub fn read(export: &Value) -> Read {
    let campaign = at(export, &["campaign"]).unwrap_or(export);
    let events = at(campaign, &["events"])?;
    // An object of events by their ids, or a list of them.
    let events: Vec<&Value> = match events {
        Value::Object(events) => events.values().collect(),
        Value::Array(events) => events.iter().collect(),
        _ => return None,
    };
    let mut flow = Flow::new(text(campaign, &["name"]).unwrap_or("Mautic campaign"));
    sources(campaign, &mut flow);
    let tree = Tree { events };
    flow.start = tree.line(None, None, "campaign", &mut flow);
    Some(flow)
}

fn sources(campaign: &Value, flow: &mut Flow) {
    let (lists, forms) = (items(campaign, &["lists"]), items(campaign, &["forms"]));
    if let Some(list) = lists.first() {
        let own = id(list, &["id"]).unwrap_or_default();
        let name = text(list, &["name"]).map_or_else(|| format!("segment {own}"), str::to_owned);
        let when = flow.stand_in(&format!("segment_{own}"), format!("who is in the segment `{name}`"));
        flow.entry = Entry::Segment(name, when);
    } else if let Some(form) = forms.first() {
        let name = text(form, &["name"]).unwrap_or("form");
        flow.leave(
            "source",
            format!("the form `{name}`"),
            "the event is called `Form Submitted`: say which with `where`",
        );
        flow.entry = Entry::Event("Form Submitted".to_owned());
    }
    for more in lists.iter().skip(1).chain(forms.iter().skip(usize::from(lists.is_empty()))) {
        flow.leave("source", format!("another source: {}", shown(more)), "write a journey of its own for it");
    }
}

/// The events, which know their parents.
struct Tree<'v> {
    events: Vec<&'v Value>,
}

impl<'v> Tree<'v> {
    /// Events below another one, on one of its paths, in their order.
    fn below(&self, parent: Option<&str>, path: Option<&str>) -> Vec<&'v Value> {
        let is_below = |event: &&&Value| {
            let own = id(event, &["parent"]).or_else(|| id(event, &["parent", "id"]));
            own.as_deref() == parent && path.is_none_or(|path| text(event, &["decisionPath"]) == Some(path))
        };
        let mut below: Vec<&Value> = self.events.iter().filter(is_below).copied().collect();
        below.sort_by_key(|event| (whole(event, &["order"]), id(event, &["id"])));
        below
    }

    /// The first step of what stands below an event. One line of steps is carried over; events beside it are left.
    fn line(&self, parent: Option<&str>, path: Option<&str>, place: &str, flow: &mut Flow) -> Option<String> {
        let below = self.below(parent, path);
        let (first, others) = below.split_first()?;
        for other in others {
            flow.leave(
                place,
                format!("an event beside the first one: {}", shown(other)),
                "write it as a branch of a `parallel`",
            );
        }
        self.event(first, flow)
    }

    /// The steps of an event: its delay, and what it does.
    fn event(&self, event: &'v Value, flow: &mut Flow) -> Option<String> {
        let own = id(event, &["id"])?;
        let called = text(event, &["name"]).map_or_else(|| format!("event {own}"), str::to_owned);
        let node = match text(event, &["eventType"]) {
            Some("condition") => self.condition(event, &own, called, flow),
            Some("decision") => self.decision(event, &own, called, flow),
            _ => {
                let kind = action(event, &called, flow);
                let then = self.line(Some(&own), None, &called, flow);
                Node { name: called, kind, then }
            }
        };
        let before = delay(event, &node.name, flow)
            .filter(|_| text(event, &["decisionPath"]) != Some("no") || !self.is_late(event));
        flow.nodes.insert(own.clone(), node);
        let Some(pause) = before else { return Some(own) };
        let wait = format!("{own} before");
        let name = format!("before {own}");
        flow.nodes.insert(wait.clone(), Node { name, kind: Kind::Wait(pause), then: Some(own) });
        Some(wait)
    }

    /// Whether the delay of an event on the path `no` is the time that its decision waits.
    fn is_late(&self, event: &Value) -> bool {
        let parent = id(event, &["parent"]).or_else(|| id(event, &["parent", "id"]));
        let decides =
            |other: &&&Value| id(other, &["id"]) == parent && text(other, &["eventType"]) == Some("decision");
        self.events.iter().any(|other| decides(&other))
    }

    fn condition(&self, event: &'v Value, own: &str, called: String, flow: &mut Flow) -> Node {
        let when = field_value(event, flow)
            .unwrap_or_else(|| flow.stand_in(&called, format!("its condition: {}", shown(event))));
        let to = self.line(Some(own), Some("yes"), &called, flow);
        let then = self.line(Some(own), Some("no"), &called, flow);
        let way = Way { name: "yes".to_owned(), when, to };
        Node { name: called, kind: Kind::Split(vec![way]), then }
    }

    /// Somebody does something until the first event of the path `no` is due.
    fn decision(&self, event: &'v Value, own: &str, called: String, flow: &mut Flow) -> Node {
        let what = match text(event, &["type"]) {
            Some("email.open") => "Email Opened",
            Some("email.click") => "Email Clicked",
            Some("page.pagehit") => "Page Viewed",
            Some("form.submit") => "Form Submitted",
            _ => "Something Done",
        };
        flow.leave(
            &called,
            format!("which one it is: {}", shown(event)),
            format!("it waits for the event `{what}`: send it, and say which with `where`"),
        );
        let no = self.below(Some(own), Some("no"));
        let late = no.first().and_then(|event| delay(event, &called, flow)).unwrap_or_else(|| {
            flow.leave(&called, "how long it waits", "`30d` stands there");
            "30d".to_owned()
        });
        let yes = self.line(Some(own), Some("yes"), &called, flow);
        let then = self.line(Some(own), Some("no"), &called, flow);
        Node { name: called, kind: Kind::Until(what.to_owned(), yes, late), then }
    }
}

/// The time before an event.
fn delay(event: &Value, called: &str, flow: &mut Flow) -> Option<String> {
    match text(event, &["triggerMode"])? {
        "interval" => {
            let (count, unit) =
                (whole(event, &["triggerInterval"])?.max(1), text(event, &["triggerIntervalUnit"])?);
            let unit = match unit {
                "i" => "m",
                "m" => "mo",
                same @ ("h" | "d" | "y") => same,
                _ => return None,
            };
            Some(format!("{count}{unit}"))
        }
        "date" => {
            let date = at(event, &["triggerDate"]).map(shown).unwrap_or_default();
            flow.leave(called, format!("the day on which it is due: {date}"), "write a `wait until=`");
            None
        }
        _ => None,
    }
}

fn action(event: &Value, called: &str, flow: &mut Flow) -> Kind {
    match text(event, &["type"]).unwrap_or("unknown") {
        "email.send" => {
            let own = id(event, &["properties", "email"]).unwrap_or_default();
            flow.leave(
                called,
                format!("the subject and the words of the email `{own}`"),
                "write them in the template",
            );
            Kind::Send(Message { channel: "email", subject: None, text: None })
        }
        "sms.send_text_sms" => {
            let own = id(event, &["properties", "sms"]).unwrap_or_default();
            flow.leave(
                called,
                format!("the words of the text message `{own}`"),
                "write them in the template",
            );
            Kind::Send(Message { channel: "sms", subject: None, text: None })
        }
        other => {
            flow.leave(
                called,
                format!("an action of the type `{other}`: {}", shown(event)),
                "nothing stands in its place",
            );
            Kind::Gap
        }
    }
}

/// A field that is a text, is not, is there or is not.
fn field_value(event: &Value, flow: &mut Flow) -> Option<String> {
    let properties =
        at(event, &["properties"]).filter(|_| text(event, &["type"]) == Some("lead.field_value"))?;
    let (field, operator) = (text(properties, &["field"])?, text(properties, &["operator"])?);
    let value = || text(properties, &["value"]).map(literal);
    match operator {
        "=" => {
            let (value, field) = (value()?, flow.field(field));
            Some(format!("has(profile.{field}) && profile.{field} == {value}"))
        }
        "!=" => {
            let (value, field) = (value()?, flow.field(field));
            Some(format!("!has(profile.{field}) || profile.{field} != {value}"))
        }
        "!empty" => Some(format!("has(profile.{})", flow.field(field))),
        "empty" => Some(format!("!has(profile.{})", flow.field(field))),
        _ => None,
    }
}
