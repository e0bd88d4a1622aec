//! `approve`: somebody of the team decides.

use super::agenda::Task;
use super::lapse::of_timeout;
use super::turn::Turn;
use super::wait_until::TIMEOUT;
use crate::{Approval, Id, Instance, Pending, Person, Verdict};
use filrouge_plan::{Action, Approve, Target};

/// Outcome of an approval to which somebody said yes.
const APPROVED: &str = "approved";
/// Outcome of an approval to which somebody said no.
const REFUSED: &str = "refused";

impl Person {
    /// Approvals that are waited for, each with the walk that waits.
    pub fn approvals(&self) -> impl Iterator<Item = (Id, &Instance)> {
        self.instances.iter().filter_map(|walk| Some((walk.watch.asked?, walk)))
    }
}

impl Turn<'_> {
    /// Arrival: somebody is asked.
    pub(super) fn approve(&mut self, id: Id, approve: &Approve) {
        let Some(instance) = self.instance_mut(id) else { return };
        let visit = instance.visits.get(&instance.step).copied().unwrap_or_default().to_string();
        let approval = Id::of(&["approval", &instance.id.to_string(), &instance.step, &visit]);
        instance.watch.asked = Some(approval);
        let wait = of_timeout(&approve.timeout);
        let lapse = wait.and_then(|wait| self.lapse(id, &wait, &self.zone)).unwrap_or_default();
        let verdict = Verdict::ApprovalAsked { approval, by: approve.by.clone(), until: lapse.due };
        self.decide_here(id, verdict, lapse.proof);
        self.park(id, Pending::Wait { due: lapse.due });
    }

    /// Somebody has answered. The first answer counts; one that nobody waits for changes nothing.
    pub(super) fn take_approval(&mut self, answer: &Approval) {
        let waiting = self.person.approvals().find(|(approval, _)| *approval == answer.approval);
        let Some(id) = waiting.map(|(_, walk)| walk.id) else { return };
        let Some(step) = self.standing_on(id) else { return };
        let Action::Approve(approve) = &step.action else { return };
        let Approval { approval, approved, by, note } = answer.clone();
        let verdict = Verdict::ApprovalAnswered { approval, approved, by, note };
        if approved {
            self.decide_here(id, verdict, Vec::new());
            self.close_approval(id, APPROVED, &step.next);
        } else {
            self.decide_arm(id, REFUSED, verdict, Vec::new());
            self.close_approval(id, REFUSED, &approve.refused);
        }
        self.run();
    }

    /// Nobody has answered in time.
    pub(super) fn answered_by_nobody(&mut self, id: Id, approve: &Approve) {
        self.decide_arm(id, TIMEOUT, Verdict::Resumed { arm: TIMEOUT.to_owned() }, Vec::new());
        self.close_approval(id, TIMEOUT, &approve.timeout.to);
    }

    fn close_approval(&mut self, id: Id, outcome: &str, to: &Target) {
        self.unpark(id);
        let Some(instance) = self.instance_mut(id) else { return };
        instance.watch.asked = None;
        instance.outcomes.insert(instance.step.clone(), outcome.to_owned());
        self.agenda.first(Task::Go { instance: id, to: to.clone(), depth: 0 });
    }
}
