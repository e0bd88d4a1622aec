//! What the condition of an entry makes sure of. Whoever came in before it asked may lack what others have, and nothing
//! in the steps asks again.

use crate::programs::{Reads, entry_fields, slots, visit};
use filrouge_plan::program::{Node, NodeId, Root};
use filrouge_plan::{Action, Journey, Plan, Program, Type};
use std::collections::BTreeSet;

/// Fields of `entry` for which the condition of `new` asks and that of `old` did not, and that `new` reads where `old`
/// did not.
pub(crate) fn newly_relied_on<'p>(
    (old, running): (&Journey, &Plan),
    (new, plan): (&'p Journey, &'p Plan),
) -> Vec<&'p str> {
    let (before, now) = (asked_for(old, running), asked_for(new, plan));
    let fresh = fresh_reads((old, running), (new, plan));
    now.into_iter().filter(|name| !before.contains(name) && fresh.contains(*name)).collect()
}

/// Fields that may be absent and for which the condition of the entry asks with `has`.
fn asked_for<'p>(journey: &'p Journey, plan: &'p Plan) -> BTreeSet<&'p str> {
    let Some(when) = &journey.enter.when else { return BTreeSet::new() };
    let fields = entry_fields(journey, plan);
    let asked = asked(when).filter_map(|slot| fields.get(usize::from(slot)));
    let may_lack = |ty: &Type| ty.is_optional() || matches!(ty, Type::Record(_));
    asked.filter(|field| may_lack(&field.ty)).map(|field| field.name.as_str()).collect()
}

/// Places of the fields for which a condition asks.
fn asked(program: &Program) -> impl Iterator<Item = u16> {
    program.nodes.iter().filter_map(|node| match node {
        Node::Has(of) | Node::OrValue { of, .. } => slot_below(program, *of),
        _ => None,
    })
}

/// The field of what brought people in that a path starts at.
fn slot_below(program: &Program, mut at: NodeId) -> Option<u16> {
    loop {
        match program.nodes.get(usize::from(at.0))? {
            Node::Slot { root: Root::Event | Root::Entry, slot } => return Some(*slot),
            Node::Field { of, .. } => at = *of,
            _ => return None,
        }
    }
}

/// Fields of `entry` that `new` reads in conditions, values and templates which `old` did not have, and which do not ask
/// for them on their own.
fn fresh_reads((old, running): (&Journey, &Plan), (new, plan): (&Journey, &Plan)) -> BTreeSet<String> {
    let mut known: Vec<Program> = Vec::new();
    visit(&mut old.clone(), &mut |program, _| known.push(program.clone()));
    let fields = entry_fields(new, plan);
    let mut reads = Reads::default();
    visit(&mut new.clone(), &mut |program, _| {
        let read = slots(program, Root::Entry).filter(|slot| !asked(program).any(|own| own == *slot));
        let read = read.filter_map(|slot| fields.get(usize::from(slot)));
        if !known.contains(program) {
            reads.entry.extend(read.map(|field| field.name.clone()));
        }
    });
    let sent: BTreeSet<&str> = templates(old).collect();
    let letter = |plan: &'_ Plan, name: &str| plan.templates.iter().find(|it| it.name == name).cloned();
    for name in templates(new) {
        let now = letter(plan, name);
        if !sent.contains(name) || letter(running, name) != now {
            now.iter().for_each(|template| reads.letter(template));
        }
    }
    reads.entry
}

fn templates(journey: &Journey) -> impl Iterator<Item = &str> {
    journey.steps.iter().filter_map(|step| match &step.action {
        Action::Send(send) => Some(send.template.as_str()),
        _ => None,
    })
}
