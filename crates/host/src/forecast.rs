//! What comes of itself: people as they are, walked ahead on copies while nothing else happens and nothing leaves.

use crate::{Active, Handle, Prospect, StoreError};
use filrouge_machine::{Effects, Id, Input, InputKind, Outcome, Person, Ready, TimerChange, step};
use std::collections::{BTreeMap, BTreeSet};

/// How many people are read at once.
const PAGE: usize = 500;

/// Steps of one person beyond which the plan is taken to go round.
const MOST_STEPS: usize = 10_000;

/// Messages by journey and channel.
pub type Messages = BTreeMap<(String, String), u64>;

/// The messages that would leave until a moment, if nothing else happened, under the plan that runs and under another.
/// Messages are taken to arrive, and questions to stay without an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forecast {
    /// How many people were looked at: everybody, or so many by chance.
    pub people: u64,
    /// How many people there are.
    pub of: u64,
    /// Under the plan that runs.
    pub running: Messages,
    /// Under the other one.
    pub next: Messages,
}

impl Handle {
    /// Walks at most `most` people ahead from `now` to `until`, under the plan that runs and under `next`. Ids are drawn by
    /// chance, so the first of them are a sample.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn forecast(
        &self,
        next: &Prospect,
        (now, until): (i64, i64),
        most: usize,
    ) -> Result<Forecast, StoreError> {
        let (running, reader) = (self.shared().active(), &self.shared().reader);
        let mut forecast = Forecast { of: reader.counts()?.people, ..Forecast::default() };
        let mut after = None;
        while forecast.people < most as u64 {
            let people = reader.people(after, PAGE)?;
            let Some(last) = people.last() else { break };
            after = Some(*last);
            for id in people {
                forecast.people += 1;
                let Some(row) = reader.person(id)?.filter(|row| row.pending) else { continue };
                let running = running.of(id);
                let person = Person::decode(&running.ready, &row.body)
                    .map_err(|error| StoreError::unreadable("a person", error))?;
                let mut ahead = Ahead::new(&running.ready, id, person, (now, until));
                if row.plan != running.hash() {
                    ahead.learn(running);
                }
                forecast.person(ahead, next);
            }
        }
        Ok(forecast)
    }
}

impl Forecast {
    /// One person under both plans.
    fn person(&mut self, running: Ahead<'_>, next: &Prospect) {
        let mut other = running.under(&next.active.ready);
        other.learn(&next.active);
        running.go(&mut self.running);
        other.go(&mut self.next);
    }
}

/// A copy of a person on the way ahead.
struct Ahead<'r> {
    ready: &'r Ready,
    id: Id,
    person: Person,
    due: BTreeSet<(i64, Id)>,
    timers: BTreeMap<Id, i64>,
    now: i64,
    until: i64,
    steps: usize,
    sent: Messages,
}

impl<'r> Ahead<'r> {
    fn new(ready: &'r Ready, id: Id, person: Person, (now, until): (i64, i64)) -> Self {
        let timers: BTreeMap<Id, i64> = person.timers(id).collect();
        let due = timers.iter().map(|(timer, at)| (*at, *timer)).collect();
        Self { ready, id, person, due, timers, now, until, steps: 0, sent: Messages::new() }
    }

    /// The same person under another plan.
    fn under<'n>(&self, ready: &'n Ready) -> Ahead<'n> {
        let (person, due, timers) = (self.person.clone(), self.due.clone(), self.timers.clone());
        let (id, now, until) = (self.id, self.now, self.until);
        Ahead { ready, id, person, due, timers, now, until, steps: 0, sent: self.sent.clone() }
    }

    fn learn(&mut self, active: &Active) {
        let plan = active.hash().to_owned();
        let id = Id::of(&["forecast", &plan, &self.id.to_string()]);
        self.step(&Input { id, at: self.now, kind: InputKind::PlanActivated { plan } });
    }

    /// Fires what is due until the end, and adds what leaves.
    fn go(mut self, messages: &mut Messages) {
        while let Some((due, timer)) = self.due.first().copied().filter(|(due, _)| *due <= self.until) {
            if self.steps >= MOST_STEPS {
                break;
            }
            self.due.pop_first();
            self.timers.remove(&timer);
            self.now = self.now.max(due);
            let id = Id::of_timer(timer, due);
            self.step(&Input { id, at: self.now, kind: InputKind::Timer { timer } });
        }
        for (of, count) in self.sent {
            *messages.entry(of).or_default() += count;
        }
    }

    fn step(&mut self, input: &Input) {
        let mut inputs = vec![input.clone()];
        while let Some(input) = inputs.pop().filter(|_| self.steps < MOST_STEPS) {
            self.steps += 1;
            let effects = step(self.ready, self.id, &mut self.person, &input);
            self.note(&effects, &mut inputs);
        }
    }

    /// Timers are set, and each message that is not called back at once arrives.
    fn note(&mut self, effects: &Effects, inputs: &mut Vec<Input>) {
        for change in &effects.timers {
            let timer = change.timer();
            if let Some(before) = self.timers.remove(&timer) {
                self.due.remove(&(before, timer));
            }
            if let TimerChange::Set { timer, at } = change {
                self.timers.insert(*timer, *at);
                self.due.insert((*at, *timer));
            }
        }
        for message in effects.messages.iter().filter(|message| !effects.recalled.contains(&message.effect)) {
            *self.sent.entry((message.journey.clone(), message.channel.clone())).or_default() += 1;
            let kind =
                InputKind::Outcome { effect: message.effect, outcome: Outcome::Sent { receipt: None } };
            let id = Id::of(&["forecast", &message.effect.to_string()]);
            inputs.push(Input { id, at: self.now, kind });
        }
    }
}
