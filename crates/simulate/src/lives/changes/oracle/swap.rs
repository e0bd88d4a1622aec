//! Where a change of plan takes people.

use super::{Judged, Known, Oracle};
use crate::World;
use crate::lives::changes::targets::reaches;
use filrouge_machine::{Decision, Id, Instance, Verdict};
use filrouge_plan::RetiredThen;

/// Between which plans the input lies, and who was inside before.
pub(in super::super) struct Swap {
    pub(in super::super) old: String,
    pub(in super::super) before: Vec<Instance>,
    pub(in super::super) at: i64,
    /// How many decisions there were before.
    pub(in super::super) decided: usize,
}

/// A branch was given up, or came to its end.
const BRANCH_OVER: &str = "branch-over";

impl Oracle {
    /// Whoever stood somewhere before the swap is where the new plan says.
    pub(super) fn people_went_where_it_says(&self, world: &World<'_>, swap: &Swap) -> Judged {
        let (old, new) = (self.known(&swap.old)?, self.known(&self.active)?);
        for was in &swap.before {
            let out = world.decisions.iter().rev().find_map(|it| way_out(it, was.id));
            let to = world.decisions.iter().skip(swap.decided).find_map(|it| match &it.verdict {
                Verdict::Redirected { to } if it.instance == Some(was.id) => Some(to.as_str()),
                _ => None,
            });
            let asked = asked_to(&old, &new, was);
            if to != asked && (to.is_some() || out.is_none()) {
                return Err(format!("somebody goes to {to:?}, and should to {asked:?}: {was:?}"));
            }
            let now = world.person.instances.iter().find(|now| now.id == was.id);
            let taken =
                swap.before.iter().any(|it| root(it, &swap.before) == was.id && leaves(&old, &new, it));
            self.went(&old, &new, was, now, out, taken)
                .map_err(|why| format!("{why}: {was:?}, now {now:?}, {out:?}"))?;
        }
        Ok(())
    }

    fn went(
        &self,
        old: &Known,
        new: &Known,
        was: &Instance,
        now: Option<&Instance>,
        out: Option<&str>,
        taken: bool,
    ) -> Judged {
        let retired = new.plan.retired.iter().find(|it| it.journey == was.journey).map(|it| it.then);
        let must = |right: bool, why: &str| right.then_some(()).ok_or_else(|| why.to_owned());
        // Whom another walk takes along has no say.
        if matches!(out, Some("caller-left" | BRANCH_OVER)) {
            return Ok(());
        }
        if retired == Some(RetiredThen::Exit) {
            return must(out == Some("retired"), "somebody stays in a journey that is retired");
        }
        must(out != Some("retired"), "somebody leaves a journey that is not retired")?;
        if was.drained.is_some() {
            must(out != Some("removed") && out != Some("requalified"), "somebody is taken out unasked")?;
            return must(
                now.is_none_or(|now| now.drained == was.drained),
                "somebody changes their definition",
            );
        }
        let number = old.journey(&was.journey).ok_or("no such journey")?;
        let Some(definition) = new.journey_of(number) else {
            return must(now.is_none_or(|now| now.drained.is_some()), "somebody does not finish as before");
        };
        let before = old.journey_of(number).and_then(|it| it.inside.version).unwrap_or(1);
        if definition.inside.drain && definition.inside.version.unwrap_or(1) != before {
            return must(now.is_none_or(|now| now.drained.is_some()), "somebody does not finish as before");
        }
        must(now.is_none_or(|now| now.drained.is_none()), "somebody finishes as before, unasked")?;
        must(
            out != Some("requalified") || definition.inside.requalify,
            "somebody is held to the entry, unasked",
        )?;
        must((out == Some("removed")) <= taken, "somebody is taken out unasked")?;
        must(!leaves(old, new, was) || out.is_some(), "somebody stays on a step that is removed")
    }
}

/// How a walk came to its end, if this says so.
fn way_out(decision: &Decision, id: Id) -> Option<&str> {
    match &decision.verdict {
        _ if decision.instance != Some(id) => None,
        Verdict::Exited { reason } => Some(reason),
        Verdict::BranchEnded { .. } | Verdict::BranchDropped { .. } => Some(BRANCH_OVER),
        _ => None,
    }
}

/// Whoever came into the journey, of somebody who may have walked a branch.
fn root(was: &Instance, all: &[Instance]) -> Id {
    let parent = was.branch.as_ref().and_then(|of| all.iter().find(|it| it.id == of.parent));
    parent.map_or(was.id, |parent| root(parent, all))
}

/// Whether the new plan takes somebody out, because their step is gone.
fn leaves(old: &Known, new: &Known, was: &Instance) -> bool {
    let journey = old.journey(&was.journey).filter(|_| was.drained.is_none());
    let step = journey.and_then(|journey| Some((journey, old.step(journey, &was.step)?)));
    let Some((journey, step)) = step else { return false };
    let Some(now) = new.journey_of(journey) else { return false };
    let removed = now.inside.removed.iter().find(|it| it.step == was.step);
    new.step_of(journey, step).is_none() && removed.is_some_and(|removed| removed.then.is_none())
}

/// Where the new plan takes somebody: instead of a step that is removed, or back to one that is run again.
fn asked_to<'n>(old: &Known, new: &'n Known, was: &Instance) -> Option<&'n str> {
    let journey = old.journey(&was.journey).filter(|_| was.drained.is_none())?;
    let (before, now) = (old.journey_of(journey)?, new.journey_of(journey)?);
    if now.inside.drain && now.inside.version.unwrap_or(1) != before.inside.version.unwrap_or(1) {
        return None;
    }
    let number = old.step(journey, &was.step)?;
    let Some(step) = new.step_of(journey, number) else {
        let removed = now.inside.removed.iter().find(|it| it.step == was.step);
        return removed.and_then(|removed| removed.then.as_deref());
    };
    let is_new =
        |name: &str| new.step(journey, name).is_some_and(|number| old.step_of(journey, number).is_none());
    let again = now.steps.iter().map(|step| step.name.as_str());
    let mut again = again.filter(|name| now.inside.rerun.contains(*name) && is_new(name));
    again.find(|name| reaches(now, name, &step.name) && !reaches(now, &step.name, name))
}
