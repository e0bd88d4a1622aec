//! What a decision is about.

use crate::{Decision, Evaluated, Verdict};

impl Decision {
    /// Whether it is about this journey, alone or among others.
    #[must_use]
    pub fn is_about(&self, journey: &str) -> bool {
        match &self.verdict {
            Verdict::PassedBy { journeys } => journeys.iter().any(|name| name == journey),
            _ => self.journey == journey,
        }
    }

    /// What it says about this journey alone.
    #[must_use]
    pub fn about(mut self, journey: &str) -> Self {
        if let Verdict::PassedBy { journeys } = &mut self.verdict {
            let told = journeys.iter().zip(std::mem::take(&mut self.conditions));
            let own: Vec<Evaluated> =
                told.filter(|(name, _)| *name == journey).map(|(_, condition)| condition).collect();
            journeys.retain(|name| name == journey);
            self.conditions = own;
        }
        self
    }
}
