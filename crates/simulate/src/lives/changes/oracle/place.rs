//! Whether a plan has a place for everybody.

use super::{Known, Number, Oracle};
use filrouge_machine::Instance;
use filrouge_plan::{Action, Call, Plan, RetiredThen, StopJourney};

impl Oracle {
    /// Whether the plan `next` has no place for somebody inside.
    pub(in super::super) fn has_no_place(&self, next: &Plan, instances: &[Instance]) -> bool {
        let Ok(old) = self.known(&self.active) else { return false };
        let new = Known::after(Some(&old), next.clone(), &mut self.fresh.clone());
        instances.iter().any(|instance| {
            self.is_homeless(instance, &old, &new) || self.name_is_taken(instance, &old, &new)
        })
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
            // Of the own journey others may be left, who finish as well.
            Action::StopJourney(stop) if known.journey(&stop.journey) == Some(journey) => true,
            Action::StopJourney(StopJourney { journey: named, .. })
            | Action::Call(Call { journey: named, .. })
            | Action::Start(Call { journey: named, .. }) => {
                known.journey(named).is_some_and(|called| new.journey_of(called).is_some())
            }
            _ => true,
        })
    }
}
