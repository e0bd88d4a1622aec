//! What happens by itself: timers, and answers.

use super::{Due, Estate};
use crate::settings::Reply;
use crate::tally::Tally;
use filrouge_machine::{Approval, Id, Input, InputKind};

/// For how many milliseconds more an answer is waited for that the world will give.
const PATIENCE: i64 = 60_000;

impl Estate<'_> {
    /// Lets the clock go to `end`: timers fire and answers come in the order in which they are due.
    pub(crate) fn until(&mut self, end: i64, tally: &mut Tally) {
        while let Some((at, due)) = self.due.first().copied().filter(|(at, _)| *at <= end) {
            if self.endless {
                return;
            }
            self.due.pop_first();
            self.move_to(at);
            match due {
                Due::Timer(timer) => self.fire(timer, tally),
                Due::Answer(effect) => self.come(effect, tally),
            }
            self.let_go(tally);
        }
        self.move_to(end);
    }

    fn move_to(&mut self, at: i64) {
        if at > self.now {
            (self.now, self.spent) = (at, 0);
        }
    }

    fn fire(&mut self, timer: Id, tally: &mut Tally) {
        let Some((due, person)) = self.timers.remove(&timer) else { return };
        let kind = InputKind::Timer { timer };
        let input = Input { id: Id::of_timer(timer, due), at: self.now, kind };
        self.step(self.current(person), &input, tally);
    }

    fn come(&mut self, effect: Id, tally: &mut Tally) {
        if self.expected.contains(&effect) {
            self.due.insert((self.now.saturating_add(PATIENCE), Due::Answer(effect)));
            return;
        }
        let Some((person, kind)) = self.answers.remove(&effect) else { return };
        let input = Input { id: Id::of_outcome(effect), at: self.now, kind };
        self.step(self.current(person), &input, tally);
    }

    pub(super) fn set(&mut self, timer: Id, at: i64, person: Id) {
        self.cancel(timer);
        self.timers.insert(timer, (at, person));
        self.due.insert((at, Due::Timer(timer)));
    }

    pub(super) fn cancel(&mut self, timer: Id) {
        if let Some((at, _)) = self.timers.remove(&timer) {
            self.due.remove(&(at, Due::Timer(timer)));
        }
    }

    /// An answer that comes when the provider, the service or the team has had its time.
    pub(super) fn answer(&mut self, effect: Id, person: Id, kind: InputKind) {
        let at = self.now.saturating_add(self.ground.settings.delay);
        self.answers.insert(effect, (person, kind));
        self.due.insert((at, Due::Answer(effect)));
    }

    /// Answers approvals that are newly asked for.
    pub(super) fn approve(&mut self, person: Id) {
        let approved = match self.ground.settings.approve {
            Reply::Silent => return,
            reply => reply == Reply::Yes,
        };
        let state = self.people.get(&person);
        let asked: Vec<Id> =
            state.into_iter().flat_map(|state| state.approvals().map(|(asked, _)| asked)).collect();
        for approval in asked {
            if !self.answers.contains_key(&approval) {
                let by = "backtest".to_owned();
                let answer = Approval { approval, approved, by, note: None };
                self.answer(approval, person, InputKind::Approval(answer));
            }
        }
    }
}
