//! The door.

use crate::rules;
use filrouge_model::Model;
use filrouge_report::Findings;
use filrouge_source::Sources;

/// A project that broke no rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    model: Model,
}

impl Checked {
    /// The project.
    #[must_use]
    pub const fn model(&self) -> &Model {
        &self.model
    }
}

/// Judges a project. `clean` says whether the rooms before this one found no error: only then can a project be
/// accepted and reasoned about, but its other mistakes are told in any case.
#[must_use]
pub fn check(model: Model, sources: &Sources, clean: bool) -> (Option<Checked>, Findings) {
    let findings = rules::judge(&model, sources, clean);
    let accepted = clean && !findings.has_errors();
    (accepted.then_some(Checked { model }), findings)
}
