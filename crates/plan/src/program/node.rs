//! The nodes of a program.

use super::{Comparison, Function, Operation, Quantifier, Root};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The number of a node in its program.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct NodeId(pub u16);

/// One step of an evaluation. Operands are named by their numbers, which are smaller than the node's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Node {
    /// A literal, by its place among the constants.
    Constant(u16),
    /// A field of a root, by its place in the declaration.
    Slot {
        /// What the field belongs to.
        root: Root,
        /// Place of the field in the declaration.
        slot: u16,
    },
    /// The variable of a surrounding `all`, `exists`, `filter` or `map`; 0 is the innermost.
    Local(u8),
    /// The instant of the evaluation.
    Now,
    /// A field of a record.
    Field {
        /// The record.
        of: NodeId,
        /// Place of the field in the declaration.
        slot: u16,
    },
    /// An item of a list.
    Index {
        /// The list.
        of: NodeId,
        /// The place, from 0.
        at: NodeId,
    },
    /// A list of computed items.
    List(Vec<NodeId>),
    /// Whether there is a value.
    Has(NodeId),
    /// The first value when it is there, else the second.
    OrValue {
        /// What may be absent.
        of: NodeId,
        /// What stands in.
        otherwise: NodeId,
    },
    /// `!`.
    Not(NodeId),
    /// Unary `-`.
    Negate(NodeId),
    /// `&&` of two or more.
    All(Vec<NodeId>),
    /// `||` of two or more.
    Any(Vec<NodeId>),
    /// `when ? then : otherwise`.
    Choose {
        /// The condition.
        when: NodeId,
        /// The value when it holds.
        then: NodeId,
        /// The value when it does not.
        otherwise: NodeId,
    },
    /// A comparison of two computed values.
    Compare {
        /// The comparison.
        by: Comparison,
        /// What stands left.
        left: NodeId,
        /// What stands right.
        right: NodeId,
    },
    /// A comparison of a field of a root with a literal: the most frequent condition, in one step.
    CompareSlot {
        /// The comparison.
        by: Comparison,
        /// What the field belongs to.
        root: Root,
        /// Place of the field in the declaration.
        slot: u16,
        /// The literal, by its place among the constants.
        constant: u16,
        /// The [`Node::Slot`] that this step reads by itself; a trace names the field's value by it.
        operand: NodeId,
    },
    /// Whether a value is among the items of a list.
    In {
        /// The value.
        item: NodeId,
        /// The list.
        list: NodeId,
    },
    /// Arithmetic, and the joining of texts and lists.
    Arithmetic {
        /// The operation.
        by: Operation,
        /// What stands left.
        left: NodeId,
        /// What stands right.
        right: NodeId,
    },
    /// A function or method; the receiver of a method is the first operand.
    Call {
        /// The function.
        function: Function,
        /// Operands.
        operands: Vec<NodeId>,
    },
    /// `all`, `exists`, `exists_one`, `filter` or `map`.
    Each {
        /// What is made of the items.
        quantifier: Quantifier,
        /// The list.
        list: NodeId,
        /// The expression in [`Node::Local`] that is evaluated for each item.
        body: NodeId,
    },
    /// Whether the person is in a segment, by the segment's name.
    InSegment(String),
    /// The outcome of a step of the journey, by the step's name.
    Outcome(String),
    /// Something else that a step of the journey left behind.
    OfStep {
        /// The step's name.
        step: String,
        /// What is asked for.
        field: String,
    },
    /// Whether a message for a purpose could leave over a channel now, caps and quiet hours apart.
    Reachable {
        /// The channel.
        channel: String,
        /// The purpose.
        purpose: String,
    },
}
