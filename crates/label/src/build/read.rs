//! What an expression or a template reads, by place.

use crate::graph::Graph;
use crate::label::collect::slot;
use crate::nodes::{Node, OfStep};
use filrouge_model::{Action, Event, Expression, Id, Journey, Model, Step};
use filrouge_plan::program::{Node as Part, Root};
use filrouge_source::Span;

/// What the roots of an expression stand for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Site {
    /// The event at hand.
    pub event: Option<Id<Event>>,
    /// The journey around it.
    pub journey: Option<Id<Journey>>,
}

/// One place that is read.
pub(crate) struct Read<'m> {
    pub from: Node,
    /// The words that read it.
    pub at: Span,
    /// The names below the place; empty for all of it.
    pub below: &'m str,
}

/// Everything that `expression` reads: fields, segments, what steps left behind.
pub(crate) fn reads<'m>(expression: &'m Expression, site: Site, graph: &Graph<'m>) -> Vec<Read<'m>> {
    let mut found = Vec::new();
    let paths = &expression.compiled.reads;
    for path in paths.iter().filter(|path| !goes_on(path, paths)) {
        let at = place(path, expression, site, graph.model);
        of_path(path, at, site, graph, &mut found);
    }
    let parts = expression.compiled.program.nodes.iter().zip(&expression.compiled.places);
    parts.for_each(|(part, at)| of_part(part, *at, site, graph, &mut found));
    found
}

/// Whether another path leads on from this one: then not all that is below it is read.
fn goes_on(path: &str, paths: &[Box<str>]) -> bool {
    paths.iter().any(|other| other.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
}

/// The words of an expression that read a path: those of its first field.
fn place(path: &str, expression: &Expression, site: Site, model: &Model) -> Span {
    let mut names = path.split('.');
    let mut found = || {
        let (root, first) = (Root::of_word(names.next()?)?, names.next()?);
        if root == Root::Steps {
            return of_step_at(expression, first);
        }
        let slot = u16::try_from(slot(schema(root, site, model)?, first)?).ok()?;
        expression.slots(root).find(|(read, _)| *read == slot).map(|(_, at)| at)
    };
    found().unwrap_or(expression.at)
}

fn of_step_at(expression: &Expression, wanted: &str) -> Option<Span> {
    let mut parts = expression.compiled.program.nodes.iter().zip(&expression.compiled.places);
    parts.find(|(part, _)| matches!(part, Part::OfStep { step, .. } if step == wanted)).map(|(_, at)| *at)
}

/// The fields of a root.
fn schema(root: Root, site: Site, model: &Model) -> Option<&filrouge_model::Schema> {
    match root {
        Root::Profile => model.profile.as_ref().map(|profile| &profile.seen),
        Root::Event => model.events.get(site.event?).map(|event| &event.schema),
        Root::Entry => {
            let enter = model.journeys.get(site.journey?)?.enter.as_ref()?;
            match enter.event() {
                Some(event) => model.events.of(event).map(|event| &event.schema),
                None => Some(&enter.schema),
            }
        }
        Root::With | Root::Steps => None,
    }
}

/// What a path reads, in an expression or a template.
pub(super) fn of_path<'m>(path: &'m str, at: Span, site: Site, graph: &Graph<'m>, found: &mut Vec<Read<'m>>) {
    let Some((root, below)) = path.split_once('.') else { return };
    let Some(root) = Root::of_word(root) else { return };
    let first = below.split('.').next().unwrap_or(below);
    if root == Root::Steps {
        left(below, at, site, graph, found);
        return;
    }
    let Some(slot) = schema(root, site, graph.model).and_then(|schema| slot(schema, first)) else { return };
    if let Some(from) = node(root, slot, site, graph) {
        found.push(Read { from, at, below });
    }
}

fn node(root: Root, slot: usize, site: Site, graph: &Graph<'_>) -> Option<Node> {
    match root {
        Root::Profile => Some(graph.nodes.profile(slot)),
        Root::Event => Some(graph.nodes.of_event(site.event?, slot)),
        Root::Entry => {
            let (id, journey) = (site.journey?, graph.model.journeys.get(site.journey?)?);
            Some(match journey.entry_event() {
                Some(event) => graph.nodes.of_event(event.id?, slot),
                None => graph.nodes.of_entry(id, journey.steps.len(), slot),
            })
        }
        Root::With | Root::Steps => None,
    }
}

/// What a step left behind: `below` begins with its name.
fn left<'m>(below: &'m str, at: Span, site: Site, graph: &Graph<'m>, found: &mut Vec<Read<'m>>) {
    let Some((name, field)) = below.split_once('.') else { return };
    let Some((journey, id, step)) = step(name, site, graph.model) else { return };
    if let Action::Digest(digest) = &step.action {
        let event = digest.event.as_ref().and_then(|event| event.id);
        event.into_iter().for_each(|event| collected(event, field, at, graph, found));
    }
    let from = graph.nodes.step(journey, id, OfStep::Left);
    found.push(Read { from, at, below: field });
}

/// What a digest collects: that the events happened, and their fields.
fn collected<'m>(event: Id<Event>, field: &'m str, at: Span, graph: &Graph<'m>, found: &mut Vec<Read<'m>>) {
    found.push(Read { from: graph.nodes.happened(event), at, below: "" });
    let Some(below) = field.strip_prefix("items") else { return };
    let below = below.trim_start_matches('.');
    let fields = graph.model.events.get(event).map_or(&[][..], |event| &event.schema.fields);
    let wanted = below.split('.').next().unwrap_or(below);
    for (slot, _) in fields.iter().enumerate().filter(|(_, own)| below.is_empty() || own.name == wanted) {
        found.push(Read { from: graph.nodes.of_event(event, slot), at, below });
    }
}

fn step<'m>(name: &str, site: Site, model: &'m Model) -> Option<(Id<Journey>, Id<Step>, &'m Step)> {
    let id = site.journey?;
    let mut steps = model.journeys.get(id)?.steps.iter();
    steps.find(|(_, step)| *step.name.value == *name).map(|(step, own)| (id, step, own))
}

/// Parts of an expression that are no fields: segments, and what became of steps.
fn of_part<'m>(part: &Part, at: Span, site: Site, graph: &Graph<'m>, found: &mut Vec<Read<'m>>) {
    match part {
        Part::InSegment(name) => {
            let segment = graph.model.segments.iter().find(|(_, own)| *own.name.value == **name);
            let from = segment.map(|(id, _)| graph.nodes.segment(id));
            found.extend(from.map(|from| Read { from, at, below: "" }));
        }
        Part::Outcome(name) => {
            let step = step(name, site, graph.model);
            let from = step.map(|(journey, step, _)| graph.nodes.step(journey, step, OfStep::Left));
            found.extend(from.map(|from| Read { from, at, below: OUTCOME }));
        }
        _ => {}
    }
}

/// No field of an answer is called so: only what the answer follows from is told by it.
const OUTCOME: &str = "outcome";
