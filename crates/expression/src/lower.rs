//! The checked tree to a flat program.

use crate::Extent;
use crate::typed::{Op, Typed};
use filrouge_plan::Value;
use filrouge_plan::program::{Comparison, Node, NodeId, Program};
use std::collections::BTreeMap;

/// The program of a tree and the place of each of its nodes; none when there is poison in it. The limit on the
/// length of a text keeps numbers of nodes within 16 bits.
pub(crate) fn lower(tree: &Typed<'_>) -> Option<(Program, Vec<Extent>)> {
    let mut lowering = Lowering::default();
    lowering.node(tree)?;
    let constants = lowering.constants.into_iter().map(|(value, at)| (at, value)).collect::<BTreeMap<_, _>>();
    // A large project has tens of thousands of these: none keeps room to grow.
    lowering.nodes.shrink_to_fit();
    lowering.places.shrink_to_fit();
    let mut constants: Vec<_> = constants.into_values().collect();
    constants.shrink_to_fit();
    let program = Program { nodes: lowering.nodes, constants };
    Some((program, lowering.places))
}

#[derive(Default)]
struct Lowering {
    nodes: Vec<Node>,
    places: Vec<Extent>,
    constants: BTreeMap<Value, u16>,
}

impl Lowering {
    fn push(&mut self, node: Node, at: Extent) -> Option<NodeId> {
        let id = u16::try_from(self.nodes.len()).ok()?;
        self.nodes.push(node);
        self.places.push(at);
        Some(NodeId(id))
    }

    fn constant(&mut self, value: &Value) -> Option<u16> {
        if let Some(known) = self.constants.get(value) {
            return Some(*known);
        }
        let at = u16::try_from(self.constants.len()).ok()?;
        self.constants.insert(value.clone(), at);
        Some(at)
    }

    fn node(&mut self, tree: &Typed<'_>) -> Option<NodeId> {
        let node = match &tree.op {
            Op::Poison => return None,
            Op::Constant(value) => Node::Constant(self.constant(value)?),
            Op::Slot(root, slot) => Node::Slot { root: *root, slot: *slot },
            Op::Local(depth) => Node::Local(*depth),
            Op::Now => Node::Now,
            Op::Field(of, slot) => Node::Field { of: self.node(of)?, slot: *slot },
            Op::Index(of, at) => Node::Index { of: self.node(of)?, at: self.node(at)? },
            Op::List(items) => match literals(items) {
                Some(values) => Node::Constant(self.constant(&Value::List(values))?),
                None => Node::List(self.all(items)?),
            },
            Op::Has(of) => Node::Has(self.node(of)?),
            Op::OrValue(of, otherwise) => {
                Node::OrValue { of: self.node(of)?, otherwise: self.node(otherwise)? }
            }
            Op::Not(of) => Node::Not(self.node(of)?),
            Op::Negate(of) => Node::Negate(self.node(of)?),
            Op::All(terms) => Node::All(self.all(terms)?),
            Op::Any(terms) => Node::Any(self.all(terms)?),
            Op::Choose(parts) => self.choose(parts)?,
            Op::Compare(by, left, right) => self.compare(*by, left, right)?,
            Op::In(item, list) => Node::In { item: self.node(item)?, list: self.node(list)? },
            Op::Arithmetic(by, left, right) => {
                Node::Arithmetic { by: *by, left: self.node(left)?, right: self.node(right)? }
            }
            Op::Call(function, operands) => Node::Call { function: *function, operands: self.all(operands)? },
            Op::Each(quantifier, list, body) => {
                Node::Each { quantifier: *quantifier, list: self.node(list)?, body: self.node(body)? }
            }
            Op::InSegment(segment) => Node::InSegment(segment.clone()),
            Op::Outcome(step) => Node::Outcome(step.clone()),
            Op::OfStep(step, field) => Node::OfStep { step: step.clone(), field: field.clone() },
            Op::Reachable(channel, purpose) => {
                Node::Reachable { channel: channel.clone(), purpose: purpose.clone() }
            }
        };
        self.push(node, tree.at)
    }

    fn all(&mut self, items: &[Typed<'_>]) -> Option<Vec<NodeId>> {
        items.iter().map(|item| self.node(item)).collect()
    }

    fn choose(&mut self, [when, then, otherwise]: &[Typed<'_>; 3]) -> Option<Node> {
        Some(Node::Choose {
            when: self.node(when)?,
            then: self.node(then)?,
            otherwise: self.node(otherwise)?,
        })
    }

    /// A field of a root against a literal, on either side, is one step.
    fn compare(&mut self, by: Comparison, left: &Typed<'_>, right: &Typed<'_>) -> Option<Node> {
        let (by, field, literal) = match (&left.op, &right.op) {
            (Op::Slot(..), Op::Constant(_)) => (by, left, right),
            (Op::Constant(_), Op::Slot(..)) => (by.mirrored(), right, left),
            _ => return Some(Node::Compare { by, left: self.node(left)?, right: self.node(right)? }),
        };
        let (Op::Slot(root, slot), Op::Constant(value)) = (&field.op, &literal.op) else { return None };
        let operand = self.node(field)?;
        Some(Node::CompareSlot { by, root: *root, slot: *slot, constant: self.constant(value)?, operand })
    }
}

fn literals(items: &[Typed<'_>]) -> Option<Vec<Value>> {
    items
        .iter()
        .map(|item| match &item.op {
            Op::Constant(value) => Some(value.clone()),
            Op::List(items) => literals(items).map(Value::List),
            _ => None,
        })
        .collect()
}
