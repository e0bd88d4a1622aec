//! A lowered condition: typed, resolved to slots, ready to be evaluated without allocation.
//!
//! A program is a flat tree: operands stand before the node that uses them, the last node is the whole. The
//! number of a node is its [`NodeId`], by which the compiler's table of places and a trace of an evaluation name
//! the author's words.

mod node;
mod operator;

pub use node::{Node, NodeId};
pub use operator::{Comparison, Function, Operation, Part, Quantifier, Root};

use crate::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lowered expression. Equal programs mean the same whatever their layout was in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// Nodes, operands first; the last one is the whole expression.
    pub nodes: Vec<Node>,
    /// Literals, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<Value>,
}

impl Program {
    /// The node of the whole expression; none in a program without nodes.
    #[inline]
    #[must_use]
    pub fn root(&self) -> Option<NodeId> {
        self.nodes.len().checked_sub(1).and_then(|last| u16::try_from(last).ok()).map(NodeId)
    }

    /// The node called `id`.
    #[inline]
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(usize::from(id.0))
    }
}
