//! A plan beside the one that runs: copies of people live under it, and what it would send is counted.

mod retyped;

use crate::document::{Messages, Pair};
use crate::estate::{Estate, Ground};
use crate::settings::{Settings, Span};
use crate::tally::Tally;
use filrouge_machine::{Id, Input, InputKind, Person, Ready, merge};
use retyped::Retyping;
use std::collections::{BTreeMap, BTreeSet};

/// After how many milliseconds a message that the plan that runs does not send is taken for `sent`.
const DELAY: i64 = 1_000;

/// A plan, prepared to run beside another one.
pub struct Stage<'r> {
    ground: Ground<'r>,
    retyping: Retyping,
}

/// A plan that runs beside another one, on copies of people.
pub struct Shadow<'s> {
    stage: &'s Stage<'s>,
    estate: Estate<'s>,
    own: Tally,
    /// Messages of the plan that runs, to people who were copied: by journey and channel, and by person.
    sent: BTreeMap<(String, String), u64>,
    contacts: BTreeMap<Id, u64>,
    unfit: u64,
}

/// What came of both plans since the beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// People who were copied.
    pub people: u64,
    /// Messages by journey and channel: `old` is the plan that runs.
    pub messages: Vec<Messages>,
    /// People to whom each of them sends.
    pub contacted: Pair,
    /// People to whom the plan beside alone sends.
    pub only_new: u64,
    /// People to whom the plan that runs alone sends.
    pub only_old: u64,
    /// Inputs that the plan beside does not take, as it declares something else.
    pub unfit: u64,
}

/// What is taken for granted beside a plan that runs.
#[must_use]
pub fn beside() -> Settings {
    Settings { delay: DELAY, span: Span::default(), ..Settings::default() }
}

impl<'r> Stage<'r> {
    /// Prepares the plan of `ready` beside that of `running`.
    #[must_use]
    pub fn new(ready: &'r Ready, running: &Ready, settings: &'r Settings) -> Self {
        let zone = ready.zone_of(&Person::default());
        let ground = Ground { ready, settings, since: i64::MIN, zone };
        Self { ground, retyping: Retyping::of(running.plan(), ready.plan()) }
    }
}

impl<'s> Shadow<'s> {
    /// Nobody is copied yet.
    #[must_use]
    pub fn new(stage: &'s Stage<'s>) -> Self {
        let (own, sent, contacts) = (Tally::default(), BTreeMap::new(), BTreeMap::new());
        Self { stage, estate: Estate::new(&stage.ground), own, sent, contacts, unfit: 0 }
    }

    /// Somebody comes under this plan at `at`, as by a swap. Whoever was copied before is copied anew.
    pub fn copy(&mut self, who: Id, body: &[u8], at: i64) {
        let ready = self.stage.ground.ready;
        let Ok(person) = Person::decode(ready, body) else {
            self.unfit += 1;
            return;
        };
        self.until(at);
        let is_new = person.since.is_none();
        self.estate.admit(who, person);
        if !is_new {
            let plan = ready.hash().to_owned();
            let id = Id::of(&["plan", &plan, &who.to_string(), &at.to_string()]);
            self.apply(who, Input { id, at, kind: InputKind::PlanActivated { plan } });
        }
    }

    /// Something happens to somebody.
    pub fn hear(&mut self, who: Id, input: Input) {
        self.until(input.at);
        let Input { id, at, kind } = input;
        if let InputKind::Outcome { effect, .. } = &kind {
            self.estate.answered(*effect);
        }
        match self.stage.retyping.apply(kind) {
            Some(kind) => self.apply(who, Input { id, at, kind }),
            None => self.unfit += 1,
        }
    }

    /// Somebody becomes one with somebody else.
    pub fn join(&mut self, who: Id, other: Id, input: &Input) {
        self.until(input.at);
        let ready = self.stage.ground.ready;
        let effects = self
            .estate
            .absorb(who, other, |person, absorbed| merge(ready, who, person, other, absorbed, input));
        self.estate.note(who, effects, &mut self.own);
        self.estate.let_go(&mut self.own);
    }

    /// Somebody is not what their copy says.
    pub fn forget(&mut self, who: Id) {
        self.estate.dismiss(who);
    }

    /// The plan that runs sends a message to somebody who was copied.
    pub fn sent(&mut self, who: Id, effect: Id, journey: String, channel: String) {
        *self.sent.entry((journey, channel)).or_default() += 1;
        *self.contacts.entry(who).or_default() += 1;
        self.estate.expect(effect);
    }

    /// Lets the clock go.
    pub fn until(&mut self, now: i64) {
        self.estate.until(now, &mut self.own);
    }

    fn apply(&mut self, who: Id, input: Input) {
        self.estate.step(who, &input, &mut self.own);
        self.estate.let_go(&mut self.own);
    }

    /// What came of both plans so far.
    #[must_use]
    pub fn compared(&self) -> Compared {
        let (old, new) = (self.estate.settled(&self.contacts), self.estate.settled(self.estate.contacts()));
        let alone = |one: &BTreeMap<Id, u64>, other: &BTreeMap<Id, u64>| {
            one.keys().filter(|person| !other.contains_key(*person)).count() as u64
        };
        Compared {
            people: self.estate.people() as u64,
            messages: self.messages(),
            contacted: Pair { old: old.len() as u64, new: new.len() as u64 },
            only_new: alone(&new, &old),
            only_old: alone(&old, &new),
            unfit: self.unfit,
        }
    }

    fn messages(&self) -> Vec<Messages> {
        let walks = self.own.journeys.iter();
        let own: BTreeMap<(String, String), u64> = walks
            .flat_map(|(journey, walks)| {
                let channels = walks.messages.iter();
                channels.map(move |(channel, days)| ((journey.clone(), channel.clone()), days.values().sum()))
            })
            .collect();
        let all: BTreeSet<&(String, String)> = self.sent.keys().chain(own.keys()).collect();
        let count = |counts: &BTreeMap<(String, String), u64>, key: &(String, String)| {
            counts.get(key).copied().unwrap_or_default()
        };
        let row = |key: &(String, String)| Messages {
            journey: key.0.clone(),
            channel: key.1.clone(),
            count: Pair { old: count(&self.sent, key), new: count(&own, key) },
        };
        all.into_iter().map(row).collect()
    }
}
