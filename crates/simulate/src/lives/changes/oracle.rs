//! A second telling of what becomes of people inside when the plan changes. It shares nothing with the machine and the
//! comparison but the plans, and looks at decisions and at where people stand.

use super::lineage::{Fresh, Known, Number};
use super::targets::{leads_to, reaches};
use crate::World;
use crate::lives::shop::to;
use filrouge_machine::{Decision, Id, Instance, Pending, Verdict};
use filrouge_plan::{Action, DigestWindow, Period, Plan, RetiredThen, Step, Target, Wait};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Judged = Result<(), String>;

/// Somebody's way through one journey, as the decisions tell it.
#[derive(Debug, Clone)]
struct Walk {
    journey: Number,
    at: Option<Number>,
    /// Where a change of plan takes it.
    redirected: Option<String>,
    jumps: usize,
    sent: BTreeMap<Number, usize>,
    /// The step and its visit, when it was entered, and when the wait there is due, as seen last.
    waits: Option<(Number, u32, i64, Option<i64>)>,
}

/// Between which plans the input lies, and who was inside before.
pub(super) struct Swap {
    pub(super) old: String,
    pub(super) before: Vec<Instance>,
    pub(super) at: i64,
    /// How many decisions there were before.
    pub(super) decided: usize,
}

#[derive(Debug, Default)]
pub(super) struct Oracle {
    /// Every plan that ran, by its hash: one that came back has other numbers.
    plans: BTreeMap<String, Vec<Known>>,
    fresh: Fresh,
    active: String,
    inside: BTreeMap<Id, Walk>,
    ever: BTreeSet<Id>,
    arms: BTreeMap<(Number, Number), Number>,
    effects: BTreeSet<Id>,
    seen: usize,
}

impl Oracle {
    /// `plan` runs from now on.
    pub(super) fn run(&mut self, plan: &Plan, hash: &str) {
        let before = self.plans.get(&self.active).and_then(|plans| plans.last());
        let known = Known::after(before, plan.clone(), &mut self.fresh);
        self.plans.entry(hash.to_owned()).or_default().push(known);
        hash.clone_into(&mut self.active);
    }

    fn known(&self, hash: &str) -> Result<&Known, String> {
        let plans = self.plans.get(hash).and_then(|plans| plans.last());
        plans.ok_or_else(|| format!("a plan is not known: {hash}"))
    }

    /// The plan of this hash in which a journey has this number.
    fn plan_of(&self, hash: &str, journey: Number) -> Result<&Known, String> {
        let mut plans = self.plans.get(hash).into_iter().flatten().rev();
        plans
            .find(|known| known.journey_of(journey).is_some())
            .ok_or_else(|| "a journey acts that is not there".to_owned())
    }

    /// Looks at everything that has happened since the last look.
    pub(super) fn look(&mut self, world: &World<'_>, swap: Option<&Swap>) -> Judged {
        for decision in world.decisions.iter().skip(self.seen) {
            self.follow(decision, swap).map_err(|why| format!("{why}: {decision:?}"))?;
        }
        self.seen = world.decisions.len();
        let effects: Vec<Id> = world.messages.iter().skip(self.effects.len()).map(|it| it.effect).collect();
        if !effects.into_iter().all(|effect| self.effects.insert(effect)) {
            return Err("one effect is sent twice".to_owned());
        }
        self.nobody_is_lost(world)?;
        let timers: BTreeMap<Id, i64> = world.person.timers(world.who).collect();
        if timers != world.timers {
            return Err("timers set are not timers pending".to_owned());
        }
        let swapped = swap.map(|swap| swap.at);
        world.person.instances.iter().try_for_each(|instance| self.stands(instance, swapped))?;
        swap.map_or(Ok(()), |swap| self.people_went_where_it_says(world, swap))
    }

    fn follow(&mut self, decision: &Decision, swap: Option<&Swap>) -> Judged {
        let Some(id) = decision.instance else { return Ok(()) };
        let known = self.known(&decision.plan)?;
        match &decision.verdict {
            Verdict::Entered => {
                let journey =
                    known.journey(&decision.journey).ok_or("came into a journey that is not there")?;
                let (sent, waits) = (BTreeMap::new(), None);
                let walk = Walk { journey, at: None, redirected: None, jumps: 0, sent, waits };
                let is_new = self.ever.insert(id) && self.inside.insert(id, walk).is_none();
                is_new.then_some(()).ok_or_else(|| "two walks bear one id".to_owned())
            }
            Verdict::Redirected { to } => {
                let walk = self.inside.get_mut(&id).ok_or("somebody goes on who is out")?;
                (walk.redirected, walk.jumps) = (Some(to.clone()), walk.jumps + 1);
                Ok(())
            }
            Verdict::Exited { reason } => self.leaves(id, reason, decision, swap),
            Verdict::Failed { .. } | Verdict::Recalled { .. } => {
                self.unsend(id, decision);
                Ok(())
            }
            Verdict::NotEntered { .. }
            | Verdict::Sent { .. }
            | Verdict::Unknown { .. }
            | Verdict::Reached { .. } => Ok(()),
            _ => self.acts(id, decision),
        }
    }

    /// A message that failed, or was called back, makes room for another one of its step.
    fn unsend(&mut self, id: Id, decision: &Decision) {
        let Some(journey) = self.inside.get(&id).map(|walk| walk.journey) else { return };
        let Ok(known) = self.plan_of(&decision.plan, journey).cloned() else { return };
        let Some(walk) = self.inside.get_mut(&id) else { return };
        let step = decision.step.as_ref().and_then(|step| known.step(walk.journey, step));
        if let Some(sent) = step.and_then(|step| walk.sent.get_mut(&step)) {
            *sent = sent.saturating_sub(1);
        }
    }

    /// A step acts: the person came to it by a way that the definition has.
    fn acts(&mut self, id: Id, decision: &Decision) -> Judged {
        let number = self.inside.get(&id).ok_or("somebody goes on who is out")?.journey;
        let known = self.plan_of(&decision.plan, number)?.clone();
        let walk = self.inside.get_mut(&id).ok_or("somebody goes on who is out")?;
        let name = decision.step.as_ref().ok_or("a step without a name acts")?;
        let journey = known.journey_of(walk.journey).ok_or("a journey acts that is not there")?;
        let step = known.step(walk.journey, name).ok_or("a step acts that does not exist")?;
        if walk.at != Some(step) || walk.redirected.is_some() {
            let is_right = match (walk.redirected.take(), walk.at) {
                (Some(redirected), _) => redirected == *name,
                (None, None) => journey.start == to(name),
                (None, Some(at)) => {
                    known.step_of(walk.journey, at).is_some_and(|before| leads_to(before, &to(name)))
                }
            };
            walk.at = Some(step);
            if !is_right {
                return Err("nothing leads to this step".to_owned());
            }
        }
        if let Verdict::Queued { .. } = decision.verdict {
            let sent = walk.sent.entry(step).or_default();
            *sent += 1;
            if *sent > 1 + walk.jumps {
                return Err("one message is sent twice".to_owned());
            }
        }
        let (journey, step) = (walk.journey, step);
        if let Verdict::Assigned { arm, .. } = &decision.verdict {
            self.is_given(journey, step, arm, decision)
        } else {
            Ok(())
        }
    }

    /// Nobody leaves an arm that they were given, unless it is gone or people are placed anew.
    fn is_given(&mut self, journey: Number, step: Number, arm: &str, decision: &Decision) -> Judged {
        let known = self.plan_of(&decision.plan, journey)?;
        let arm = known.arm(step, arm).ok_or("an arm is given that does not exist")?;
        let reshuffles = matches!(
            known.step_of(journey, step).map(|step| &step.action),
            Some(Action::Experiment(experiment)) if experiment.reshuffle
        );
        let before = self.arms.get(&(journey, step));
        let left = before.is_some_and(|before| *before != arm && known.has_arm(step, *before));
        self.arms.insert((journey, step), arm);
        if left && !reshuffles { Err("somebody left an arm that they were given".to_owned()) } else { Ok(()) }
    }

    fn leaves(&mut self, id: Id, reason: &str, decision: &Decision, swap: Option<&Swap>) -> Judged {
        let walk = self.inside.remove(&id).ok_or("somebody leaves who is out")?;
        if matches!(reason, "re-entered" | "caller-left") {
            return Ok(());
        }
        // Whether it was asked for is looked at when all have followed.
        if matches!(reason, "removed" | "retired" | "requalified") && swap.is_some() {
            return Ok(());
        }
        let known = self.plan_of(&decision.plan, walk.journey)?;
        let is_right = match reason {
            "completed" => {
                let end = Target::End(reason.to_owned());
                match (&walk.redirected, walk.at) {
                    (None, Some(at)) => {
                        known.step_of(walk.journey, at).is_some_and(|step| leads_to(step, &end))
                    }
                    (None, None) => known.journey_of(walk.journey).is_some_and(|it| it.start == end),
                    (Some(_), _) => false,
                }
            }
            "gone" => known
                .journey_of(walk.journey)
                .is_some_and(|it| it.exits.iter().any(|exit| exit.name == reason)),
            _ => false,
        };
        is_right.then_some(()).ok_or_else(|| "somebody leaves without a reason".to_owned())
    }

    fn nobody_is_lost(&self, world: &World<'_>) -> Judged {
        let there: BTreeSet<Id> = world.person.instances.iter().map(|instance| instance.id).collect();
        let told: BTreeSet<Id> = self.inside.keys().copied().collect();
        if there != told || there.len() != world.person.instances.len() {
            return Err(format!("inside are {there:?}, and the decisions tell of {told:?}"));
        }
        let keys = world.person.instances.iter().map(|it| (&it.journey, &it.key));
        let different: BTreeSet<_> = keys.collect();
        if different.len() < there.len() {
            return Err("somebody is in twice under one key".to_owned());
        }
        Ok(())
    }

    /// The definition by which an instance walks, and its step in it.
    fn standing(&self, instance: &Instance) -> Option<(&Known, Number, &Step)> {
        let journey = self.inside.get(&instance.id)?.journey;
        let known = self.plan_of(instance.drained.as_ref().unwrap_or(&self.active), journey).ok()?;
        let definition = known.journey_of(journey)?;
        let step = definition.steps.iter().find(|step| step.name == instance.step)?;
        Some((known, journey, step))
    }

    /// Everybody stands on a step that exists, and waits for what it waits for, until when it says.
    fn stands(&mut self, instance: &Instance, swapped: Option<i64>) -> Judged {
        let wrong = |why: &str| format!("{why}: {instance:?}");
        let standing = self.standing(instance);
        let (known, journey, step) = standing.ok_or_else(|| wrong("a step does not exist"))?;
        let number = known.step(journey, &step.name).ok_or_else(|| wrong("a step has no number"))?;
        let keeps = known.journey_of(journey).is_some_and(|it| it.inside.keep_timers.contains(&step.name));
        let (due, derived) = match (&step.action, &instance.pending) {
            (Action::Send(_), Pending::Held { .. } | Pending::Outcome { .. })
            | (Action::Call(_), Pending::Called { .. }) => return Ok(()),
            (Action::Wait(Wait::For(period)), Pending::Wait { due }) => {
                (*due, Some(after(instance.step_entered_at, *period)))
            }
            (Action::WaitUntil(wait), Pending::Wait { due }) => {
                let period = wait.timeout.as_ref().and_then(|timeout| timeout.after);
                (*due, period.map(|period| after(instance.step_entered_at, period)))
            }
            (Action::Digest(digest), Pending::Wait { due }) => {
                let DigestWindow::For(window) = digest.window else { return Err(wrong("no such window")) };
                let began = instance.digests.get(&instance.step).and_then(|it| it.first);
                (*due, Some(after(began.unwrap_or(instance.step_entered_at), window)))
            }
            _ => return Err(wrong("somebody waits for what their step does not wait for")),
        };
        let collects = matches!(step.action, Action::Digest(_));
        let visit = instance.visits.get(&instance.step).copied().unwrap_or(0);
        let walk = self.inside.get_mut(&instance.id).ok_or("nobody walks there")?;
        let before = walk.waits.replace((number, visit, instance.step_entered_at, due));
        let before = before.filter(|(step, before, ..)| (*step, *before) == (number, visit));
        match (before, swapped) {
            // New here.
            (None, _) => {
                (due == derived).then_some(()).ok_or_else(|| wrong("a new wait has another due time"))
            }
            (Some((_, _, entered, _)), _) if entered != instance.step_entered_at => {
                Err(wrong("the moment of coming to the step moved"))
            }
            (Some((.., known)), None) => (due == known || (collects && due == derived))
                .then_some(())
                .ok_or_else(|| wrong("a due time moved by itself")),
            (Some((.., known)), Some(_)) if instance.drained.is_some() || keeps => {
                (due == known).then_some(()).ok_or_else(|| wrong("a due time moved that is kept"))
            }
            (Some((.., known)), Some(at)) => {
                let over = derived.is_some_and(|derived| derived <= at);
                let released = over && due >= derived && (due <= known || known.is_none());
                (due == derived || released)
                    .then_some(())
                    .ok_or_else(|| wrong("a due time is not derived anew"))
            }
        }
    }

    /// Whether the plan `next` has no place for somebody inside.
    pub(super) fn has_no_place(&self, next: &Plan, instances: &[Instance]) -> bool {
        let Ok(old) = self.known(&self.active) else { return false };
        let new = Known::after(Some(old), next.clone(), &mut self.fresh.clone());
        instances
            .iter()
            .any(|instance| self.is_homeless(instance, old, &new) || self.name_is_taken(instance, old, &new))
    }

    /// Whether a journey is to bear the name of one on whose former definition somebody finishes.
    fn name_is_taken(&self, instance: &Instance, old: &Known, new: &Known) -> bool {
        let taken = new.journey(&instance.journey).filter(|_| instance.drained.is_some());
        let former = taken.and_then(|journey| old.journey_of(journey));
        former.is_some_and(|former| former.name != instance.journey)
    }

    fn is_homeless(&self, instance: &Instance, old: &Known, new: &Known) -> bool {
        let Some(walk) = self.inside.get(&instance.id) else { return true };
        let retired = new.plan.retired.iter().find(|it| it.journey == instance.journey).map(|it| it.then);
        if let Some(hash) = &instance.drained {
            return retired != Some(RetiredThen::Exit) && !self.may_finish(hash, walk.journey, new);
        }
        let Some(now) = new.journey_of(walk.journey) else {
            return match retired {
                None => true,
                Some(RetiredThen::Exit) => false,
                Some(RetiredThen::Drain) => !self.may_finish(&self.active, walk.journey, new),
            };
        };
        let before = old.journey_of(walk.journey).and_then(|it| it.inside.version).unwrap_or(1);
        if now.inside.drain && now.inside.version.unwrap_or(1) != before {
            return !self.may_finish(&self.active, walk.journey, new);
        }
        let Some(step) = old.step(walk.journey, &instance.step) else { return true };
        let kind =
            |known: &Known| known.step_of(walk.journey, step).map(|it| std::mem::discriminant(&it.action));
        match kind(new) {
            Some(kept) => kind(old) != Some(kept),
            None => now.inside.removed.iter().all(|removed| removed.step != instance.step),
        }
    }

    /// Whether a former definition can be walked to its end: what it names is still there.
    fn may_finish(&self, hash: &str, journey: Number, new: &Known) -> bool {
        let Ok(known) = self.plan_of(hash, journey) else { return false };
        let Some(definition) = known.journey_of(journey) else { return false };
        definition.steps.iter().all(|step| match &step.action {
            Action::Send(send) => new.plan.templates.iter().any(|it| it.name == send.template),
            Action::Call(call) | Action::Start(call) => {
                known.journey(&call.journey).is_some_and(|called| new.journey_of(called).is_some())
            }
            _ => true,
        })
    }

    /// Whoever stood somewhere before the swap is where the new plan says.
    fn people_went_where_it_says(&self, world: &World<'_>, swap: &Swap) -> Judged {
        let (old, new) = (self.known(&swap.old)?, self.known(&self.active)?);
        for was in &swap.before {
            let out = world.decisions.iter().rev().find_map(|it| match &it.verdict {
                Verdict::Exited { reason } if it.instance == Some(was.id) => Some(reason.as_str()),
                _ => None,
            });
            let to = world.decisions.iter().skip(swap.decided).find_map(|it| match &it.verdict {
                Verdict::Redirected { to } if it.instance == Some(was.id) => Some(to.as_str()),
                _ => None,
            });
            let asked = asked_to(old, new, was);
            if to != asked && (to.is_some() || out.is_none()) {
                return Err(format!("somebody goes to {to:?}, and should to {asked:?}: {was:?}"));
            }
            let now = world.person.instances.iter().find(|now| now.id == was.id);
            self.went(old, new, was, now, out)
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
    ) -> Judged {
        let retired = new.plan.retired.iter().find(|it| it.journey == was.journey).map(|it| it.then);
        let must = |right: bool, why: &str| right.then_some(()).ok_or_else(|| why.to_owned());
        // Whom another walk takes along has no say.
        if out == Some("caller-left") {
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
        let step = old.step(number, &was.step).ok_or("no such step")?;
        let removed = definition.inside.removed.iter().find(|it| it.step == was.step);
        let is_gone = new.step_of(number, step).is_none();
        let leaves = is_gone && removed.is_some_and(|removed| removed.then.is_none());
        must((out == Some("removed")) <= leaves, "somebody is taken out unasked")?;
        must(!leaves || out.is_some(), "somebody stays on a step that is removed")
    }
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
    again.find(|name| reaches(now, name, &step.name))
}

fn after(from: i64, period: Period) -> i64 {
    from.saturating_add(i64::try_from(period.millis).unwrap_or(0))
}
