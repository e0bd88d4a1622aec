//! `wait`: lets time pass.

use super::lapse::Lapse;
use super::turn::Turn;
use crate::{Evaluated, Id, Pending, Verdict};
use filrouge_plan::{Instead, Step, Target, Wait, address};

/// The name of the end that a wait has by itself.
pub(super) const ELAPSED: &str = "elapsed";

impl Turn<'_> {
    /// Arrival: a window that is open, or a date that is now, takes no time.
    pub(super) fn wait(&mut self, id: Id, step: &Step, wait: &Wait, depth: u8) {
        let Some(lapse) = self.lapse(id, wait, &self.zone) else { return };
        match self.instead(wait, &lapse) {
            Some((why, instead)) => self.go_instead(id, step, why, instead, lapse.proof, depth),
            None if lapse.due.is_some_and(|due| due <= self.now()) => {
                self.decide_here(id, Verdict::Resumed { arm: ELAPSED.to_owned() }, lapse.proof);
                self.go_next(id, &step.next, depth);
            }
            None => self.stand(id, lapse),
        }
    }

    /// Lets an instance stand where it is until the end of its wait.
    pub(super) fn stand(&mut self, id: Id, lapse: Lapse) {
        self.decide_here(id, Verdict::Waiting { until: lapse.due }, lapse.proof);
        self.park(id, Pending::Wait { due: lapse.due });
    }

    /// What happens instead of a wait.
    pub(super) fn go_instead(
        &mut self,
        id: Id,
        step: &Step,
        why: &str,
        instead: &Instead,
        proof: Vec<Evaluated>,
        depth: u8,
    ) {
        match instead {
            Instead::Continue => self.pass_by(id, why, &step.next, proof, depth),
            Instead::Skip(behind) => self.pass_by(id, why, behind, proof, depth),
            Instead::Exit => {
                let Some(here) = self.here(id) else { return };
                self.leave(id, why, address::arm(&here.journey, &step.name, why), proof);
            }
        }
    }

    fn pass_by(&mut self, id: Id, why: &str, to: &Target, proof: Vec<Evaluated>, depth: u8) {
        self.unpark(id);
        self.decide_arm(id, why, Verdict::Resumed { arm: why.to_owned() }, proof);
        self.go_next(id, to, depth);
    }
}
