//! A recording under the drive loop: the messages that a backtest counts are those that a host hands out.

use crate::reference;
use filrouge_backtest::{Recording, Settings, Span, backtest};
use filrouge_host::{Clock, Driver, Entry, Identifier, Ingest, MemoryStore, Options, Settled, Who};
use filrouge_intake::{ConsentCall, Seen, Told, Tracking, tracked};
use filrouge_machine::{Id, Outcome, Ready};
use filrouge_simulate::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A Monday at ten.
pub const BEGINNING: i64 = 1_704_103_200_000;
const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;
const DELAY: i64 = 1_000;
const PEOPLE: usize = 12;

/// Messages by journey and channel.
pub type Sent = BTreeMap<(String, String), u64>;

#[test]
fn a_backtest_counts_the_messages_that_a_host_sends() {
    let (ready, _) = reference();
    let mut all = 0;
    for seed in 0..12 {
        let lines = random(&mut Dice::new(seed), 300);
        let text: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
        let end = lines.last().map_or(0, |(at, _)| *at) + 7 * DAY;
        let (sent, people, contacted) = counted(&ready, &text);
        let host = Hosted::live(&ready, &lines, end);
        assert_eq!(sent, host.sent, "seed {seed}");
        assert_eq!((people, contacted), (host.people(), host.contacted.len() as u64), "seed {seed}");
        all += sent.values().sum::<u64>();
    }
    assert!(all > 100, "only {all} messages: such recordings prove little");
}

fn counted(ready: &Ready, text: &str) -> (Sent, u64, u64) {
    let span = Span { after: 7 * DAY, ..Span::default() };
    let settings = Settings { source: "site".to_owned(), delay: DELAY, span, ..Settings::default() };
    let recording = Recording::read(text.as_bytes(), ready.plan(), ready.plan(), "site");
    let replayed = backtest([ready, ready], &recording, &settings, &|_| {});
    assert_eq!(replayed.old, replayed.new, "one plan differs from itself");
    let mut sent = Sent::new();
    for (journey, walks) in &replayed.new.journeys {
        for (channel, days) in &walks.messages {
            sent.insert((journey.clone(), channel.clone()), days.values().sum());
        }
    }
    (sent, replayed.new.people, replayed.new.contacted)
}

/// What people do in the shop, at moments that are never the same.
pub fn random(dice: &mut Dice, acts: usize) -> Vec<(i64, String)> {
    let mut at = BEGINNING;
    (0..acts)
        .map(|number| {
            at += MINUTE * dice.pick(&[1, 7, 61, 301], 1) + 7;
            let who = dice.below(PEOPLE);
            (at, line(dice, number, who, at))
        })
        .collect()
}

fn line(dice: &mut Dice, number: usize, who: usize, at: i64) -> String {
    let moment = jiff::Timestamp::from_millisecond(at).expect("a moment");
    let (kind, rest) = match dice.below(9) {
        0 => ("identify", format!(r#""traits":{{"email":"u{who}@example.com","tier":"gold"}}"#)),
        1 => ("identify", format!(r#""anonymousId":"a{}""#, dice.below(5))),
        2 => ("consent", consent("email", dice.below(4) > 0)),
        3 => ("consent", consent("sms", true)),
        4 => ("track", event("Account Created", r#""via":"site""#)),
        5 => ("track", event("Session Started", r#""platform":"web""#)),
        6 => (
            "track",
            event("Order Completed", r#""order_id":"o","cart_id":"c1","total":9,"first_order":false"#),
        ),
        7 => ("track", event("Order Delivered", r#""order_id":"o""#)),
        _ => ("track", event("Cart Updated", r#""cart_id":"c1","value":180,"items":[]"#)),
    };
    format!(r#"{{"type":"{kind}","userId":"u{who}","timestamp":"{moment}","messageId":"m{number}",{rest}}}"#)
}

fn event(name: &str, properties: &str) -> String {
    format!(r#""event":"{name}","properties":{{{properties}}}"#)
}

fn consent(channel: &str, granted: bool) -> String {
    format!(r#""purpose":"marketing","channel":"{channel}","granted":{granted},"evidence":"test""#)
}

#[derive(Clone, Default)]
struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A driver whose provider takes a second.
pub struct Hosted {
    watch: Watch,
    pub driver: Driver,
    answers: BTreeSet<(i64, Id)>,
    pub sent: Sent,
    contacted: BTreeSet<Id>,
}

impl Hosted {
    pub fn live(ready: &Ready, lines: &[(i64, String)], end: i64) -> Self {
        let watch = Watch(Arc::new(AtomicI64::new(BEGINNING)));
        let options = Options { group: 1, ..Options::default() };
        let clock = Arc::new(watch.clone());
        let driver = Driver::open(options, Box::new(MemoryStore::new()), clock, ready.bundle().clone());
        let driver = driver.expect("a driver");
        let (answers, sent, contacted) = (BTreeSet::new(), Sent::new(), BTreeSet::new());
        let mut host = Self { watch, driver, answers, sent, contacted };
        host.go_on(ready, lines, end);
        host
    }

    pub fn go_on(&mut self, ready: &Ready, lines: &[(i64, String)], end: i64) {
        for (at, line) in lines {
            self.until(*at);
            told(ready, line, *at).into_iter().for_each(|told| self.submit(told));
        }
        self.until(end);
    }

    pub fn submit(&mut self, told: Told) {
        let Told { id, at, kind, who } = told;
        let who = Who::Known(who.iter().map(|(name, value)| Identifier::new(name, value)).collect());
        let entry = Entry::Input(Ingest { id, at, kind, who, source: "site".to_owned(), releases: None });
        let receipt = self.driver.handle().submit(vec![entry]).expect("room");
        self.driver.turn();
        receipt.wait().expect("an answer");
        self.claim();
    }

    /// Lets the clock go; at one moment answers come before timers.
    pub fn until(&mut self, end: i64) {
        loop {
            let answer = self.answers.first().copied();
            let due = self.driver.next_due().into_iter().chain(answer.map(|(at, _)| at)).min();
            let Some(due) = due.filter(|due| *due <= end) else { break };
            self.watch.0.fetch_max(due, Ordering::Relaxed);
            match answer.filter(|(at, _)| *at <= due) {
                Some(answer) => self.settle(answer),
                None => {
                    self.driver.turn();
                }
            }
            self.claim();
        }
        self.watch.0.fetch_max(end, Ordering::Relaxed);
    }

    fn settle(&mut self, answer: (i64, Id)) {
        self.answers.remove(&answer);
        let outcome = Settled::Outcome(Outcome::Sent { receipt: None });
        let receipt = self.driver.handle().settle(vec![(answer.1, outcome)]).expect("room");
        self.driver.turn();
        receipt.wait().expect("an answer");
    }

    /// Takes everything that may leave. The turn in which one message is claimed may let another person's timer fire, so that
    /// nothing is left only when two turns have found nothing.
    fn claim(&mut self) {
        while self.claim_some() | self.claim_some() {}
    }

    fn claim_some(&mut self) -> bool {
        let receipt = self.driver.handle().claim(None, 100).expect("room");
        self.driver.turn();
        let claimed = receipt.wait().expect("an answer").messages;
        let some = !claimed.is_empty();
        for message in claimed.into_iter().map(|delivery| delivery.message) {
            let person = self.driver.handle().find(&message.to).expect("a store that reads");
            self.contacted.extend(person);
            self.answers.insert((self.watch.now() + DELAY, message.effect));
            *self.sent.entry((message.journey, message.channel)).or_default() += 1;
        }
        some
    }

    fn people(&self) -> u64 {
        let handle = self.driver.handle();
        handle.people(None, 10_000).expect("a store that reads").len() as u64
    }
}

pub fn told(ready: &Ready, line: &str, at: i64) -> Vec<Told> {
    if line.contains(r#""type":"consent""#) {
        let call: ConsentCall = serde_json::from_str(line).expect("a decision");
        let seen = Seen { agent: None, source: "site".to_owned(), received: at };
        return vec![call.told(ready.plan(), line.as_bytes(), &seen).expect("a decision that fits")];
    }
    let tracking = Tracking { call: None, sent_at: None, text: line, received: at };
    tracked(ready.plan(), "site", &tracking).expect("a call that fits").told
}
