//! What leaves: messages, and questions to services.

use super::At;
use crate::build::Onto;
use crate::build::read::of_path;
use crate::graph::{Edge, Graph, Sink, Told};
use crate::label::collect::slot;
use crate::nodes::{Node, OfStep};
use crate::way::Way;
use filrouge_model::step::{Assignment, Fetch, PathPart, Send};
use filrouge_model::{Channel, Medium, Model, Purpose, Reference, Suppression};
use filrouge_plan::Type;

/// What a message holds: what its template shows, what the send hands over, the person's address.
pub(super) fn message<'m>(at: &At<'m>, send: &'m Send, graph: &mut Graph<'m>) {
    let holds = at.node(OfStep::Holds, graph);
    shown(at, send, holds, graph);
    send.with.iter().for_each(|set| given(at, set, (holds, Way::Hands(&set.name.value)), graph));
    send.via.iter().for_each(|via| addressed(via, holds, graph));
    let purpose = send.purpose.value().or(at.around.purpose.value());
    let Some(sink) = sink(at, Told::Message, purpose, holds, graph) else { return };
    let model = graph.model;
    for (id, rule) in model.suppressions.iter().filter(|(_, rule)| concerns(rule, at, &sink, model)) {
        graph.silently(graph.nodes.suppression(id), holds, rule.at);
    }
}

fn shown<'m>(at: &At<'m>, send: &'m Send, holds: Node, graph: &mut Graph<'m>) {
    let Some(template) = send.template.as_ref().and_then(|template| graph.model.templates.of(template))
    else {
        return;
    };
    let mut found = Vec::new();
    template.shown.iter().for_each(|(path, place)| of_path(path, *place, at.site(), graph, &mut found));
    for read in found {
        graph.add(read.from, Edge { below: read.below, ..Edge::new(holds, read.at, Way::Shows) });
    }
}

fn given<'m>(at: &At<'m>, set: &'m Assignment, (to, way): (Node, Way<'m>), graph: &mut Graph<'m>) {
    set.value.iter().for_each(|value| Onto::value(to, way).read(value, at.site(), graph));
}

/// The first field of the type that the channel needs; other channels reach people by their strongest identifier.
fn addressed<'m>(via: &'m Reference<Channel>, holds: Node, graph: &mut Graph<'m>) {
    let (Some(channel), Some(profile)) = (graph.model.channels.of(via), &graph.model.profile) else { return };
    let wanted = match channel.medium.value() {
        Some(Medium::Email) => Some(Type::Email),
        Some(Medium::Sms | Medium::Whatsapp | Medium::Call) => Some(Type::Phone),
        _ => None,
    };
    let fits = |ty: &Type| wanted.as_ref().is_none_or(|wanted| ty.required() == wanted);
    let field = profile.schema.fields.iter().find(|field| fits(&field.ty));
    let Some(slot) = field.and_then(|field| slot(&profile.seen, &field.name)) else { return };
    let edge = Edge::new(holds, via.name.span, Way::Addresses(&channel.name.value));
    graph.add(graph.nodes.profile(slot), edge);
}

/// Whether a rule that holds messages back concerns this one.
fn concerns(rule: &Suppression, at: &At<'_>, sink: &Sink, model: &Model) -> bool {
    let refusable = || model.purposes.get(sink.purpose).is_some_and(Purpose::may_be_refused);
    let named = rule.purposes.iter().any(|purpose| purpose.id == Some(sink.purpose));
    let spared = rule.except.iter().any(|journey| journey.id == Some(at.journey));
    !spared && (named || (rule.purposes.is_empty() && refusable()))
}

/// What a service is told; what it answers follows from that.
pub(super) fn question<'m>(at: &At<'m>, fetch: &'m Fetch, graph: &mut Graph<'m>) {
    let (holds, address) = (at.node(OfStep::Holds, graph), at.node(OfStep::Address, graph));
    for part in &fetch.path {
        if let PathPart::Value(name, Some(value)) = part {
            Onto::value(address, Way::Tells(name)).read(value, at.site(), graph);
        }
    }
    let parameters = fetch.query.iter().map(|set| (set, address));
    for (set, to) in parameters.chain(fetch.with.iter().map(|set| (set, holds))) {
        given(at, set, (to, Way::Tells(&set.name.value)), graph);
    }
    graph.silently(address, holds, at.step.at);
    let answers = Way::Answers(at.name());
    for (of, decides) in [(OfStep::Left, false), (OfStep::Decides, true)] {
        graph.add(holds, Edge { decides, ..Edge::new(at.node(of, graph), at.step.at, answers) });
    }
    let purpose = fetch.purpose.value().or(at.around.purpose.value());
    sink(at, Told::Question, purpose, holds, graph);
}

/// What leaves tells what decided that it does.
fn sink(
    at: &At<'_>,
    told: Told,
    purpose: Option<&Reference<Purpose>>,
    node: Node,
    graph: &mut Graph<'_>,
) -> Option<Sink> {
    graph.silently(at.node(OfStep::Runs, graph), node, at.step.at);
    let purpose = purpose?;
    let (journey, step, named) = (at.journey, at.id, purpose.name.span);
    let sink = Sink { journey, step, told, purpose: purpose.id?, named, node };
    graph.sinks.push(sink);
    Some(sink)
}
