//! The ways that data goes in a project, found once for all rules that follow it.

use filrouge_label::Graph;
use filrouge_model::Model;
use std::sync::OnceLock;

/// A project, and the ways of its data as soon as a rule asks for them: in most projects none does.
pub(crate) struct Ways<'m> {
    /// The project.
    pub model: &'m Model,
    graph: OnceLock<Graph<'m>>,
}

impl<'m> Ways<'m> {
    /// The ways of a project.
    pub const fn of(model: &'m Model) -> Self {
        Self { model, graph: OnceLock::new() }
    }

    /// The places that data may be at, and the ways between them.
    pub fn graph(&self) -> &Graph<'m> {
        self.graph.get_or_init(|| Graph::of(self.model))
    }
}
