//! A former definition, fitted to another plan: it reads profiles and events by their places there.

use crate::journeys::successor;
use crate::programs::{At, entry_event, visit};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::{Action, Call, Field, Journey, Plan, Program, StopJourney, Trigger};

/// `journey`, whose slots are those of `old`, with the slots of `new`.
///
/// # Errors
/// The parts of the plan that it needs and that are gone or of another type.
pub(crate) fn fit(journey: &Journey, old: &Plan, new: &Plan) -> Result<Journey, Vec<String>> {
    let mut fitted = journey.clone();
    follow_names(&mut fitted, old, new);
    let entry = entry_event(&journey.enter);
    let mut missing = names_missing(&fitted, new);
    visit(&mut fitted, &mut |program, at| {
        fit_program(program, &Shapes { old, new, entry, at }, &mut missing);
    });
    missing.sort();
    missing.dedup();
    if missing.is_empty() { Ok(fitted) } else { Err(missing) }
}

/// Journeys that a definition calls, starts or stops go by their present names.
fn follow_names(journey: &mut Journey, old: &Plan, new: &Plan) {
    for step in &mut journey.steps {
        let (Action::Call(Call { journey: named, .. })
        | Action::Start(Call { journey: named, .. })
        | Action::StopJourney(StopJourney { journey: named, .. })) = &mut step.action
        else {
            continue;
        };
        let before = old.journeys.iter().find(|journey| journey.name == *named);
        if let Some(now) = before.and_then(|before| successor(before, old, new)) {
            named.clone_from(&now.name);
        }
    }
}

struct Shapes<'a> {
    old: &'a Plan,
    new: &'a Plan,
    entry: At<'a>,
    at: At<'a>,
}

impl Shapes<'_> {
    fn fields(plan: &Plan, event: Option<&str>) -> Vec<Field> {
        let event = plan.events.iter().find(|schema| Some(schema.name.as_str()) == event);
        event.map_or_else(Vec::new, |event| event.fields.clone())
    }

    fn of(&self, plan: &Plan, root: Root) -> (String, Vec<Field>) {
        match root {
            Root::Profile => ("profile".to_owned(), plan.slots().cloned().collect()),
            Root::Event => (format!("event/{}", self.at.unwrap_or_default()), Self::fields(plan, self.at)),
            // A template's own variables come from the send itself.
            Root::With => ("with".to_owned(), Vec::new()),
            // What steps left behind is asked for by name.
            Root::Steps => ("steps".to_owned(), Vec::new()),
            Root::Entry => {
                (format!("event/{}", self.entry.unwrap_or_default()), Self::fields(plan, self.entry))
            }
        }
    }

    /// The place of a field in the new plan; an error names it.
    fn moved(&self, root: Root, slot: u16) -> Result<u16, String> {
        // What no event gave is the definition's own, and stays with it.
        if root == Root::Entry && self.entry.is_none() {
            return Ok(slot);
        }
        let (at, old) = self.of(self.old, root);
        let field = old.get(usize::from(slot)).ok_or_else(|| at.clone())?;
        let (_, new) = self.of(self.new, root);
        let place = new.iter().position(|now| now.name == field.name && now.ty == field.ty);
        place.and_then(|place| u16::try_from(place).ok()).ok_or_else(|| format!("{at}/{}", field.name))
    }
}

fn fit_program(program: &mut Program, shapes: &Shapes<'_>, missing: &mut Vec<String>) {
    for node in &mut program.nodes {
        match node {
            Node::Slot { root: Root::With, .. } | Node::CompareSlot { root: Root::With, .. } => {}
            Node::Slot { root, slot } | Node::CompareSlot { root, slot, .. } => {
                match shapes.moved(*root, *slot) {
                    Ok(place) => *slot = place,
                    Err(gone) => missing.push(gone),
                }
            }
            Node::InSegment(name) if !shapes.new.segments.iter().any(|segment| segment.name == *name) => {
                missing.push(format!("segment/{name}"));
            }
            _ => {}
        }
    }
}

/// What a definition names and `plan` does not have.
fn names_missing(journey: &Journey, plan: &Plan) -> Vec<String> {
    let mut missing = Vec::new();
    let mut need = |kind: &str, name: &str, there: bool| {
        if !there {
            missing.push(format!("{kind}/{name}"));
        }
    };
    let event = |name: &str| plan.events.iter().any(|event| event.name == name);
    for step in &journey.steps {
        match &step.action {
            Action::Send(send) => {
                need("purpose", &send.purpose, plan.purposes.iter().any(|it| it.name == send.purpose));
                need("template", &send.template, plan.templates.iter().any(|it| it.name == send.template));
                for via in &send.via {
                    need("channel", via, plan.channels.iter().any(|it| it.name == *via));
                }
            }
            Action::Fetch(fetch) => {
                need("purpose", &fetch.purpose, plan.purposes.iter().any(|it| it.name == fetch.purpose));
                let known = plan.connectors.iter().any(|it| it.name == fetch.connector);
                need("connector", &fetch.connector, known);
            }
            Action::Update(update) => {
                for set in &update.set {
                    need("profile", &set.name, plan.profile.slot(&set.name).is_some());
                }
            }
            Action::Emit(emit) => need("event", &emit.event, event(&emit.event)),
            // Others of the journey itself finish as well.
            Action::StopJourney(stop) if stop.journey == journey.name => {}
            Action::StopJourney(stop) => {
                need("journey", &stop.journey, plan.journeys.iter().any(|it| it.name == stop.journey));
            }
            Action::Call(call) | Action::Start(call) => {
                need("journey", &call.journey, plan.journeys.iter().any(|it| it.name == call.journey));
            }
            Action::Digest(digest) => need("event", &digest.event, event(&digest.event)),
            Action::WaitUntil(wait) => {
                for arm in &wait.arms {
                    if let Trigger::Event { event: name, .. } = &arm.on {
                        need("event", name, event(name));
                    }
                }
            }
            Action::Wait(_)
            | Action::Split(_)
            | Action::Experiment(_)
            | Action::Parallel(_)
            | Action::Approve(_)
            | Action::Repeat(_) => {}
        }
    }
    if let Some(name) = entry_event(&journey.enter) {
        need("event", name, event(name));
    }
    missing
}
