//! What editors ask of a project beside its findings: what its words mean, and what may stand at the cursor.

use crate::Kept;
use filrouge_model::{Model, Notes};
use filrouge_report::Finding;
use filrouge_source::{Sources, Span};
use std::sync::Arc;

/// A project as it is understood, whatever is wrong with it.
#[derive(Debug)]
pub struct Index {
    /// What is declared.
    pub model: Arc<Model>,
    /// What the words of the text mean.
    pub notes: Notes,
}

/// What the words of a project mean; what is as it was before is not looked at again.
#[must_use]
pub fn index(kept: &mut Kept, sources: &Sources) -> Index {
    let linked = kept.link(sources);
    Index { model: Arc::clone(&linked.model), notes: linked.notes() }
}

/// What may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The rule that does not understand the word at the cursor.
    pub rule: &'static str,
    /// The place that it blames.
    pub at: Span,
    /// All that it would understand.
    pub names: Vec<String>,
}

/// What may stand in place of the word [`CURSOR`](filrouge_report::CURSOR), which stands somewhere in the texts.
/// The word itself is not kept.
#[must_use]
pub fn allowed(kept: &Kept, sources: &Sources) -> Option<Allowed> {
    let findings = kept.beside(sources);
    let asked = |finding: Finding| {
        Some(Allowed { rule: finding.rule.slug, at: finding.span()?, names: finding.allowed })
    };
    findings.into_iter().filter(|finding| !finding.allowed.is_empty()).find_map(asked)
}
