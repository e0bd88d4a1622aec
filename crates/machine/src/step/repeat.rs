//! `repeat`: goes round. The last step of a round leads back to this one.

use super::judge::View;
use super::turn::Turn;
use crate::{Evaluated, Id, Instance, Pending, Round, Verdict, moment};
use filrouge_plan::{Program, Repeat, address};
use jiff::tz::TimeZone;

/// Why there is no other round: there were as many as there may be.
const MAX: &str = "max";
/// Why there is no other round: the condition that ends it holds.
const UNTIL: &str = "until";
/// Why there is no other round: the condition for one does not hold.
const WHILE: &str = "while";

impl Turn<'_> {
    /// Somebody comes from above, or is through with a round.
    pub(super) fn repeat(&mut self, id: Id, repeat: &Repeat, depth: u8) {
        let Some(round) = self.open_round(id) else { return self.next_round(id, repeat, 0, depth) };
        if round.number >= repeat.max {
            return self.end_rounds(id, MAX, Vec::new(), depth);
        }
        let (met, proof) = self.judge_round(id, UNTIL, repeat.until.as_ref(), false);
        if met {
            return self.end_rounds(id, UNTIL, proof, depth);
        }
        let due = self.instance(id).and_then(|instance| due(repeat, instance, &self.zone));
        match due.filter(|due| *due > self.now()) {
            Some(_) => {
                self.decide_here(id, Verdict::Waiting { until: due }, proof);
                self.park(id, Pending::Wait { due });
            }
            None => self.next_round(id, repeat, round.number, depth),
        }
    }

    /// The pause between two rounds is over: by now there may be no need for another one.
    pub(super) fn rested(&mut self, id: Id, repeat: &Repeat) {
        self.unpark(id);
        let number = self.open_round(id).map_or(0, |round| round.number);
        if number >= repeat.max {
            return self.end_rounds(id, MAX, Vec::new(), 0);
        }
        let (met, proof) = self.judge_round(id, UNTIL, repeat.until.as_ref(), false);
        if met && number > 0 {
            return self.end_rounds(id, UNTIL, proof, 0);
        }
        self.next_round(id, repeat, number, 0);
    }

    fn next_round(&mut self, id: Id, repeat: &Repeat, number: u32, depth: u8) {
        let (met, proof) = self.judge_round(id, WHILE, repeat.as_long_as.as_ref(), true);
        if !met {
            self.set_round(id, Round { number, began: self.now(), open: false });
            return self.end_rounds(id, WHILE, proof, depth);
        }
        let number = number.saturating_add(1);
        self.set_round(id, Round { number, began: self.now(), open: true });
        self.decide_here(id, Verdict::Repeated { round: number }, proof);
        self.go_next(id, &repeat.body, depth);
    }

    fn end_rounds(&mut self, id: Id, why: &str, proof: Vec<Evaluated>, depth: u8) {
        let Some(next) = self.standing_on(id).map(|step| &step.next) else { return };
        if let Some(round) = self.round_mut(id) {
            round.open = false;
        }
        self.decide_here(id, Verdict::Resumed { arm: why.to_owned() }, proof);
        self.go_next(id, next, depth);
    }

    /// Whether a condition of the step holds; `absent` where there is none.
    fn judge_round(
        &self,
        id: Id,
        name: &str,
        condition: Option<&Program>,
        absent: bool,
    ) -> (bool, Vec<Evaluated>) {
        if condition.is_none() {
            return (absent, Vec::new());
        }
        let Some(here) = self.here(id) else { return (absent, Vec::new()) };
        let part = address::arm(&here.journey, here.step.as_deref().unwrap_or_default(), name);
        let judged = self.of_instance(id, |walk| {
            let view = View { walk: Some(walk), ..View::default() };
            self.prove(condition, || address::condition(&part), view)
        });
        judged.map_or((absent, Vec::new()), |(holds, proof)| (holds.unwrap_or(false), proof))
    }

    fn open_round(&self, id: Id) -> Option<Round> {
        let instance = self.instance(id)?;
        instance.rounds.get(&instance.step).copied().filter(|round| round.open)
    }

    fn set_round(&mut self, id: Id, round: Round) {
        if let Some(instance) = self.instance_mut(id) {
            instance.rounds.insert(instance.step.clone(), round);
        }
    }

    fn round_mut(&mut self, id: Id) -> Option<&mut Round> {
        let instance = self.instance_mut(id)?;
        instance.rounds.get_mut(&instance.step)
    }
}

/// When the next round may begin: counted from the beginning of the latest one.
pub(super) fn due(repeat: &Repeat, instance: &Instance, zone: &TimeZone) -> Option<i64> {
    let began = instance.rounds.get(&instance.step).map_or(instance.step_entered_at, |round| round.began);
    Some(repeat.every.map_or(began, |every| moment::after(began, every, zone)))
}
