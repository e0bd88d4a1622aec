//! What the decisions tell: who comes in, acts, and leaves, each by a way that the definition has.

use super::choice::chosen;
use super::{Judged, Oracle, Swap, Walk};
use crate::lives::changes::lineage::{Known, Number};
use crate::lives::changes::scopes::Scope;
use crate::lives::changes::targets::leads_to;
use crate::lives::shop::to;
use filrouge_machine::{Decision, Id, Verdict};
use filrouge_plan::{Action, Journey, Target, address};

impl Oracle {
    pub(super) fn follow(&mut self, decision: &Decision, swap: Option<&Swap>) -> Judged {
        let Some(id) = decision.instance else { return Ok(()) };
        self.recognise(id);
        match &decision.verdict {
            Verdict::Entered => {
                let known = self.known(&decision.plan)?;
                let journey =
                    known.journey(&decision.journey).ok_or("came into a journey that is not there")?;
                let walk = Walk::new(journey, decision.at, None);
                let is_new = self.ever.insert(id) && self.inside.insert(id, walk).is_none();
                is_new.then_some(()).ok_or_else(|| "two walks bear one id".to_owned())
            }
            Verdict::Redirected { to } => self.is_led(id, to),
            Verdict::Exited { reason } => self.leaves(id, reason, decision, swap),
            Verdict::BranchEnded { .. } => self.ends(id, decision),
            Verdict::BranchDropped { .. } => self.is_dropped(id),
            Verdict::Failed { .. } | Verdict::Recalled { .. } => {
                self.unsend(id, decision);
                Ok(())
            }
            Verdict::NotEntered { .. }
            | Verdict::PassedBy { .. }
            | Verdict::Sent { .. }
            | Verdict::Unknown { .. }
            | Verdict::Unanswered { .. }
            | Verdict::Reached { .. } => Ok(()),
            _ => self.acts(id, decision),
        }
    }

    /// A change of plan takes somebody elsewhere; off a branch, whoever waits for it goes there.
    fn is_led(&mut self, id: Id, to: &str) -> Judged {
        let journey = self.inside.get(&id).ok_or("somebody goes on who is out")?.journey;
        let known = self.plan_of(&self.active, journey)?;
        let leader = self.leader(id, &known, to);
        let walk = self.inside.get_mut(&leader).ok_or("nobody leads")?;
        (walk.redirected, walk.jumps) = (Some(to.to_owned()), walk.jumps + 1);
        Ok(())
    }

    /// A message that failed, or was called back, makes room for another one of its step.
    fn unsend(&mut self, id: Id, decision: &Decision) {
        let Some(journey) = self.inside.get(&id).map(|walk| walk.journey) else { return };
        let Ok(known) = self.plan_of(&decision.plan, journey) else { return };
        let Some(walk) = self.inside.get_mut(&id) else { return };
        let step = decision.step.as_ref().and_then(|step| known.step(walk.journey, step));
        if let Some(sent) = step.and_then(|step| walk.sent.get_mut(&step)) {
            *sent = sent.saturating_sub(1);
        }
    }

    /// A step acts: the person came to it by a way that the definition has.
    fn acts(&mut self, id: Id, decision: &Decision) -> Judged {
        let number = self.inside.get(&id).ok_or("somebody goes on who is out")?.journey;
        let known = self.plan_of(&decision.plan, number)?;
        let walk = self.inside.get_mut(&id).ok_or("somebody goes on who is out")?;
        let name = decision.step.as_ref().ok_or("a step without a name acts")?;
        let step = known.step(number, name).ok_or("a step acts that does not exist")?;
        if walk.at != Some(step) || walk.redirected.is_some() {
            let is_right = match walk.redirected.take() {
                Some(redirected) => redirected == *name,
                None => goes(&known, walk, &to(name)),
            };
            walk.at = Some(step);
            walk.chosen = None;
            if !is_right {
                return Err("nothing leads to this step".to_owned());
            }
        }
        let own = known.step_of(number, step).and_then(|own| chosen(own, &decision.verdict));
        walk.chosen = own.cloned().or(walk.chosen.take());
        match &decision.verdict {
            Verdict::Stopped { journey, count } => self.stops(id, journey, *count, decision),
            Verdict::Queued { .. } => is_sent_once(walk, step),
            Verdict::Repeated { round } => goes_round(&known, walk, step, *round),
            Verdict::Assigned { arm, .. } => self.is_given(number, step, arm, decision),
            Verdict::Branched { branches } => self.branches(id, branches, decision),
            Verdict::Resumed { arm } if arm == "joined" => self.joins(id, decision),
            // Whoever comes by again begins with the first round.
            Verdict::Resumed { .. } => {
                walk.rounds.remove(&step);
                Ok(())
            }
            _ => Ok(()),
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
        let before = self.arms.get(&(journey, step)).copied();
        let left = before.is_some_and(|(before, _)| before != arm && known.has_arm(step, before));
        let since = before.filter(|(before, _)| *before == arm).map_or(decision.at, |(_, at)| at);
        self.arms.insert((journey, step), (arm, since));
        if left && !reshuffles { Err("somebody left an arm that they were given".to_owned()) } else { Ok(()) }
    }

    fn leaves(&mut self, id: Id, reason: &str, decision: &Decision, swap: Option<&Swap>) -> Judged {
        let walk = self.inside.remove(&id).ok_or("somebody leaves who is out")?;
        if walk.on.is_some() {
            return Err("somebody leaves on a branch".to_owned());
        }
        if matches!(reason, "re-entered" | "caller-left") {
            return Ok(());
        }
        if reason == "stopped" {
            return self.is_stopped(&walk, decision);
        }
        // Whether it was asked for is looked at when all have followed.
        if matches!(reason, "removed" | "retired" | "requalified") && swap.is_some() {
            return Ok(());
        }
        let known = self.plan_of(&decision.plan, walk.journey)?;
        let is_right = match reason {
            "completed" => walk.redirected.is_none() && goes(&known, &walk, &Target::End(reason.to_owned())),
            "gone" => known
                .journey_of(walk.journey)
                .is_some_and(|it| it.exits.iter().any(|exit| exit.name == reason)),
            "withdrawn" => known.journey_of(walk.journey).is_some_and(|it| rests_on_refusal(it, decision)),
            // Of two walks in one journey the one goes on that began first.
            "merged" => {
                let mut others = self.inside.values().filter(|it| self.called(it) == self.called(&walk));
                others.any(|it| it.on.is_none() && it.entered <= walk.entered)
            }
            _ => false,
        };
        is_right.then_some(()).ok_or_else(|| "somebody leaves without a reason".to_owned())
    }
}

/// Whether nothing is left from a step on but messages for the purpose that was refused.
fn rests_on_refusal(journey: &Journey, decision: &Decision) -> bool {
    let rests = decision.step.as_deref().and_then(|step| journey.rests_on().remove(step));
    rests.is_some_and(|rests| decision.origin == address::declared("purpose", &rests.purpose))
}

/// Whether a walk may go to `target` from where it is.
fn goes(known: &Known, walk: &Walk, target: &Target) -> bool {
    let Some(journey) = known.journey_of(walk.journey) else { return false };
    let before = walk.at.and_then(|at| known.step_of(walk.journey, at));
    let leads = |target: &Target| match (&walk.chosen, before) {
        (Some(chosen), _) => chosen == target,
        (None, before) => before.is_some_and(|before| leads_to(before, target)),
    };
    if walk.at.is_none() {
        return walk.start(known, journey) == Some(target);
    }
    // Whoever comes to the end of a branch without walking it goes on behind the parallel.
    let mut joined = journey.steps.iter().filter(|it| leads(&Target::Join(it.name.clone())));
    leads(target) || joined.any(|parallel| parallel.next == *target)
}

fn is_sent_once(walk: &mut Walk, step: Number) -> Judged {
    let sent = walk.sent.entry(step).or_default();
    *sent += 1;
    (*sent <= 1 + walk.jumps).then_some(()).ok_or_else(|| "one message is sent twice".to_owned())
}

/// A round begins: the first, or the one after the latest, and no more than there may be. Its messages are others.
fn goes_round(known: &Known, walk: &mut Walk, step: Number, round: u32) -> Judged {
    let Some(Action::Repeat(repeat)) = known.step_of(walk.journey, step).map(|step| &step.action) else {
        return Err("a step goes round that is no repeat".to_owned());
    };
    let before = walk.rounds.insert(step, round).unwrap_or(0);
    let journey = walk.journey;
    let is_within = |number: &Number| {
        known.step_of(journey, *number).is_some_and(|it| Scope::of(&it.name) != Scope::Journey)
    };
    walk.sent.retain(|number, _| !is_within(number));
    let is_right = round <= repeat.max && round == before + 1;
    is_right.then_some(()).ok_or_else(|| format!("round {round} of {} comes after {before}", repeat.max))
}
