//! The door.

use crate::{Law, Opinions, rules};
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

/// Judges a project. `before` is what the rooms before this one found, and comes back with the rest, without what the
/// project waives. Only a project without an error is accepted.
#[must_use]
pub fn check(
    model: Model,
    sources: &Sources,
    before: Findings,
    law: &Law<'_>,
) -> (Option<Checked>, Findings) {
    let findings = check_again(&model, sources, before, law, &mut Opinions::default());
    let accepted = !findings.has_errors();
    (accepted.then_some(Checked { model }), findings)
}

/// What [`check`] finds. What was found in a journey that is the same thing as before, in the same setting, is not looked
/// for again, nor is a text read again for secrets.
#[must_use]
pub fn check_again(
    model: &Model,
    sources: &Sources,
    before: Findings,
    law: &Law<'_>,
    opinions: &mut Opinions,
) -> Findings {
    let (journeys, slips) = (opinions.of(model), opinions.slips(sources));
    rules::judge(model, sources, before, law, (&journeys, &slips))
}
