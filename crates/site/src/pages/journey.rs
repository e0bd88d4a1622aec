//! One journey: its picture, its steps, its messages, its tests.

use super::{Page, missed, tests};
use crate::known::Known;
use crate::search::Entry;
use crate::{copy, links};
use filrouge_picture::{Graph, Item, Kind, Node, Note, Options, Overlay, journey, svg};
use filrouge_plan::{Journey, address};
use serde_json::{Value as Json, json};

pub(super) fn page(known: &Known<'_>, own: &Journey) -> Page {
    let name = &own.name;
    let graph = journey(known.plan(), name, known.places(), known.language);
    let about = known.about(name);
    let coverage = known.project.coverage.journeys.iter().find(|it| it.journey == *name);
    let about = json!({
        "description": about.get("description"),
        "owner": about.get("owner"),
        "stands": known.stands(&address::journey(name)),
        "purposes": known.purposes_of(name),
        "coverage": { "percent": coverage.map_or(0, |it| it.percent()), "met": coverage.map_or(0, |it| it.met), "of": coverage.map_or(0, |it| it.of) },
        "picture": graph.as_ref().map(picture),
        "entry": graph.as_ref().map_or(Json::Null, |graph| entry(known, own, graph)),
        "notes": graph.iter().flat_map(|graph| &graph.notes).map(|it| note(known, it)).collect::<Vec<_>>(),
        "steps": graph.as_ref().map_or_else(Vec::new, |graph| steps(known, name, graph)),
        "messages": copy::messages(known, own),
        "tests": tests::of(known, name),
        "missed": coverage.map_or_else(Vec::new, |it| missed::missed(known, it)),
    });
    Page::new(&links::journey(name), "journey", name, about).with_entries(entries(known, own))
}

/// Each step of the picture leads to its row in the table.
fn picture(graph: &Graph) -> String {
    let steps =
        graph.nodes.iter().filter(|node| is_step(node)).filter_map(|node| {
            Some((node.address.clone()?, format!("#{}", links::anchor("step", &node.name))))
        });
    let options = Options { style: false, prefix: "journey".to_owned(), links: steps.collect() };
    svg(graph, &Overlay::default(), &options)
}

fn is_step(node: &Node) -> bool {
    !matches!(node.kind, Kind::Enter | Kind::End | Kind::Join)
}

fn entry(known: &Known<'_>, own: &Journey, graph: &Graph) -> Json {
    use filrouge_plan::Entry;
    let node = graph.nodes.iter().find(|node| node.kind == Kind::Enter);
    let (event, segment) = match &own.enter.by {
        Entry::Event { event } => (Some(event), None),
        Entry::Segment { segment, .. } => (None, Some(segment)),
        Entry::Schedule(entry) => (None, entry.segment.as_ref()),
        Entry::Date(_) | Entry::Api | Entry::Called => (None, None),
    };
    json!({
        "name": node.map_or("", |node| &node.name),
        "lines": node.map_or(&[][..], |node| &node.lines),
        "event": event.map(|event| links::link(known.word("event"), &links::declared("event", event))),
        "segment": segment.map(|segment| links::link(segment, &links::declared("segment", segment))),
        "stands": known.stands(&address::enter(&own.name)),
    })
}

fn note(known: &Known<'_>, note: &Note) -> Json {
    let item = |item: &Item| json!({ "text": item.text, "stands": known.line(item.line.as_ref()) });
    json!({ "heading": note.heading, "items": note.items.iter().map(item).collect::<Vec<_>>() })
}

fn steps(known: &Known<'_>, journey: &str, graph: &Graph) -> Vec<Json> {
    let steps = graph.nodes.iter().enumerate().filter(|(_, node)| is_step(node));
    let step = |(index, node): (usize, &Node)| {
        json!({
            "name": node.name,
            "anchor": links::anchor("step", &node.name),
            "kind": node.kind.told(known.language),
            "lines": node.lines,
            "leads": leads(graph, index),
            "stands": known.line(node.line.as_ref()),
            "hits": hits(known, journey, &node.name),
        })
    };
    steps.map(step).collect()
}

fn leads(graph: &Graph, from: usize) -> Vec<Json> {
    let edges = graph.edges.iter().filter(|edge| edge.from == from);
    let way = |edge: &filrouge_picture::Edge| {
        let to = graph.nodes.get(edge.to)?;
        let url = is_step(to).then(|| format!("#{}", links::anchor("step", &to.name)));
        Some(json!({ "to": to.name, "url": url, "label": edge.label }))
    };
    edges.filter_map(way).collect()
}

fn hits(known: &Known<'_>, journey: &str, step: &str) -> u64 {
    use filrouge_simulate::coverage::Kind;
    let own = known.project.coverage.journeys.iter().filter(|own| own.journey == journey);
    let points = own.flat_map(|own| &own.points);
    points
        .filter(|point| point.kind == Kind::Step && point.step.as_deref() == Some(step))
        .map(|point| point.hits)
        .sum()
}

fn entries(known: &Known<'_>, own: &Journey) -> Vec<Entry> {
    let page = links::journey(&own.name);
    let entry = |step: &filrouge_plan::Step| Entry {
        title: format!("{} / {}", own.name, step.name),
        kind: known.word("step"),
        url: format!("{page}#{}", links::anchor("step", &step.name)),
        text: String::new(),
    };
    own.steps.iter().map(entry).collect()
}
