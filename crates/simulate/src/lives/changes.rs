//! Random edits of plans, one reload after the other, under a random life: nobody is lost, nothing is sent twice, nobody
//! stands where there is no step, timers are as documented, and a plan is refused exactly when it has no place for
//! somebody, which leaves the one that runs untouched.

mod edits;
mod hosts;
mod lineage;
mod oracle;
mod parts;
mod targets;

use super::shop::{CHANNELS, PURPOSES};
use crate::{Dice, World};
use edits::{Edit, make_valid};
use filrouge_change::{Running, pass};
use filrouge_machine::{Consent, Event, Identify, InputKind, Instance, Ready};
use filrouge_plan::scenario::Fate;
use filrouge_plan::{Bundle, Occupancy, Origins, Passage, Plan, Value};
use hosts::Hosts;
use oracle::{Judged, Oracle, Swap};
use parts::first_plan;
use std::sync::Arc;

const HOUR: i64 = 3_600_000;
/// A Monday at ten, UTC.
const BEGINNING: i64 = 1_704_103_200_000;

/// One thing that happens.
#[derive(Debug, Clone)]
enum Act {
    Event(&'static str, Option<&'static str>),
    Lives(&'static str),
    Decides(&'static str, &'static str, bool),
    Passes(i64),
    Fate(Fate),
    /// The plan changes.
    Reload(Vec<Edit>, Then),
    Restart,
}

/// What comes behind a change of plan, before anybody has learnt of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Nothing,
    /// The process ends.
    Dies,
    /// The next change.
    Hurries,
}

/// What happens, and to which plan at first.
#[derive(Debug, Clone)]
struct Story {
    seed: u64,
    acts: Vec<Act>,
}

impl Story {
    fn new(seed: u64, length: usize) -> Self {
        let mut dice = Dice::new(seed);
        let mut acts: Vec<Act> = Vec::with_capacity(length);
        while acts.len() < length {
            let hurries = matches!(acts.last(), Some(Act::Reload(_, Then::Hurries)));
            acts.push(if hurries { reload(&mut dice) } else { random_act(&mut dice) });
        }
        Self { seed, acts }
    }

    fn first_plan(&self) -> Plan {
        first_plan(&mut Dice::new(self.seed ^ 0x5eed))
    }

    /// A shorter story that breaks a rule as well.
    fn shrunk(mut self, breaks: impl Fn(&Self) -> bool) -> Self {
        let mut size = self.acts.len().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from < self.acts.len() {
                let mut shorter = self.clone();
                shorter.acts.drain(from..(from + size).min(shorter.acts.len()));
                if breaks(&shorter) { self = shorter } else { from += size }
            }
            size /= 2;
        }
        self.with_fewer_edits(breaks)
    }

    fn with_fewer_edits(mut self, breaks: impl Fn(&Self) -> bool) -> Self {
        for act in 0..self.acts.len() {
            let mut edit = 0;
            while let Some(Act::Reload(edits, _)) = self.acts.get(act).filter(|_| edit < usize::MAX) {
                if edit >= edits.len() {
                    break;
                }
                let mut shorter = self.clone();
                if let Some(Act::Reload(edits, _)) = shorter.acts.get_mut(act) {
                    edits.remove(edit);
                }
                if breaks(&shorter) { self = shorter } else { edit += 1 }
            }
        }
        self
    }
}

fn random_act(dice: &mut Dice) -> Act {
    let key = dice.pick(&[Some("a"), Some("b"), Some("c"), None], None);
    match dice.below(20) {
        0..7 => Act::Event(dice.pick(&["Asked", "Asked", "Asked", "Bought", "Came"], "Asked"), key),
        7 => Act::Lives(dice.pick(&["FR", "FR", "BE"], "FR")),
        8 => Act::Decides(dice.pick(PURPOSES, "news"), dice.pick(CHANNELS, "email"), !dice.one_in(3)),
        9..13 => Act::Passes(HOUR * dice.pick(&[1, 3, 9, 24], 1)),
        13 => Act::Fate(dice.pick(&[Fate::Sent, Fate::Sent, Fate::Failed, Fate::Unknown], Fate::Sent)),
        14 => Act::Restart,
        _ => reload(dice),
    }
}

fn reload(dice: &mut Dice) -> Act {
    let edits = 1 + dice.below(4);
    let then = dice.pick(&[Then::Nothing, Then::Dies, Then::Hurries], Then::Nothing);
    Act::Reload((0..edits).map(|_| Edit::random(dice)).collect(), then)
}

/// What came to pass in many stories: too little of anything proves nothing.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    swapped: usize,
    refused: usize,
    inside: usize,
    finishing: usize,
    redirected: usize,
    taken_out: usize,
    messages: usize,
    waiting: usize,
}

/// One story as it is told.
struct Telling {
    world: World<'static>,
    oracle: Oracle,
    hosts: Option<Hosts>,
    tally: Tally,
}

fn ready(plan: Plan, hash: String, passage: Passage) -> Result<&'static Ready, String> {
    let bundle = Bundle { hash, plan, origins: Origins::default(), commit: None };
    let ready = Ready::after(Arc::new(bundle), passage).map_err(|why| why.to_string())?;
    Ok(Box::leak(Box::new(ready)))
}

fn tell(story: &Story, hosted: bool) -> Result<Tally, String> {
    let plan = story.first_plan();
    let first = ready(plan.clone(), plan.hash(), Passage::default())?;
    let hosts = hosted.then(|| Hosts::new(first.bundle(), BEGINNING)).transpose()?;
    let world = World::stranger(first, BEGINNING);
    let mut telling = Telling { world, oracle: Oracle::default(), hosts, tally: Tally::default() };
    telling.oracle.run(&plan, first.hash());
    let identifiers =
        vec![("user_id".to_owned(), "lea".to_owned()), ("email".to_owned(), "lea@example.com".to_owned())];
    let fields = [("phone", "+33600000000"), ("country", "FR")];
    let fields = fields.map(|(name, value)| (name.to_owned(), Value::from(value))).to_vec();
    telling.happens(InputKind::Identify(Identify { identifiers, fields, ..Identify::default() }))?;
    telling.act(&Act::Decides("marketing", "email", true))?;
    for (number, act) in story.acts.iter().enumerate() {
        telling.act(act).map_err(|why| format!("act {number}, {act:?}: {why}"))?;
    }
    Ok(telling.tally)
}

impl Telling {
    fn act(&mut self, act: &Act) -> Judged {
        match act {
            Act::Event(name, key) => {
                let fields = vec![key.map_or(Value::Absent, Value::from)];
                self.happens(InputKind::Event(Event { name: (*name).to_owned(), fields, at: None }))
            }
            Act::Lives(country) => {
                let fields = vec![("country".to_owned(), Value::from(*country))];
                self.happens(InputKind::Identify(Identify { fields, ..Identify::default() }))
            }
            Act::Decides(purpose, channel, granted) => self.happens(InputKind::Consent(Consent {
                purpose: (*purpose).to_owned(),
                channel: Some((*channel).to_owned()),
                granted: *granted,
                evidence: "test".to_owned(),
            })),
            Act::Passes(time) => {
                self.world.until(self.world.now + time);
                self.hosts.iter_mut().try_for_each(|hosts| hosts.pass(*time))?;
                self.look(None)
            }
            Act::Fate(fate) => {
                self.world.meet(None, *fate);
                self.hosts.iter_mut().for_each(|hosts| hosts.meet(*fate));
                Ok(())
            }
            Act::Reload(edits, then) => self.reload(edits, *then),
            Act::Restart => self.hosts.iter_mut().try_for_each(Hosts::restart),
        }
    }

    fn happens(&mut self, kind: InputKind) -> Judged {
        let number = self.world.inputs.len();
        self.world.happen(kind.clone());
        self.hosts.iter_mut().try_for_each(|hosts| hosts.happen(number, &kind))?;
        self.look(None)
    }

    fn look(&mut self, swap: Option<&Swap>) -> Judged {
        self.oracle.look(&self.world, swap)?;
        self.hosts.iter_mut().try_for_each(|hosts| hosts.agree(&self.world))
    }

    fn reload(&mut self, edits: &[Edit], then: Then) -> Judged {
        let old = self.world.ready;
        let mut next = old.plan().clone();
        edits.iter().for_each(|edit| edit.apply(&mut next));
        make_valid(&mut next);
        let hash = next.hash();
        if hash == old.hash() {
            return Ok(());
        }
        let inside = inside(&self.world);
        let drained = &old.passage().drained;
        let running = Running { plan: old.plan(), hash: old.hash(), drained, inside: Some(&inside) };
        let (changes, passage) = pass(&running, &next, &hash);
        let instances = self.world.person.instances.clone();
        if changes.is_refused() != self.oracle.has_no_place(&next, &instances) {
            let told: Vec<_> = changes.changes.iter().map(|change| &change.sentence).collect();
            let verdict = if changes.is_refused() { "refused for nobody" } else { "not refused" };
            return Err(format!("{verdict}: {told:?}, inside {instances:?}"));
        }
        let new = ready(next, hash, passage)?;
        if changes.is_refused() {
            self.tally.refused += 1;
            self.hosts.iter_mut().try_for_each(|hosts| hosts.refuse(new.bundle()))?;
            return self.look(None);
        }
        self.swap(new, instances, then)
    }

    fn swap(&mut self, new: &'static Ready, before: Vec<Instance>, then: Then) -> Judged {
        let old = self.world.ready.hash().to_owned();
        let (decided, messages) = (self.world.decisions.len(), self.world.messages.len());
        let world = std::mem::replace(&mut self.world, World::stranger(new, 0));
        self.world = world.pass(new);
        // An answer of the provider would come between.
        let then = if self.world.messages.len() > messages { Then::Nothing } else { then };
        self.hosts.iter_mut().try_for_each(|hosts| hosts.reload(new.bundle(), then))?;
        self.oracle.run(new.plan(), new.hash());
        self.count(decided);
        self.look(Some(&Swap { old, before, at: self.world.now, decided }))
    }

    fn count(&mut self, decided: usize) {
        use filrouge_machine::Verdict;
        let told = self.world.decisions.iter().skip(decided).map(|decision| &decision.verdict);
        for verdict in told {
            match verdict {
                Verdict::Redirected { .. } => self.tally.redirected += 1,
                Verdict::Exited { reason } if reason != "completed" => self.tally.taken_out += 1,
                Verdict::Waiting { .. } => self.tally.waiting += 1,
                _ => {}
            }
        }
        let finishing = self.world.person.instances.iter().filter(|it| it.drained.is_some()).count();
        self.tally.inside += self.world.person.instances.len();
        self.tally.finishing += finishing;
        self.tally.swapped += 1;
        self.tally.messages = self.world.messages.len();
    }
}

fn inside(world: &World<'_>) -> Occupancy {
    let mut inside = Occupancy::new();
    world.person.standings().for_each(|at| *inside.entry(at).or_default() += 1);
    inside
}

/// Tells stories, and shows the shortest that breaks a rule as the first of them did.
fn tell_all(seeds: std::ops::Range<u64>, length: usize, hosted: bool) -> Tally {
    let mut all = Tally::default();
    for seed in seeds {
        let story = Story::new(seed, length);
        match tell(&story, hosted) {
            Ok(tally) => add(&mut all, tally),
            Err(why) => {
                let shrunk = story.shrunk(|shorter| tell(shorter, hosted).is_err());
                let last = tell(&shrunk, hosted).err().unwrap_or_default();
                panic!("seed {seed}: {why}\n\nthe same in short: {:#?}\n{last}", shrunk.acts);
            }
        }
    }
    all
}

fn add(all: &mut Tally, one: Tally) {
    all.swapped += one.swapped;
    all.refused += one.refused;
    all.inside += one.inside;
    all.finishing += one.finishing;
    all.redirected += one.redirected;
    all.taken_out += one.taken_out;
    all.messages += one.messages;
    all.waiting += one.waiting;
}

#[test]
fn nobody_is_lost_whatever_plans_follow_each_other() {
    let all = tell_all(0..120, 60, false);
    assert!(all.swapped > 1_500 && all.refused > 100 && all.finishing > 300, "too quiet: {all:?}");
    assert!(all.redirected > 30 && all.taken_out > 40, "too quiet: {all:?}");
    assert!(all.inside > 3_000 && all.messages > 300 && all.waiting > 100, "too quiet: {all:?}");
}

#[test]
fn every_host_lives_the_same_through_reloads_and_restarts() {
    let all = tell_all(1_000..1_040, 40, true);
    assert!(all.swapped > 60 && all.refused > 10, "too quiet: {all:?}");
}
