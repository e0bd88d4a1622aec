//! Whatever is granted, refused, waited for, sent, reloaded and merged, and in whatever order: no message leaves after its
//! withdrawal was committed.
//!
//! It is machine and outbox alone, without a store and without worlds, so that a million schedules are affordable.

use super::shop::{HOUR, done, elapsed, journey, send, shop, step, to};
use crate::Dice;
use filrouge_machine::{
    Consent, Effects, Event, Id, Identify, Input, InputKind, Message, Outcome, Person, Ready, TimerChange,
    merge,
};
use filrouge_plan::{Action, Bundle, Origins, Passage, Plan, Value, Wait};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::sync::Arc;

/// How many schedules are tried; CI takes the default.
const SCHEDULES: &str = "FILROUGE_SCHEDULES";
const FEW: u64 = 4_000;
/// Acts in one schedule.
const ACTS: usize = 14;
/// A Monday at ten: no quiet hours for a while.
const BEGINNING: i64 = 1_704_103_200_000;

fn pause(name: &str, hours: u64, next: &str) -> filrouge_plan::Step {
    step(name, Action::Wait(Wait::For(elapsed(hours * HOUR))), to(next))
}

/// Two journeys: nothing is left of `pure` for those who refuse marketing, and of `mixed` there always is.
fn plan(hours: u64) -> Plan {
    let pure = vec![
        pause("pure-pause", hours, "offer"),
        step("offer", send("marketing", &["sms", "email"]), to("pure-rest")),
        pause("pure-rest", hours, "again"),
        step("again", send("marketing", &["sms"]), done()),
    ];
    let mixed = vec![
        step("letter", send("news", &["sms"]), to("rest")),
        pause("rest", hours, "push"),
        step("push", send("marketing", &["email"]), to("receipt")),
        step("receipt", send("orders", &["sms"]), done()),
    ];
    shop(vec![journey("mixed", "Came", mixed), journey("pure", "Asked", pure)])
}

/// Two plans, each as it follows the other.
fn plans() -> [Ready; 2] {
    let bundle =
        |plan: Plan| Arc::new(Bundle { hash: plan.hash(), plan, origins: Origins::default(), commit: None });
    [1, 3].map(|hours| Ready::after(bundle(plan(hours)), Passage::default()).unwrap())
}

type Key = (String, String);

/// Somebody, and what they said, told a second time: the latest act about each purpose and channel.
struct Soul {
    id: Id,
    person: Person,
    timers: BTreeMap<Id, i64>,
    said: BTreeMap<Key, (bool, i64)>,
}

#[derive(Default, Debug)]
struct Tally {
    steps: u64,
    left: u64,
    recalled: u64,
    ended: u64,
    merged: u64,
    reloads: u64,
}

struct House<'r> {
    plans: &'r [Ready; 2],
    active: usize,
    souls: Vec<Soul>,
    /// Messages that may be taken at any moment, and whose they are.
    outbox: BTreeMap<Id, (Id, Message)>,
    /// Messages that were taken, and of which nobody has told yet what became.
    flying: Vec<(Id, Id)>,
    now: i64,
    inputs: u64,
    dice: Dice,
    tally: Tally,
}

impl<'r> House<'r> {
    fn new(plans: &'r [Ready; 2], seed: u64) -> Self {
        let mut house = Self {
            plans,
            active: 0,
            souls: Vec::new(),
            outbox: BTreeMap::new(),
            flying: Vec::new(),
            now: BEGINNING,
            inputs: 0,
            dice: Dice::new(seed),
            tally: Tally::default(),
        };
        for number in 0..2 {
            house.souls.push(Soul {
                id: Id(7 + number),
                person: Person::default(),
                timers: BTreeMap::new(),
                said: BTreeMap::new(),
            });
            let fields = vec![("phone".to_owned(), Value::from("+33600000000"))];
            let identifiers = vec![("email".to_owned(), format!("{number}@example.com"))];
            let known = Identify { identifiers, fields, ..Identify::default() };
            house.happen(usize::try_from(number).unwrap(), InputKind::Identify(known));
        }
        house
    }

    fn live(mut self) -> Tally {
        for _ in 0..ACTS {
            let who = self.dice.below(self.souls.len());
            match self.dice.below(14) {
                0 | 1 => self.happen(who, event("Asked")),
                2 => self.happen(who, event("Came")),
                3..=5 => self.decide(who, true),
                6 | 7 => self.decide(who, false),
                8 => self.pass(),
                9 | 10 => self.hand_out(),
                11 => self.settle(),
                12 => self.reload(),
                _ if self.souls.len() == 2 && self.dice.one_in(3) => self.merge(),
                _ => self.pass(),
            }
        }
        while !self.outbox.is_empty() {
            self.hand_out();
        }
        self.tally.steps = self.inputs;
        self.tally
    }

    fn happen(&mut self, who: usize, kind: InputKind) {
        self.happen_at(who, kind, self.now);
    }

    fn input(&mut self, kind: InputKind, at: i64) -> Input {
        self.inputs += 1;
        Input { id: Id(u128::from(self.inputs)), at, kind }
    }

    fn happen_at(&mut self, who: usize, kind: InputKind, at: i64) {
        let input = self.input(kind, at);
        let soul = &mut self.souls[who];
        let effects = filrouge_machine::step(&self.plans[self.active], soul.id, &mut soul.person, &input);
        self.follow(who, effects);
    }

    fn follow(&mut self, who: usize, effects: Effects) {
        for change in effects.timers {
            match change {
                TimerChange::Set { timer, at } => drop(self.souls[who].timers.insert(timer, at)),
                TimerChange::Cancel { timer, .. } | TimerChange::Forget { timer } => {
                    self.souls[who].timers.remove(&timer);
                }
            }
        }
        // As the host does it: what a step queues before it takes a refusal, the same step calls back.
        let queued: Vec<Id> = effects.messages.iter().map(|message| message.effect).collect();
        let owner = self.souls[who].id;
        let messages = effects.messages.into_iter();
        self.outbox.extend(messages.map(|message| (message.effect, (owner, message.into_message()))));
        for effect in effects.recalled {
            self.tally.recalled += u64::from(self.outbox.remove(&effect).is_some());
        }
        for (_, message) in queued.iter().filter_map(|effect| self.outbox.get(effect)) {
            self.may_leave(who, message);
        }
    }

    /// The rule itself.
    fn may_leave(&self, who: usize, message: &Message) {
        let said = self.souls[who].said.get(&(message.purpose.clone(), message.channel.clone()));
        match message.purpose.as_str() {
            "marketing" => assert!(said.is_some_and(|(granted, _)| *granted), "without a grant: {message:?}"),
            "news" => assert!(said.is_none_or(|(granted, _)| *granted), "against a refusal: {message:?}"),
            _ => {}
        }
    }

    /// One act in five was made a while ago, and is told only now.
    fn decide(&mut self, who: usize, granted: bool) {
        let purpose = self.dice.pick(&["marketing", "marketing", "news"], "news");
        let channel = self.dice.pick(&[None, Some("email"), Some("sms")], None);
        let at = if self.dice.one_in(5) { self.now - 2 * HOUR.cast_signed() } else { self.now };
        for name in channel.map_or(vec!["email", "sms"], |channel| vec![channel]) {
            let key = (purpose.to_owned(), name.to_owned());
            let said = self.souls[who].said.entry(key).or_insert((granted, at));
            if said.1 <= at {
                *said = (granted, at);
            }
        }
        let inside = self.souls[who].person.instances.len();
        self.happen_at(who, InputKind::Consent(Consent::said(purpose, channel, granted, "test")), at);
        self.tally.ended += u64::from(!granted && self.souls[who].person.instances.len() < inside);
        self.nothing_is_left_that_was_refused();
    }

    /// A refusal and what it calls back are one step: there is no moment between them.
    fn nothing_is_left_that_was_refused(&self) {
        for (owner, message) in self.outbox.values() {
            self.may_leave(self.place(*owner), message);
        }
    }

    fn place(&self, id: Id) -> usize {
        self.souls.iter().position(|soul| soul.id == id).unwrap_or(0)
    }

    fn pass(&mut self) {
        let end = self.now + HOUR.cast_signed() * [1, 2, 5, 26][self.dice.below(4)];
        while let Some((due, who, timer)) = self.next_timer().filter(|(due, ..)| *due <= end) {
            self.now = self.now.max(due);
            self.happen(who, InputKind::Timer { timer });
        }
        self.now = end;
    }

    fn next_timer(&self) -> Option<(i64, usize, Id)> {
        let timers = self.souls.iter().enumerate();
        timers.flat_map(|(who, soul)| soul.timers.iter().map(move |(timer, due)| (*due, who, *timer))).min()
    }

    /// A connector takes a message: it is gone.
    fn hand_out(&mut self) {
        let place = self.dice.below(self.outbox.len());
        let Some(effect) = self.outbox.keys().nth(place).copied() else { return };
        let Some((owner, message)) = self.outbox.remove(&effect) else { return };
        self.may_leave(self.place(owner), &message);
        self.tally.left += 1;
        self.flying.push((owner, effect));
    }

    fn settle(&mut self) {
        let Some((owner, effect)) = self.flying.pop() else { return };
        let outcome = match self.dice.below(3) {
            0 => Outcome::Failed { reason: "no".to_owned() },
            1 => Outcome::Unknown { reason: "?".to_owned() },
            _ => Outcome::Sent { receipt: None },
        };
        self.happen(self.place(owner), InputKind::Outcome { effect, outcome });
    }

    /// Everybody is read under the other plan, as from a store, and told of it.
    fn reload(&mut self) {
        self.tally.reloads += 1;
        let (old, new) = (self.active, 1 - self.active);
        self.active = new;
        for who in 0..self.souls.len() {
            let bytes = self.souls[who].person.encode(&self.plans[old]);
            self.souls[who].person = Person::decode(&self.plans[new], &bytes).unwrap();
            let plan = self.plans[new].hash().to_owned();
            self.happen(who, InputKind::PlanActivated { plan });
        }
    }

    /// The second becomes one with the first; of what they said the refusal counts.
    fn merge(&mut self) {
        self.tally.merged += 1;
        let mut other = self.souls.remove(1);
        let input = self.input(InputKind::Merge { person: other.id, by: vec!["email".to_owned()] }, self.now);
        let mine = &mut self.souls[0];
        let effects =
            merge(&self.plans[self.active], mine.id, &mut mine.person, other.id, &mut other.person, &input);
        mine.timers.append(&mut other.timers);
        let keys: BTreeSet<Key> = mine.said.keys().chain(other.said.keys()).cloned().collect();
        for key in keys {
            let both = [mine.said.get(&key), other.said.get(&key)];
            let granted = both.iter().flatten().all(|(granted, _)| *granted);
            let at = both.iter().flatten().map(|(_, at)| *at).max().unwrap_or(0);
            mine.said.insert(key, (granted, at));
        }
        self.follow(0, effects);
        self.nothing_is_left_that_was_refused();
    }
}

fn event(name: &str) -> InputKind {
    InputKind::Event(Event { name: name.to_owned(), fields: vec![Value::Absent], at: None })
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it lasts is for whoever runs it to say")]
fn obligation_1_a_withdrawal_is_immediate_over_random_schedules() {
    let schedules = env::var(SCHEDULES).ok().and_then(|count| count.parse().ok()).unwrap_or(FEW);
    let plans = plans();
    let mut all = Tally::default();
    for seed in 0..schedules {
        let tally = House::new(&plans, seed).live();
        all.steps += tally.steps;
        all.left += tally.left;
        all.recalled += tally.recalled;
        all.ended += tally.ended;
        all.merged += tally.merged;
        all.reloads += tally.reloads;
    }
    println!("{schedules} schedules: {all:?}");
    let enough = [all.left, all.recalled * 10, all.ended * 10, all.merged * 10, all.reloads];
    assert!(enough.iter().all(|count| *count > schedules / 4), "too quiet: {all:?}");
}
