//! Pausing a part, and letting it go on: a plan of its own, and of a share too.

use super::Driver;
use super::activation::Cause;
use crate::prospect::follow;
use crate::switches::{after, exists, switched};
use crate::{Active, InputRow, Part, Pause, Refusal, StoreError};
use filrouge_change::Changes;
use filrouge_machine::{Id, InputKind};
use filrouge_plan::{Bundle, Switch};
use std::time::Instant;

impl Driver {
    /// Pauses or resumes a part. It is a plan of its own: everybody learns of it as of any other, and what follows is
    /// explained by it.
    pub(super) fn pause(&mut self, pause: &Pause) -> Result<Vec<Switch>, Refusal> {
        let bundle = self.active.bundle().clone();
        let of_share = self.active.release.as_ref().map(|release| release.plan.bundle());
        let there = [Some(&bundle), of_share].into_iter().flatten().any(|own| exists(&own.plan, pause));
        if pause.paused && !there {
            let part = Part(pause.kind, pause.name.clone());
            return Err(Refusal::NoPart(part));
        }
        let switches = after(&bundle.plan.switches, pause, self.now());
        if switches != bundle.plan.switches {
            let since = Instant::now();
            let (active, changes) = self.switched(&bundle, &switches)?;
            self.swap_now(active, changes, Cause::Pause(pause))?;
            self.tell_pause(since);
        }
        Ok(switches)
    }

    /// The plan that runs with other switches, and that of a share with the same ones.
    fn switched(&mut self, bundle: &Bundle, switches: &[Switch]) -> Result<(Active, Changes), Refusal> {
        let inside = self.standing()?;
        let active = Active::prepare(switched(bundle, switches.to_vec()))?;
        let (active, changes) = follow(&inside.running, active, inside.places.as_ref())?;
        let Some(release) = &inside.running.release else { return Ok((active, changes)) };
        let plan = Active::prepare(switched(release.plan.bundle(), switches.to_vec()))?;
        let (both, _) = active.sharing(plan, &release.asked, inside.places.as_ref())?;
        Ok((both, changes))
    }

    /// Who paused what, and when, in the journal.
    pub(super) fn act_of(&self, pause: &Pause, plan: String, at: i64) -> Result<InputRow, StoreError> {
        let Pause { kind, name, paused, by } = pause.clone();
        let id = Id::of(&["pause", &plan, &at.to_string()]);
        let kind = InputKind::Switched { kind, name, paused, by };
        let body = serde_json::to_vec(&kind).map_err(|e| StoreError::unreadable("an input", e))?;
        Ok(InputRow { id, person: None, at, plan, source: "operator".to_owned(), body })
    }
}
