//! What an expression mentions: the fields, segments and steps behind its parts.

use crate::linker::Linker;
use crate::notes::{Declared, ends};
use crate::view::View;
use filrouge_expression::Compiled;
use filrouge_plan::program::{Node, NodeId, Quantifier, Root};
use filrouge_source::Span;

/// A program with the places of its parts.
struct Walk<'w, 'm> {
    compiled: &'w Compiled,
    view: &'w View<'m>,
    /// The lists whose items the variables stand for, innermost last.
    lists: Vec<NodeId>,
    /// Nodes that read a field, with where that is declared.
    found: Vec<(NodeId, Span)>,
}

impl Linker<'_> {
    /// Notes what `compiled` mentions, if anybody wants to know.
    pub(crate) fn mention_all(&mut self, compiled: &Compiled, view: &View<'_>) {
        if !self.is_noting() {
            return;
        }
        let mut walk = Walk { compiled, view, lists: Vec::new(), found: Vec::new() };
        if let Some(root) = compiled.program.root() {
            walk.visit(root);
        }
        for (node, of) in walk.found {
            self.mention_end(place(compiled, node), of);
        }
        for (node, at) in compiled.program.nodes.iter().zip(&compiled.places) {
            self.mention_name(node, *at);
        }
    }

    /// The last name of a path means what is declared at `of`.
    fn mention_end(&mut self, path: Option<Span>, of: Span) {
        let Some(path) = path else { return };
        let declared = self.sources.text(of).trim_matches('"');
        if let Some((_, at)) =
            ends(self.sources.text(path), path).next().filter(|(name, _)| *name == declared)
        {
            self.mention(at, of);
        }
    }

    /// Segments and steps are named by their names.
    fn mention_name(&mut self, node: &Node, at: Span) {
        match node {
            Node::InSegment(name) => self.mention_quoted::<crate::Segment>(name, at),
            Node::Reachable { channel, purpose } => {
                self.mention_quoted::<crate::Channel>(channel, at);
                self.mention_quoted::<crate::Purpose>(purpose, at);
            }
            Node::Outcome(step) | Node::OfStep { step, .. } => {
                let named = ends(self.sources.text(at), at).find(|(name, _)| *name == step.as_str());
                if let (Some((_, at)), Some(of)) = (named, self.step_called(step)) {
                    self.mention(at, of);
                }
            }
            _ => {}
        }
    }

    /// A name that stands in quotes somewhere in the words at `at`.
    fn mention_quoted<T: crate::names::Declared>(&mut self, name: &str, at: Span) {
        let words = self.sources.text(at);
        let found = ['\'', '"'].into_iter().find_map(|quote| words.find(&format!("{quote}{name}{quote}")));
        let (Some(found), Some(of)) = (found, self.declared::<T>(name)) else { return };
        let start = at.start.saturating_add(u32::try_from(found).unwrap_or(0)).saturating_add(1);
        let length = u32::try_from(name.len()).unwrap_or(0);
        self.mention(Span::new(at.file, start, start.saturating_add(length)), of);
    }
}

fn place(compiled: &Compiled, node: NodeId) -> Option<Span> {
    compiled.places.get(usize::from(node.0)).copied()
}

impl<'w, 'm> Walk<'w, 'm> {
    fn node(&self, id: NodeId) -> Option<&'w Node> {
        self.compiled.program.node(id)
    }

    /// Every part of `id`, the variables of `exists` and its like with the lists that they go through.
    fn visit(&mut self, id: NodeId) {
        let Some(node) = self.node(id) else { return };
        if let Node::Slot { .. } | Node::Field { .. } = node
            && let Some(declared) = self.declared(id, self.lists.len())
        {
            self.found.push((id, declared.at));
        }
        if let Node::Each { list, body, .. } = node {
            self.visit(*list);
            self.lists.push(*list);
            self.visit(*body);
            self.lists.pop();
            return;
        }
        operands(node).into_iter().for_each(|operand| self.visit(operand));
    }

    /// Where the field is declared that `id` reads; `depth` variables are around it.
    fn declared(&self, id: NodeId, depth: usize) -> Option<&'m Declared> {
        match self.node(id)? {
            Node::Slot { root, slot } => self.slot(*root, *slot),
            Node::Field { of, slot } => self.declared(*of, depth)?.inside.get(usize::from(*slot)),
            Node::Index { of, .. } | Node::OrValue { of, .. } => self.declared(*of, depth),
            Node::Each { quantifier: Quantifier::Filter, list, .. } => self.declared(*list, depth),
            Node::Local(level) => {
                let depth = depth.checked_sub(1 + usize::from(*level))?;
                self.declared(*self.lists.get(depth)?, depth)
            }
            _ => None,
        }
    }

    fn slot(&self, root: Root, slot: u16) -> Option<&'m Declared> {
        self.view.declared(root)?.get(usize::from(slot))
    }
}

/// The parts of a node that no variable is bound in.
fn operands(node: &Node) -> Vec<NodeId> {
    match node {
        Node::Field { of, .. } | Node::Has(of) | Node::Not(of) | Node::Negate(of) => vec![*of],
        Node::Index { of, at } => vec![*of, *at],
        Node::List(items) | Node::All(items) | Node::Any(items) => items.clone(),
        Node::OrValue { of, otherwise } => vec![*of, *otherwise],
        Node::Choose { when, then, otherwise } => vec![*when, *then, *otherwise],
        Node::Compare { left, right, .. } | Node::Arithmetic { left, right, .. } => vec![*left, *right],
        Node::CompareSlot { operand, .. } => vec![*operand],
        Node::In { item, list } => vec![*item, *list],
        Node::Call { operands, .. } => operands.clone(),
        Node::Constant(_)
        | Node::Slot { .. }
        | Node::Local(_)
        | Node::Now
        | Node::Each { .. }
        | Node::InSegment(_)
        | Node::Outcome(_)
        | Node::OfStep { .. }
        | Node::Reachable { .. } => Vec::new(),
    }
}
