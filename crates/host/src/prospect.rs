//! A plan that is about to be swapped in. Whatever can be done before the swap is done before, while inputs go on.

use crate::switches::{carried, switched};
use crate::{Active, Refusal};
use filrouge_change::{Changes, Running, pass};
use filrouge_machine::Ready;
use filrouge_plan::{Bundle, Drained, Occupancy};
use std::sync::Arc;

/// The plan that runs, and where people stand in it, at one moment.
pub struct Inside {
    pub(crate) running: Active,
    pub(crate) places: Option<Occupancy>,
}

impl Inside {
    /// The same, as if nobody lived under another plan than the one that runs: for those who look, and change nothing.
    #[must_use]
    pub fn as_one(self) -> Self {
        Self { running: self.running.beside(None), ..self }
    }

    /// The plan that runs.
    #[must_use]
    pub fn bundle(&self) -> &Arc<Bundle> {
        self.running.bundle()
    }

    /// How many people stand where; nothing when nobody counted them yet.
    #[must_use]
    pub const fn standing(&self) -> Option<&Occupancy> {
        self.places.as_ref()
    }

    /// Former definitions on which people finish.
    #[must_use]
    pub fn drained(&self) -> &[Drained] {
        &self.running.ready.passage().drained
    }
}

/// A plan that is ready to run.
pub struct Prospect {
    pub(crate) active: Active,
    pub(crate) compared: Option<Compared>,
}

/// What came of a comparison with the plan that ran then.
pub(crate) struct Compared {
    pub running: Arc<Ready>,
    pub places: Option<Occupancy>,
    pub changes: Changes,
}

impl Prospect {
    /// Prepares `bundle`, which is compared with the plan that runs when its turn comes.
    ///
    /// # Errors
    /// When the plan cannot be run.
    pub fn new(bundle: Arc<Bundle>) -> Result<Self, Refusal> {
        Ok(Self { active: Active::prepare(bundle)?, compared: None })
    }

    /// Prepares `bundle` and compares it with the plan that runs. This holds as long as people stand in the same places,
    /// however many they are; otherwise it is compared again when its turn comes.
    ///
    /// # Errors
    /// When the plan cannot be run.
    pub fn compared(bundle: Arc<Bundle>, inside: Inside) -> Result<Self, Refusal> {
        let Inside { running, places } = inside;
        let active = Active::prepare(bundle)?.with_pauses_of(&running);
        let (active, changes) = compare(&running, active, places.as_ref())?;
        Ok(Self { active, compared: Some(Compared { running: running.ready, places, changes }) })
    }
}

impl Active {
    /// The same, with what is paused in the plan that runs.
    pub(crate) fn with_pauses_of(self, running: &Self) -> Self {
        let switches = &running.bundle().plan.switches;
        if switches.is_empty() {
            return self;
        }
        // It was made ready without them; with them nothing else can be wrong.
        let switches = carried(switches, &self.bundle().plan);
        Self::prepare(switched(self.bundle(), switches)).unwrap_or(self)
    }
}

/// What differs between the plan that runs and `next`, which comes back ready for people who stand in `places`; one that has
/// no place for them comes back as it was.
pub(crate) fn compare(
    running: &Active,
    next: Active,
    places: Option<&Occupancy>,
) -> Result<(Active, Changes), Refusal> {
    if let Some(release) = &running.release {
        return running.for_all(release, next, places);
    }
    follow(running, next, places)
}

/// The same, whoever else lives under another plan.
pub(crate) fn follow(
    running: &Active,
    next: Active,
    places: Option<&Occupancy>,
) -> Result<(Active, Changes), Refusal> {
    let ready = &running.ready;
    let (plan, hash, drained) = (ready.plan(), ready.hash(), &ready.passage().drained);
    let running = Running { plan, hash, drained, inside: places };
    let (changes, passage) = pass(&running, next.ready.plan(), next.hash());
    let next = if changes.is_refused() { next } else { next.after(passage)? };
    Ok((next, changes))
}
