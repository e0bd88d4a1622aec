//! The same plan, for people who come from another one.

use super::{NotReady, Ready};
use filrouge_plan::{JourneyPassage, Passage};

impl Ready {
    /// The same plan, for people who come from another one by `passage`. It is made of what is ready, unless they bring
    /// former definitions or names along.
    ///
    /// # Errors
    /// As [`Ready::new`].
    pub fn passed_to(self, passage: Passage) -> Result<Self, NotReady> {
        let has_former_names = self.plan().journeys.iter().any(|journey| journey.was.is_some());
        if has_former_names || !is_plain(&self.passage) || !is_plain(&passage) {
            return Self::after(self.bundle, passage);
        }
        Ok(Self { passage, ..self })
    }
}

/// Whether people bring nothing along that a plan would have to be prepared for.
fn is_plain(passage: &Passage) -> bool {
    let brings = |by: &JourneyPassage| by.renamed.is_some() || !by.unfollowed.is_empty();
    passage.drained.is_empty() && passage.unfollowed.is_empty() && !passage.journeys.values().any(brings)
}
