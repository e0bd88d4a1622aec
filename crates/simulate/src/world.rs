//! One person, a clock, timers and a provider.

mod kept;
mod together;

use crate::Failure;
use crate::always::Watch;
use filrouge_machine::{
    Ask, Decision, Effects, Id, Input, InputKind, Message, Outcome, Outgoing, Person, Ready, TimerChange,
    step,
};
use filrouge_plan::always::Property;
use filrouge_plan::scenario::{Fate, FetchFate};
use jiff::tz::TimeZone;
use kept::Questions;
use std::collections::BTreeMap;

/// One person on a clock of our own, with a provider that answers at once.
#[derive(Debug)]
pub struct World<'r> {
    /// The plan.
    pub ready: &'r Ready,
    /// The person's state.
    pub person: Person,
    /// The clock, in milliseconds since 1970.
    pub now: i64,
    /// Timers that are set, with when they are due.
    pub timers: BTreeMap<Id, i64>,
    /// All decisions so far.
    pub decisions: Vec<Decision>,
    /// All messages so far.
    pub messages: Vec<Message>,
    /// All inputs so far.
    pub inputs: Vec<Input>,
    pub(crate) who: Id,
    fates: BTreeMap<String, Fate>,
    fate: Fate,
    /// What services answer, by journey and step.
    answers: BTreeMap<(String, String), FetchFate>,
    /// What services answer to all other questions.
    answer: FetchFate,
    /// People who became one with the person, as they were then, the latest last.
    joined: Vec<(Id, Person)>,
    /// What was asked so far.
    questions: Questions,
    /// What must hold all the time.
    watch: Option<Box<Watch>>,
}

/// Inputs that may follow from one act: beyond it the plan goes round.
const MOST_AT_ONCE: usize = 100_000;

/// Outcomes of which each brings about the message of the next, at one moment: beyond it the plan goes round.
const LONGEST_CHAIN: usize = 1_000;

impl<'r> World<'r> {
    /// Somebody of whom nothing is known, at `now`.
    #[must_use]
    pub fn new(ready: &'r Ready, who: Id, now: i64) -> Self {
        Self {
            ready,
            person: Person::default(),
            now,
            timers: BTreeMap::new(),
            decisions: Vec::new(),
            messages: Vec::new(),
            inputs: Vec::new(),
            who,
            fates: BTreeMap::new(),
            fate: Fate::Sent,
            answers: BTreeMap::new(),
            answer: FetchFate::Silent,
            joined: Vec::new(),
            questions: Questions::default(),
            watch: None,
        }
    }

    /// From now on these properties are looked at.
    pub(crate) fn watch(&mut self, properties: &[Property]) {
        self.watch = Watch::of(properties);
    }

    /// Properties that were broken so far; nothing is looked at any more.
    pub(crate) fn take_broken(&mut self) -> Vec<Failure> {
        self.watch.take().map(|watch| watch.into_broken()).unwrap_or_default()
    }

    /// Somebody of whom nothing is known, under the name that a host gives to whoever the first input brings.
    #[must_use]
    pub fn stranger(ready: &'r Ready, now: i64) -> Self {
        Self::new(ready, Id::of(&["person", &Self::outside(0).to_string()]), now)
    }

    /// The input of this number, when it comes from outside.
    pub(crate) fn outside(number: usize) -> Id {
        Id::of(&["simulated", &number.to_string()])
    }

    /// The same person under another plan, which becomes active now.
    #[must_use]
    pub fn pass<'n>(self, ready: &'n Ready) -> World<'n> {
        let mut world = World {
            ready,
            person: across(&self.person, self.ready, ready),
            now: self.now,
            timers: self.timers,
            decisions: self.decisions,
            messages: self.messages,
            inputs: self.inputs,
            who: self.who,
            fates: self.fates,
            fate: self.fate,
            answers: self.answers,
            answer: self.answer,
            joined: self
                .joined
                .into_iter()
                .map(|(who, person)| (who, across(&person, self.ready, ready)))
                .collect(),
            questions: self.questions,
            watch: self.watch,
        };
        world.happen(InputKind::PlanActivated { plan: ready.hash().to_owned() });
        world
    }

    /// From now on messages of `channel`, or of all channels, meet this fate.
    pub fn meet(&mut self, channel: Option<&str>, fate: Fate) {
        match channel {
            Some(channel) => drop(self.fates.insert(channel.to_owned(), fate)),
            None => {
                self.fates.clear();
                self.fate = fate;
            }
        }
    }

    /// From now on the question of a step meets this fate; until then nobody answers it.
    pub fn answer(&mut self, journey: &str, step: &str, fate: FetchFate) {
        self.answers.insert((journey.to_owned(), step.to_owned()), fate);
    }

    /// From now on every question of which nothing else was said meets this fate.
    #[cfg(test)]
    pub(crate) fn answer_all(&mut self, fate: FetchFate) {
        self.answer = fate;
    }

    /// The zone that the person lives in.
    pub(crate) fn zone(&self) -> TimeZone {
        self.ready.zone_of(&self.person)
    }

    /// Something happens now, with all that follows at once: outcomes of messages, timers that are due.
    pub fn happen(&mut self, kind: InputKind) {
        self.deliver(kind);
        self.until(self.now);
    }

    /// The same, under the name that the input has on a host.
    #[cfg(test)]
    pub(crate) fn happen_as(&mut self, id: Id, kind: InputKind) {
        let effects = self.apply_as(id, kind);
        self.settle(effects);
        self.until(self.now);
    }

    /// Lets the clock go to `end`, timers firing on the way in the order in which they are due.
    pub fn until(&mut self, end: i64) {
        for _ in 0..MOST_AT_ONCE {
            let Some((due, timer)) = self.next_timer().filter(|(due, _)| *due <= end) else { break };
            self.now = self.now.max(due);
            self.deliver(InputKind::Timer { timer });
        }
        self.now = self.now.max(end);
        if let Some(mut watch) = self.watch.take() {
            watch.pass(self);
            self.watch = Some(watch);
        }
    }

    /// Fires the timers that are set until none is left, at most `most` of them.
    pub fn drain(&mut self, most: usize) {
        for _ in 0..most {
            let Some((due, _)) = self.next_timer() else { return };
            self.until(due);
        }
    }

    /// Applies one input and nothing more: outcomes stay out.
    pub fn apply(&mut self, kind: InputKind) -> Effects {
        self.apply_as(self.name(&kind), kind)
    }

    fn apply_as(&mut self, id: Id, kind: InputKind) -> Effects {
        let input = Input { id, at: self.now, kind };
        let before = self.watch.is_some().then(|| self.person.clone());
        let effects = step(self.ready, self.who, &mut self.person, &input);
        self.note(&effects);
        self.inputs.push(input);
        self.look(before.as_ref(), &effects);
        effects
    }

    /// Looks whether what must hold still does.
    fn look(&mut self, before: Option<&Person>, effects: &Effects) {
        let (Some(mut watch), Some(before)) = (self.watch.take(), before) else { return };
        watch.look(self, before, effects);
        self.watch = Some(watch);
    }

    /// Timers, outcomes and new plans are named as a host names them, so that equal lives leave equal records.
    fn name(&self, kind: &InputKind) -> Id {
        match kind {
            InputKind::Timer { timer } => {
                Id::of_timer(*timer, self.timers.get(timer).copied().unwrap_or(self.now))
            }
            InputKind::Outcome { effect, .. } => Id::of_outcome(*effect),
            InputKind::PlanActivated { plan } => {
                Id::of(&["plan", plan, &self.who.to_string(), &self.now.to_string()])
            }
            _ => Self::outside(self.inputs.len()),
        }
    }

    /// Applies an input, and lets the provider answer for each message, one after the other, and services for each
    /// question.
    fn deliver(&mut self, kind: InputKind) {
        let effects = self.apply(kind);
        self.settle(effects);
    }

    /// A message that its own outcome brings about again would never end: such a chain is cut off.
    fn settle(&mut self, effects: Effects) {
        let linked = |outcomes: BTreeMap<Id, InputKind>, length: usize| {
            outcomes.into_iter().map(move |(effect, outcome)| (effect, (length, outcome)))
        };
        let mut out: BTreeMap<_, _> = linked(self.outcomes(effects), 1).collect();
        for _ in 0..MOST_AT_ONCE {
            let Some((_, (length, outcome))) = out.pop_first() else { break };
            let effects = self.apply(outcome);
            if length < LONGEST_CHAIN {
                out.extend(linked(self.outcomes(effects), length + 1));
            }
        }
    }

    /// What comes back of each message and question that was sent out.
    fn outcomes(&self, effects: Effects) -> BTreeMap<Id, InputKind> {
        let sent = effects.messages.into_iter().map(Outgoing::into_message);
        let told = sent.map(|message| (message.effect, self.outcome_of(&message)));
        let answered = effects.asks.iter().filter_map(|ask| Some((ask.effect, self.answer_to(ask)?)));
        told.chain(answered).filter(|(effect, _)| !effects.recalled.contains(effect)).collect()
    }

    fn answer_to(&self, ask: &Ask) -> Option<InputKind> {
        let own = self.answers.get(&(ask.journey.clone(), ask.step.clone()));
        let outcome = match own.unwrap_or(&self.answer) {
            FetchFate::Answered(fields) => Outcome::Answered { fields: fields.clone() },
            FetchFate::Failed => Outcome::Failed { reason: "as the test says".to_owned() },
            FetchFate::Silent => return None,
        };
        Some(InputKind::Outcome { effect: ask.effect, outcome })
    }

    fn outcome_of(&self, message: &Message) -> InputKind {
        let reason = || "as the test says".to_owned();
        let outcome = match self.fates.get(&message.channel).copied().unwrap_or(self.fate) {
            Fate::Sent => Outcome::Sent { receipt: None },
            Fate::Failed => Outcome::Failed { reason: reason() },
            Fate::Unknown => Outcome::Unknown { reason: reason() },
        };
        InputKind::Outcome { effect: message.effect, outcome }
    }

    fn note(&mut self, effects: &Effects) {
        for change in &effects.timers {
            match change {
                // As a store that finds timers by when they are due: who cancels names the moment, and before a timer is set
                // for another one.
                TimerChange::Set { timer, at } => {
                    self.timers.entry(*timer).or_insert(*at);
                }
                TimerChange::Cancel { timer, due } => {
                    self.timers.extract_if(.., |own, at| own == timer && *at == *due).count();
                }
                TimerChange::Forget { timer } => drop(self.timers.remove(timer)),
            }
        }
        self.questions.note(effects, &self.person);
        self.decisions.extend(effects.decisions.iter().cloned());
        self.messages.extend(effects.messages.iter().map(|message| (**message).clone()));
    }

    fn next_timer(&self) -> Option<(i64, Id)> {
        self.timers.iter().map(|(timer, due)| (*due, *timer)).min()
    }
}

/// The state of somebody as another plan reads it.
fn across(person: &Person, old: &Ready, new: &Ready) -> Person {
    // Bytes that were written a moment ago can be read.
    Person::decode(new, &person.encode(old)).unwrap_or_default()
}
