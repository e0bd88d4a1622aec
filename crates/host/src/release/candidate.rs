//! A plan that is about to run for a share of the people.

use super::{Asked, Share};
use crate::{Active, Inside, Refusal};
use filrouge_change::Changes;
use filrouge_machine::Ready;
use filrouge_plan::{Bundle, Occupancy};
use std::sync::Arc;

/// A plan that may run for a share of the people. Whatever can be done before is done before, while inputs go on.
pub struct Candidate {
    bundle: Arc<Bundle>,
    asked: Asked,
    /// The plan that ran then.
    then: Arc<Ready>,
    /// Both plans, and what differs.
    both: (Active, Changes),
}

impl Candidate {
    /// Prepares `bundle` for a share of the people that `by` asks for at `at`, in milliseconds since 1970, and compares it with the
    /// plan that runs.
    ///
    /// # Errors
    /// When it cannot be run, differs in more than a share may differ in, or a share lives under another plan already.
    pub fn new(
        bundle: Arc<Bundle>,
        share: Share,
        (by, at): (&str, i64),
        inside: &Inside,
    ) -> Result<Self, Refusal> {
        let asked = Asked { share, by: by.to_owned(), at };
        let both = inside.running.offering(&bundle, &asked, inside.places.as_ref())?;
        Ok(Self { bundle, asked, then: Arc::clone(&inside.running.ready), both })
    }

    /// Who asks for which share.
    pub(crate) const fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Both plans, compared again when another one runs by now.
    pub(crate) fn beside(self, inside: &Inside) -> Result<(Active, Changes), Refusal> {
        if Arc::ptr_eq(&self.then, &inside.running.ready) {
            return Ok(self.both);
        }
        inside.running.offering(&self.bundle, &self.asked, inside.places.as_ref())
    }
}

impl Active {
    /// This plan with that of a share, unless a share lives under a third one.
    fn offering(
        &self,
        bundle: &Arc<Bundle>,
        asked: &Asked,
        places: Option<&Occupancy>,
    ) -> Result<(Self, Changes), Refusal> {
        if bundle.hash == crate::compiled(self.bundle()).hash {
            return Err(Refusal::Plan("it is the plan of all others".to_owned()));
        }
        let other = self.release.as_ref().filter(|release| release.salt != bundle.hash);
        if let Some(release) = other {
            return Err(Refusal::Shared(Box::new(release.told())));
        }
        let plan = Self::prepare(Arc::clone(bundle))?.with_pauses_of(self);
        self.sharing(plan, asked, places)
    }
}
