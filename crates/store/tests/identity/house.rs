//! A driver turned by hand, and what must hold of everybody in it.

use crate::dice::Dice;
use filrouge_host::conformance::sample;
use filrouge_host::{
    Clock, Driver, Entry, Handle, Identifier, Ingest, Known, Options, Reader, Settled, Store, Unmerged, Who,
};
use filrouge_machine::{
    Consent, Event, Id, Identify, Input, InputKind, Instance, Outcome, Person, Ready, merge, step, unmerge,
};
use filrouge_plan::{Bundle, Identifier as Declared};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// What somebody says or does.
#[derive(Clone, Copy)]
pub enum Kind {
    Identify,
    Start(&'static str),
    Consent(bool),
}

#[derive(Clone)]
pub struct Call {
    pub who: Vec<(&'static str, &'static str)>,
    pub kind: Kind,
}

impl Call {
    /// The same call, with its names the other way round.
    pub fn turned(&self) -> Self {
        Self { who: self.who.iter().rev().copied().collect(), kind: self.kind }
    }

    fn entry(&self, id: u128, at: i64) -> Entry {
        let kind = match self.kind {
            Kind::Identify => InputKind::Identify(Identify::default()),
            Kind::Start(key) => InputKind::Event(Event {
                name: "Started".to_owned(),
                fields: vec![key.into(), "".into()],
                at: None,
            }),
            Kind::Consent(granted) => InputKind::Consent(Consent::said("service", None, granted, "test")),
        };
        let who = self.who.iter().map(|(name, value)| Identifier::new(*name, *value)).collect();
        let source = "site".to_owned();
        Entry::Input(Ingest { id: Id(id + 1), at, kind, who: Who::Known(who), source, releases: None })
    }
}

#[derive(Clone, Default)]
struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

pub struct House {
    driver: Driver,
    watch: Watch,
}

type Names = [(&'static str, &'static [&'static str])];

/// The sample, with a shared device and room for many names.
fn bundle() -> Arc<Bundle> {
    let mut bundle = (*sample::walk_with_consent(1_000)).clone();
    let profile = &mut bundle.plan.profile;
    let mut device = profile.identifiers[1].clone();
    "device".clone_into(&mut device.field.name);
    profile.identifiers.insert(2, Declared { merge: false, ..device });
    profile.identifiers[1..].iter_mut().for_each(|declared| declared.max = 50);
    bundle.hash = bundle.plan.hash();
    Arc::new(bundle)
}

impl House {
    pub fn new(store: Box<dyn Store>) -> Self {
        let watch = Watch::default();
        let clock = Arc::new(watch.clone());
        let driver = Driver::open(Options::default(), store, clock, bundle()).expect("a driver");
        Self { driver, watch }
    }

    fn handle(&self) -> Handle {
        self.driver.handle()
    }

    pub fn submit(&mut self, number: u128, calls: &[Call]) {
        let now = self.watch.now();
        let entries = (number..).zip(calls).map(|(id, call)| call.entry(id, now)).collect();
        let receipt = self.handle().submit(entries).expect("room");
        self.driver.turn();
        receipt.wait().expect("an answer");
    }

    /// Time passes; messages are handed out, and perhaps settled.
    pub fn pass(&mut self, millis: i64, settles: bool) {
        self.watch.0.fetch_add(millis, Ordering::Relaxed);
        while self.driver.next_due().is_some_and(|due| due <= self.watch.now()) {
            self.driver.turn();
        }
        let receipt = self.handle().claim(None, 100).expect("room");
        self.driver.turn();
        let mut flying: Vec<Id> =
            receipt.wait().expect("messages").messages.iter().map(|out| out.message.effect).collect();
        flying.sort_unstable();
        if settles {
            let sent = || Settled::Outcome(Outcome::Sent { receipt: None });
            let receipt = self
                .handle()
                .settle(flying.into_iter().map(|effect| (effect, sent())).collect())
                .expect("room");
            self.driver.turn();
            receipt.wait().expect("an answer");
        }
    }

    pub fn find(&self, value: &str) -> Option<Id> {
        let found = self.handle().find(value).expect("a store");
        assert!(found.len() < 2, "`{value}` leads to {found:?}");
        found.first().copied()
    }

    fn known(&self, person: Id) -> Known {
        self.handle().known(person).expect("a store").expect("a person")
    }

    fn people(&self, names: &Names) -> BTreeSet<Id> {
        names.iter().flat_map(|(_, values)| values.iter()).filter_map(|value| self.find(value)).collect()
    }

    /// What somebody said of the service by email.
    pub fn said(&self, person: Id) -> Option<bool> {
        let key = ("service".to_owned(), "email".to_owned());
        self.known(person).state.consents.get(&key).map(|fact| fact.granted)
    }

    pub fn merges(&self) -> u64 {
        self.handle().status().expect("a status").totals.merges
    }

    /// Somebody who became one with another.
    pub fn somebody_joined(&self, names: &Names, dice: &mut Dice) -> Option<Id> {
        let joined = |person: &Id| self.handle().joined(*person).expect("a store");
        let all: Vec<Id> = self.people(names).iter().flat_map(joined).map(|alias| alias.absorbed).collect();
        (!all.is_empty()).then(|| all[dice.below(all.len())])
    }

    pub fn separate(&mut self, person: Id) {
        let receipt = self.handle().unmerge(person).expect("room");
        self.driver.turn();
        assert!(matches!(receipt.wait(), Ok(Unmerged::Separated { .. })));
        assert_eq!(self.handle().find(&person.to_string()), Ok(vec![person]));
    }

    /// Everybody, with their state, names, timers and decisions.
    pub fn told(&self, names: &Names) -> Vec<String> {
        let decisions = |person| self.handle().decisions(person, None, 1_000).expect("decisions");
        self.people(names)
            .into_iter()
            .map(|person| format!("{:?} {:?}", self.known(person), decisions(person)))
            .collect()
    }

    /// No timer is lost, none is for nobody; nobody is in twice under one key; names and states agree.
    pub fn check(&self, names: &Names) -> Result<(), String> {
        let mut timers = 0;
        for person in self.people(names) {
            let known = self.known(person);
            let set: BTreeMap<Id, i64> = known.timers.iter().map(|row| (row.timer, row.due)).collect();
            let pending: BTreeMap<Id, i64> =
                known.state.instances.iter().filter_map(Instance::timer).collect();
            timers += set.len();
            if set != pending {
                return Err(format!("{person}: timers {set:?}, pending {pending:?}"));
            }
            let keys: BTreeSet<_> =
                known.state.instances.iter().map(|walk| (&walk.journey, &walk.key)).collect();
            if keys.len() != known.state.instances.len() {
                return Err(format!("{person} is in twice under one key"));
            }
            let state: BTreeSet<_> = known
                .state
                .identifiers
                .iter()
                .flat_map(|(name, values)| values.iter().map(move |value| Identifier::new(name, value)))
                .collect();
            if state != known.identifiers.iter().cloned().collect() {
                return Err(format!("{person}: known as {:?}, state {state:?}", known.identifiers));
            }
        }
        let all = self.handle().status().expect("a status").counts.timers;
        (all == timers as u64).then_some(()).ok_or_else(|| format!("{all} timers for {timers}"))
    }
}

/// The journal alone gives the same people.
pub fn replay(reader: &dyn Reader, house: &House, names: &Names) -> Result<(), String> {
    let ready = Ready::new(bundle()).expect("a plan");
    let mut people: BTreeMap<Id, Person> = BTreeMap::new();
    for (_, row) in reader.inputs(0, usize::MAX).expect("inputs") {
        let Some(who) = row.person else { continue };
        let kind = serde_json::from_slice(&row.body).expect("an input");
        let input = Input { id: row.id, at: row.at, kind };
        let mut person = people.remove(&who).unwrap_or_default();
        match &input.kind {
            InputKind::Merge { person: other, .. } => {
                let state = people.entry(*other).or_default();
                let _ = merge(&ready, who, &mut person, *other, state, &input);
            }
            InputKind::Unmerge { person: other } => {
                let state = people.entry(*other).or_default();
                let _ = unmerge(&ready, who, &mut person, *other, state, &input);
            }
            _ => drop(step(&ready, who, &mut person, &input)),
        }
        people.insert(who, person);
    }
    let differs = |person: &Id| people.get(person) != Some(&house.known(*person).state);
    match house.people(names).into_iter().find(differs) {
        Some(person) => Err(format!("{person} is another one after the journal was replayed")),
        None => Ok(()),
    }
}
