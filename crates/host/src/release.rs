//! A plan that a share of the people live under, beside the one that runs for all others.
//!
//! Who is in the share hangs on their id and on the plan alone: whoever is in stays in while the share grows, over restarts, and
//! when the same plan is tried again.

mod candidate;
mod kept;
mod share;

pub use candidate::Candidate;
pub use share::{Extent, NotAShare, NotAnExtent, Share};

use crate::{Active, Refusal, ReleaseRow, StoreError};
use filrouge_change::{Changes, Running, Ways};
use filrouge_machine::Id;
use filrouge_plan::{Bundle, Occupancy, Passage};
use kept::Kept;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The plan of a share, as it runs.
pub(crate) struct Release {
    /// The plan, for people who come from the one that runs.
    pub plan: Active,
    /// Hash of the plan as it was compiled: what the share is drawn by.
    pub salt: String,
    pub asked: Asked,
    /// How people came to the plan that runs when it began to: what its own row keeps.
    pub before: Passage,
}

/// Who asked for which share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub share: Share,
    pub by: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// The plan of a share, for those who ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The plan.
    pub bundle: Arc<Bundle>,
    /// The share.
    pub share: Share,
    /// Who asked for this share.
    pub by: String,
    /// Since when, in milliseconds since 1970.
    pub at: i64,
}

impl Release {
    fn has(&self, person: Id) -> bool {
        self.asked.share.has(&self.salt, person)
    }

    pub(crate) fn told(&self) -> Released {
        let Asked { share, by, at } = self.asked.clone();
        Released { bundle: crate::compiled(self.plan.bundle()), share, by, at }
    }

    /// The row that keeps it, beside that of the plan that runs, to which people come `back`.
    fn row(&self, back: &Passage) -> Result<ReleaseRow, StoreError> {
        let kept = Kept::of(self, back);
        let body = serde_json::to_vec(&kept).map_err(|error| StoreError::unreadable("a release", error))?;
        Ok(ReleaseRow { plan: self.plan.row(self.asked.at)?, body })
    }
}

/// Whether a body is one of [`Release::row`].
pub(crate) fn is_kept(body: &[u8]) -> Result<(), StoreError> {
    Kept::read(body).map(drop).map_err(|error| StoreError::unreadable("a release", error))
}

impl Active {
    /// The plan that a person lives under.
    pub(crate) fn of(&self, person: Id) -> &Self {
        match &self.release {
            Some(release) if release.has(person) => &release.plan,
            _ => self,
        }
    }

    /// Whether a person is in the share of another plan.
    pub(crate) fn shares_out(&self, person: Id) -> bool {
        self.release.as_ref().is_some_and(|release| release.has(person))
    }

    /// The same plan, with another one for a share of the people. The changes are those of the other plan.
    pub(crate) fn sharing(
        &self,
        plan: Self,
        asked: &Asked,
        places: Option<&Occupancy>,
    ) -> Result<(Self, Changes), Refusal> {
        let (changes, Ways { there, back, .. }) = self.ways(&plan, places)?;
        let salt = crate::compiled(plan.bundle()).hash.clone();
        let before = match &self.release {
            Some(release) => release.before.clone(),
            None => self.ready.passage().clone(),
        };
        let plan = plan.after(there)?;
        let release = Release { plan, asked: asked.clone(), salt, before };
        let running = self.clone().beside(None).after(back)?;
        Ok((running.beside(Some(release)), changes))
    }

    /// How people pass between this plan and that of a share.
    fn ways(&self, plan: &Self, places: Option<&Occupancy>) -> Result<(Changes, Ways), Refusal> {
        let drained = &self.ready.passage().drained;
        let running = Running { plan: self.ready.plan(), hash: self.hash(), drained, inside: places };
        filrouge_change::release(&running, plan.ready.plan(), plan.hash()).map_err(Refusal::NoShare)
    }

    /// The plan that is to run for everybody from now on: that of the share, or this one again.
    pub(crate) fn for_all(
        &self,
        release: &Release,
        next: Self,
        places: Option<&Occupancy>,
    ) -> Result<(Self, Changes), Refusal> {
        let asked = crate::compiled(next.bundle()).hash.clone();
        if asked == release.salt {
            let (changes, Ways { there, .. }) = self.ways(&release.plan, places)?;
            return Ok((next.after(there)?, changes));
        }
        if asked == crate::compiled(self.bundle()).hash {
            let (_, Ways { back, returning, .. }) = self.ways(&release.plan, places)?;
            return Ok((next.after(back)?, returning));
        }
        Err(Refusal::Shared(Box::new(release.told())))
    }

    /// The row that keeps the plan of a share.
    pub(crate) fn release_row(&self) -> Result<Option<ReleaseRow>, StoreError> {
        self.release.as_ref().map(|release| release.row(self.ready.passage())).transpose()
    }

    /// The plan of a row, with the share of another one that was kept beside it.
    pub(crate) fn with_kept(self, row: &ReleaseRow) -> Result<Self, Refusal> {
        let unreadable = |why: &str| {
            Refusal::Plan(format!(
                "a share of the people lives under another plan, {why}; end the release with the version that began it"
            ))
        };
        let kept = Kept::read(&row.body).map_err(|why| unreadable(&why))?;
        let plan = Self::of_row(&row.plan).ok_or_else(|| unreadable("which this version cannot run"))?;
        let (release, back) = kept.release(plan);
        Ok(self.after(back)?.beside(Some(release)))
    }
}
