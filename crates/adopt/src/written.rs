//! A flow as the files of a project.

mod journey;
mod project;
mod report;

use crate::flow::{Entry, Flow, Kind};
use crate::{Adopted, Product};
use filrouge_compile::draft::{bare, kebab, laid_out, quoted};
use journey::Writer;
use std::collections::BTreeSet;

/// The project of a flow: the journey, what it needs, and what was left.
pub fn project(product: Product, mut flow: Flow) -> Adopted {
    let name = kebab(&flow.name).unwrap_or_else(|| "adopted".to_owned());
    let mut writer = Writer::new(&flow, &name);
    let steps = writer.block(flow.start.as_deref(), None, false);
    let (templates, count, more) = (writer.templates(), writer.count(), writer.left());
    flow.left.extend(more);
    let head = head(product, &flow);
    let segment = match &flow.entry {
        Entry::Segment(segment, when) => {
            format!("segment {} when={}\n\n", bare(&segment_name(segment)), quoted(when))
        }
        _ => String::new(),
    };
    let journey = format!("{head}{segment}{}{steps}}}\n\n{templates}", opening(&flow, &name));
    let mut files = vec![
        ("filrouge.kdl".to_owned(), laid_out(project::project(product, &flow, &name))),
        ("delivery.kdl".to_owned(), laid_out(project::delivery(&channels(&flow)))),
        ("privacy.kdl".to_owned(), laid_out(project::privacy(&channels(&flow)))),
        ("notices/adopted.md".to_owned(), project::notice(&flow.name)),
        (format!("journeys/{name}.kdl"), laid_out(journey)),
    ];
    let events = project::events(&events(&flow));
    if !events.is_empty() {
        files.push(("events.kdl".to_owned(), laid_out(events)));
    }
    files.push(("LEFT.md".to_owned(), report::report(product, &flow)));
    Adopted { journey: name, files, left: flow.left, steps: count }
}

/// What whoever opens the file must know.
fn head(product: Product, flow: &Flow) -> String {
    format!(
        "// Adopted from {}: `{}`.\n\
         // Nothing leaves while it is paused: read `LEFT.md`, write the templates, then take `paused=#true` away.\n",
        product.name(),
        flow.name
    )
}

/// The journey up to its first step.
fn opening(flow: &Flow, name: &str) -> String {
    let enter = match &flow.entry {
        Entry::Event(event) => format!("enter on={}", quoted(event)),
        Entry::Segment(segment, _) => format!("enter segment={}", bare(&segment_name(segment))),
        Entry::Api => "enter api".to_owned(),
    };
    format!(
        "journey {} paused=#true {{\n    description {}\n    purpose adopted\n    {enter} {{ re-entry {} }}\n\n",
        bare(name),
        quoted(&flow.name),
        flow.re_entry
    )
}

fn segment_name(name: &str) -> String {
    kebab(name).unwrap_or_else(|| "adopted".to_owned())
}

/// The channels that it sends over; email, when it sends nothing.
fn channels(flow: &Flow) -> BTreeSet<&'static str> {
    let sends = flow.nodes.values().filter_map(|node| match &node.kind {
        Kind::Send(message) => Some(message.channel),
        _ => None,
    });
    let channels: BTreeSet<&'static str> = sends.collect();
    if channels.is_empty() { BTreeSet::from(["email"]) } else { channels }
}

/// The events that it listens to.
fn events(flow: &Flow) -> BTreeSet<&str> {
    let waits = flow.nodes.values().filter_map(|node| match &node.kind {
        Kind::Until(event, _, _) => Some(event.as_str()),
        _ => None,
    });
    let entry = match &flow.entry {
        Entry::Event(event) => Some(event.as_str()),
        _ => None,
    };
    waits.chain(entry).collect()
}
