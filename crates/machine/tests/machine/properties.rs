//! What holds whatever happens. The walker checks after each step that effects and state agree; here it is lived
//! through random lives.

use crate::plans::*;
use crate::walker::{Walker, moment};
use filrouge_machine::{Effects, Id, InputKind, Message, Outcome};
use filrouge_plan::{Exit, Plan, QuietHours, ReEntry, Timeout, Trigger, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that follow from a seed (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    pub fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

fn busy(pause: u64) -> Plan {
    let round = vec![
        send("tell", "news", &["sms", "email"], to("rest")),
        wait("rest", hours(pause), to("say")),
        emit("say", "Session Started", vec![], to("count")),
        update("count", "points", constant(Value::Int(1)), to("choice")),
        wait_until(
            "choice",
            vec![when("moved", in_segment("french"), done()), on("order", "Order Completed", to("tell"))],
            Some(Timeout { after: Some(days(2)), until: None, to: to("tell") }),
        ),
    ];
    let mut round = journey("round", "Ping", round);
    round.enter.re_entry = ReEntry::Every;
    round.exits = vec![Exit {
        name: "home".into(),
        on: Trigger::Event { event: "Order Completed".into(), when: Some(in_segment("french")) },
    }];
    let receipt = journey("receipt", "Order Completed", vec![send("receipt", "orders", &["email"], done())]);
    let mut plan = shop(vec![cart(), receipt, round]);
    plan.channels[0].caps = vec![cap(2, days(3))];
    plan.channels[0].quiet_hours = Some(QuietHours { from: 21 * 60, to: 8 * 60 });
    plan
}

struct Life {
    walker: Walker,
    dice: Dice,
    refused: BTreeSet<(String, String)>,
    granted: BTreeSet<(String, String)>,
    old_timers: Vec<Id>,
    effects: Vec<Effects>,
}

impl Life {
    fn new(seed: u64) -> Self {
        let walker = Walker::new(busy(5));
        let (refused, granted) = (BTreeSet::new(), BTreeSet::new());
        Self { walker, dice: Dice(seed), refused, granted, old_timers: vec![], effects: vec![] }
    }

    fn live(mut self, steps: usize) -> Self {
        for _ in 0..steps {
            self.old_timers.extend(self.walker.timers.keys());
            let known = self.walker.messages.len();
            let effects = self.next();
            self.effects.push(effects);
            for message in &self.walker.messages[known..] {
                self.judge(message);
            }
        }
        self
    }

    fn next(&mut self) -> Effects {
        let (cart, value) = (self.dice.of(&["c1", "c2"]), self.dice.of(&[5, 20, 80]));
        match self.dice.below(12) {
            0 | 1 => self.walker.cart(cart, value),
            2 => self.walker.order(cart),
            3 => self.walker.ping(),
            4 => self.know(),
            5 => self.consent(),
            6 | 7 => self.outcome(),
            8 => self.old_timer(),
            9 if self.dice.below(5) == 0 => {
                let pause = self.dice.of(&[5, 30]);
                self.walker.activate(busy(pause))
            }
            _ => {
                let hours = self.dice.of(&[1, 7, 24]);
                self.walker.pass(hours);
                Effects::default()
            }
        }
    }

    fn know(&mut self) -> Effects {
        let choices = [
            ("country", "FR"),
            ("country", "BE"),
            ("phone", "+33600000000"),
            ("phone", ""),
            ("email", "other@example.com"),
            ("timezone", "Pacific/Auckland"),
            ("timezone", "Europe/Paris"),
        ];
        let (field, value) = self.dice.of(&choices);
        self.walker.know(field, value)
    }

    fn consent(&mut self) -> Effects {
        let purpose = self.dice.of(&["marketing", "news", "orders"]);
        let (channel, granted) = (self.dice.of(&[None, Some("email"), Some("sms")]), self.dice.below(3) > 0);
        for name in channel.map_or(vec!["email", "sms"], |channel| vec![channel]) {
            let key = (purpose.to_owned(), name.to_owned());
            let (into, out) = match granted {
                true => (&mut self.granted, &mut self.refused),
                false => (&mut self.refused, &mut self.granted),
            };
            out.remove(&key);
            into.insert(key);
        }
        let effects = self.walker.consent(purpose, channel, granted);
        if !granted && purpose != "orders" {
            self.is_silent();
        }
        effects
    }

    /// After a refusal nothing that was refused is on its way.
    fn is_silent(&self) {
        for flight in self
            .walker
            .person
            .flights
            .values()
            .filter(|flight| !flight.recalled && flight.purpose != "orders")
        {
            assert!(!self.refused.contains(&(flight.purpose.clone(), flight.channel.clone())), "{flight:?}");
        }
    }

    fn outcome(&mut self) -> Effects {
        let Some(known) = self.walker.messages.len().checked_sub(1) else { return Effects::default() };
        let back = self.dice.below(3).min(known);
        let effect = self.walker.messages[known - back].effect;
        let outcome = match self.dice.below(4) {
            0 => Outcome::Failed { reason: "no".into() },
            1 => Outcome::Unknown { reason: "?".into() },
            _ => Outcome::Sent { receipt: None },
        };
        self.walker.input(InputKind::Outcome { effect, outcome })
    }

    fn old_timer(&mut self) -> Effects {
        let old = self.dice.below(self.old_timers.len());
        let Some(timer) = self.old_timers.get(old).copied() else { return Effects::default() };
        self.walker.input(InputKind::Timer { timer })
    }

    /// A message against what the person said, in a model of a few lines.
    fn judge(&self, message: &Message) {
        let key = (message.purpose.clone(), message.channel.clone());
        match message.purpose.as_str() {
            "marketing" => assert!(self.granted.contains(&key), "sent without a grant: {message:?}"),
            "news" => assert!(!self.refused.contains(&key), "sent against a refusal: {message:?}"),
            _ => {}
        }
    }
}

fn seeds() -> impl Iterator<Item = u64> {
    (0..25).inspect(|seed| println!("seed {seed}"))
}

#[test]
fn no_message_leaves_against_the_persons_will_whatever_happens() {
    let sent: usize = seeds().map(|seed| Life::new(seed).live(150).walker.messages.len()).sum();
    assert!(sent > 100, "lives are too quiet to show anything: {sent}");
}

#[test]
fn the_same_life_gives_the_same_effects_and_bytes() {
    for seed in seeds().step_by(6) {
        let (one, two) = (Life::new(seed).live(150), Life::new(seed).live(150));
        assert_eq!(one.effects, two.effects);
        assert_eq!(one.walker.person.encode(&one.walker.ready), two.walker.person.encode(&two.walker.ready));
        assert_eq!(one.walker.decisions, two.walker.decisions);
    }
}

#[test]
fn no_effect_and_no_decision_has_the_identity_of_another() {
    for seed in seeds() {
        let life = Life::new(seed).live(150);
        let effects: BTreeSet<Id> = life.walker.messages.iter().map(|message| message.effect).collect();
        assert_eq!(effects.len(), life.walker.messages.len());
        let decisions: BTreeSet<Id> = life.walker.decisions.iter().map(|decision| decision.id).collect();
        assert_eq!(decisions.len(), life.walker.decisions.len());
    }
}

#[test]
fn nobody_is_in_twice_under_one_key_and_everybody_stands_on_a_step() {
    for seed in seeds() {
        let life = Life::new(seed).live(150);
        let mut walks = BTreeMap::new();
        for instance in &life.walker.person.instances {
            *walks.entry((&instance.journey, &instance.key)).or_insert(0) += 1;
            assert!(!instance.step.is_empty());
        }
        assert!(walks.values().all(|walks| *walks == 1));
    }
}

#[test]
fn what_is_limited_is_not_sent_at_night() {
    let night = |at: i64, zone: &str| {
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        let hour = zone.to_datetime(jiff::Timestamp::from_millisecond(at).unwrap()).hour();
        !(8..21).contains(&hour)
    };
    let mut walker = Walker::granted(busy(5));
    walker.know("timezone", "Pacific/Auckland");
    walker.now = moment("2026-11-23T20:00:00+13:00");
    walker.cart("c1", 80);
    let queued = |walker: &Walker| walker.messages.len();
    while queued(&walker) == 0 {
        walker.pass(1);
    }
    assert!(!night(walker.now, "Pacific/Auckland"));
}
