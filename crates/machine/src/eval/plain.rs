//! Conditions whose terms compare a field with a constant of its own type, as nearly all do.
//!
//! They need no account of what could stop them, no scope and no watcher, which is most of what a walk costs. What is not
//! plain is left to the walk.

use super::{Facts, compare};
use filrouge_plan::program::{Node, NodeId, Program};

/// Whether the condition holds; none when a term that decides is not plain, or has no value.
#[inline]
pub(super) fn holds(program: &Program, facts: &Facts<'_>) -> Option<bool> {
    match program.nodes.last()? {
        Node::All(terms) => decide(terms, false, program, facts),
        Node::Any(terms) => decide(terms, true, program, facts),
        node => compare(node, program, facts),
    }
}

/// `&&` is decided by the first false, `||` by the first true.
#[inline]
fn decide(terms: &[NodeId], decisive: bool, program: &Program, facts: &Facts<'_>) -> Option<bool> {
    for term in terms {
        if compare(program.node(*term)?, program, facts)? == decisive {
            return Some(decisive);
        }
    }
    Some(!decisive)
}

#[inline]
fn compare(node: &Node, program: &Program, facts: &Facts<'_>) -> Option<bool> {
    let Node::CompareSlot { by, root, slot, constant, .. } = node else { return None };
    let constant = program.constants.get(usize::from(*constant))?;
    compare::alike(*by, facts.slot(*root, *slot)?, constant)
}
