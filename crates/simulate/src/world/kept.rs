//! Which answers are kept for which steps. The state of a person knows only what was asked, not by whom.

use super::World;
use filrouge_machine::{Decision, Effects, Id, KeptAnswer, Person, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A question by what it asks: the service, and the steps that have asked it or have used its answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Questions(BTreeMap<Id, Asked>);

#[derive(Debug, Clone, Default)]
struct Asked {
    connector: String,
    steps: BTreeSet<(String, String)>,
}

impl Questions {
    /// Takes note of who asks, and of who uses an answer that is kept with the person.
    pub(super) fn note(&mut self, effects: &Effects, person: &Person) {
        for ask in &effects.asks {
            let asked = self.0.entry(ask.subject()).or_default();
            ask.connector.clone_into(&mut asked.connector);
            asked.steps.insert((ask.journey.clone(), ask.step.clone()));
        }
        for decision in &effects.decisions {
            let kept = person.answers.iter().filter(|(_, kept)| is_used(decision, kept));
            for subject in kept.map(|(subject, _)| subject) {
                self.is_used_by(*subject, decision);
            }
        }
    }

    fn is_used_by(&mut self, subject: Id, decision: &Decision) {
        let (Some(asked), Some(step)) = (self.0.get_mut(&subject), &decision.step) else { return };
        if matches!(&decision.verdict, Verdict::AnsweredBefore { connector, .. } if *connector == asked.connector)
        {
            asked.steps.insert((decision.journey.clone(), step.clone()));
        }
    }

    /// Somebody else becomes one with the person, and what they asked was asked.
    pub(super) fn join(&mut self, theirs: Self) {
        for (subject, asked) in theirs.0 {
            let own = self.0.entry(subject).or_default();
            own.connector = asked.connector;
            own.steps.extend(asked.steps);
        }
    }
}

/// Whether a decision uses this answer.
fn is_used(decision: &Decision, kept: &KeptAnswer) -> bool {
    match &decision.verdict {
        Verdict::AnsweredBefore { fields, at, ground, .. } => {
            *at == kept.at && ground.purpose == kept.purpose && fields.iter().eq(kept.fields.keys())
        }
        _ => false,
    }
}

impl World<'_> {
    /// The answers to what a step asks that are kept now, the oldest first.
    #[must_use]
    pub fn kept(&self, journey: &str, step: &str) -> Vec<&KeptAnswer> {
        let of_step = |(subject, asked): (&Id, &Asked)| {
            let is_its = asked.steps.iter().any(|(of, name)| of == journey && name == step);
            is_its.then(|| self.person.answers.get(subject)).flatten()
        };
        let mut kept: Vec<_> = self.questions.0.iter().filter_map(of_step).collect();
        kept.retain(|kept| kept.until > self.now);
        kept.sort_by_key(|kept| kept.at);
        kept
    }
}
