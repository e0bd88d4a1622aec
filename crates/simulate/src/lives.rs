//! Random lives in random plans, with faults: inputs that come twice, late or in another order, and a process that
//! forgets everything but what was stored.

#[cfg(test)]
mod changes;
mod inputs;
mod late;
mod model;
mod plans;
#[cfg(test)]
mod policies;
mod rules;
pub(crate) mod shop;
#[cfg(test)]
mod withdrawals;

pub use plans::random_plan;

use crate::{Dice, World};
use filrouge_machine::{Decision, Effects, Id, InputKind, NotReady, Person, Ready, SkipReason, Verdict};
use filrouge_plan::Action;
use late::Stood;
use model::Model;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What a life came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Life {
    /// Inputs that were applied.
    pub steps: usize,
    /// Messages that were handed out.
    pub messages: usize,
    /// Questions that were asked.
    pub questions: usize,
    /// Questions that were not asked, because an answer was kept.
    pub answered_before: usize,
    /// Messages and questions that were called back.
    pub recalled: usize,
    /// Messages that were given up because their time was over.
    pub late: usize,
    /// Decisions that were taken.
    pub decisions: usize,
}

/// A rule that was broken, and how to see it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Seed of the life.
    pub seed: u64,
    /// Number of the input, from 0.
    pub input: usize,
    /// What is wrong.
    pub rule: &'static str,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}, input {}: {}", self.seed, self.input, self.rule)
    }
}

impl std::error::Error for Broken {}

/// When each life begins: a Monday at ten.
const BEGINNING: i64 = 1_704_103_200_000;

/// Lives the life of `seed` for so many inputs.
///
/// # Errors
/// When a rule was broken on the way.
pub fn live(seed: u64, inputs: usize) -> Result<Life, Broken> {
    let mut dice = Dice::new(seed);
    let ready = Ready::of(random_plan(&mut dice)).map_err(|_: NotReady| Broken {
        seed,
        input: 0,
        rule: "a random plan cannot be walked",
    })?;
    let mut person = Living::new(&ready, dice);
    for input in 0..inputs {
        person.next().map_err(|rule| Broken { seed, input, rule })?;
    }
    person.life.steps = person.world.inputs.len();
    Ok(person.life)
}

struct Living<'r> {
    world: World<'r>,
    dice: Dice,
    model: Model,
    life: Life,
    /// Messages whose outcome may still come, also for the second time.
    out: Vec<Id>,
    /// Questions whose answer may still come, likewise.
    asked: Vec<Id>,
    /// When services answered.
    answered: BTreeSet<i64>,
    /// Goals that were met, by walk.
    reached: BTreeSet<(Option<Id>, String)>,
    /// Arms that were given, by the address of the experiment's step.
    arms: BTreeMap<(String, Option<String>), String>,
}

type Checked = Result<(), &'static str>;

impl<'r> Living<'r> {
    fn new(ready: &'r Ready, dice: Dice) -> Self {
        let world = World::new(ready, Id(1), BEGINNING);
        Self {
            world,
            dice,
            model: Model::default(),
            life: Life::default(),
            out: Vec::new(),
            asked: Vec::new(),
            answered: BTreeSet::new(),
            reached: BTreeSet::new(),
            arms: BTreeMap::new(),
        }
    }

    /// Applies one input, looks whether all rules hold, and sometimes puts a fault behind it.
    fn apply(&mut self, kind: InputKind) -> Checked {
        let (before, stood) = (self.inside(), self.stood());
        let effects = self.world.apply(kind.clone());
        self.check_exits(&kind, &before, &effects)?;
        self.follow(&effects, &stood)?;
        self.check()?;
        if self.dice.one_in(4) {
            self.come_twice(kind)?;
        }
        if self.dice.one_in(8) {
            self.forget()?;
        }
        Ok(())
    }

    fn follow(&mut self, effects: &Effects, stood: &Stood) -> Checked {
        for decision in &effects.decisions {
            match decision.verdict {
                Verdict::Assigned { ref arm, .. } => {
                    let place = (decision.journey.clone(), decision.step.clone());
                    if self.arms.entry(place).or_insert_with(|| arm.clone()) != arm {
                        return Err("somebody left an arm that they were given");
                    }
                }
                Verdict::Queued { effect, .. } => self.follow_message(effects, effect)?,
                Verdict::Skipped { channel: Some(ref channel), reason: SkipReason::TooLate } => {
                    self.was_too_late(decision, channel, stood)?;
                }
                Verdict::Recalled { effect, .. } => self.model.call_back(effect),
                Verdict::Answered { .. } => drop(self.answered.insert(decision.at)),
                Verdict::AnsweredBefore { at, .. } => self.follow_kept(decision, at)?,
                Verdict::Reached { ref goal } if !self.reached.insert((decision.instance, goal.clone())) => {
                    return Err("a goal was met twice");
                }
                _ => {}
            }
        }
        for ask in &effects.asks {
            if self.asked.contains(&ask.effect) {
                return Err("one question was asked twice");
            }
            self.asked.push(ask.effect);
        }
        self.life.questions += effects.asks.len();
        self.life.messages += effects.messages.len();
        self.life.recalled += effects.recalled.len();
        self.life.decisions += effects.decisions.len();
        explained(effects)
    }

    /// A kept answer is one that came, and that is not too old for the step.
    fn follow_kept(&mut self, decision: &Decision, at: i64) -> Checked {
        self.life.answered_before += 1;
        let journeys = &self.world.ready.plan().journeys;
        let steps = journeys.iter().filter(|own| own.name == decision.journey).flat_map(|own| &own.steps);
        let period =
            steps.filter(|own| Some(&own.name) == decision.step.as_ref()).find_map(|own| match &own.action {
                Action::Fetch(fetch) => i64::try_from(fetch.cache?.millis).ok(),
                _ => None,
            });
        let is_young = period.is_some_and(|period| decision.at < at + period);
        (is_young && self.answered.contains(&at)).then_some(()).ok_or("an answer was used that is not kept")
    }

    fn follow_message(&mut self, effects: &Effects, effect: Id) -> Checked {
        let message = effects.messages.iter().find(|message| message.effect == effect);
        let message = message.ok_or("a decision to send has no message")?;
        if let Some(rule) = self.model.judge(message, self.world.now) {
            return Err(rule);
        }
        self.leaves_in_time(message)?;
        self.model.get(message, self.world.now);
        self.out.push(effect);
        Ok(())
    }

    /// A timer or an outcome that comes twice changes nothing.
    fn come_twice(&mut self, kind: InputKind) -> Checked {
        if !matches!(kind, InputKind::Timer { .. } | InputKind::Outcome { .. }) {
            return Ok(());
        }
        let before = self.world.person.clone();
        let effects = self.world.apply(kind);
        let silent =
            effects.decisions.is_empty() && effects.messages.is_empty() && effects.recalled.is_empty();
        let same = before == self.world.person;
        (silent && same).then_some(()).ok_or("an input that came twice had an effect")
    }

    /// The process ends, and knows only what was stored.
    fn forget(&mut self) -> Checked {
        let bytes = self.world.person.encode(self.world.ready);
        let again = Person::decode(self.world.ready, &bytes).map_err(|_| "a stored person cannot be read")?;
        if again != self.world.person {
            return Err("a stored person has changed");
        }
        self.world.person = again;
        Ok(())
    }
}

fn explained(effects: &Effects) -> Checked {
    let told =
        |effect: Id| effects.decisions.iter().filter(|decision| rules::is_about(decision, effect)).count();
    let sent = effects.messages.iter().all(|message| told(message.effect) > 0);
    let asked = effects.asks.iter().all(|ask| told(ask.effect) > 0);
    let recalled = effects.recalled.iter().all(|effect| told(*effect) > 0);
    (sent && asked && recalled).then_some(()).ok_or("an effect has no decision")
}

#[cfg(test)]
mod tests;
