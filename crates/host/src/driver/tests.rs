use super::Driver;
use crate::conformance::sample;
use crate::{
    Accepted, Claimed, Clock, Entry, Handle, Identifier, Ingest, MemoryStore, Options, Prospect, Rejected,
    Settled, Who,
};
use filrouge_machine::{Consent, Event, Id, Identify, InputKind, Outcome, Verdict};
use filrouge_plan::Bundle;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

mod backfills;
mod clocks;
mod confirmations;
mod consents;
mod crowds;
mod deadlines;
mod errands;
mod failures;
mod learnt;
mod letters;
mod merges;
mod orphans;
mod outbox;
mod pauses;
mod people;
mod plans;
mod prospects;
mod releases;
mod remembered;
mod renewals;
mod retention;
mod rights;
mod sizes;

/// A clock that stands still until it is moved.
#[derive(Clone, Default)]
struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

fn prospect(bundle: Arc<Bundle>) -> Prospect {
    Prospect::new(bundle).expect("a plan")
}

/// A driver turned by hand, on a store that outlives it.
struct Bench {
    store: MemoryStore,
    watch: Watch,
    driver: Driver,
}

impl Bench {
    fn new(bundle: Arc<Bundle>) -> Self {
        Self::on(MemoryStore::new(), Watch::default(), bundle)
    }

    fn on(store: MemoryStore, watch: Watch, bundle: Arc<Bundle>) -> Self {
        let clock = Arc::new(watch.clone());
        let driver =
            Driver::open(Options::default(), Box::new(store.clone()), clock, bundle).expect("a driver");
        Self { store, watch, driver }
    }

    /// The process ends here and starts again.
    fn restart(self, bundle: Arc<Bundle>) -> Self {
        Self::on(self.store, self.watch, bundle)
    }

    fn handle(&self) -> Handle {
        self.driver.handle()
    }

    fn submit(&mut self, entries: Vec<Entry>) -> Vec<Accepted> {
        let receipt = self.handle().submit(entries).expect("room");
        self.driver.turn();
        receipt.wait().expect("an answer")
    }

    fn start(&mut self, id: u128, user: &str) -> Id {
        person(
            &self.submit(vec![started(id, &[("user_id", user), ("email", &format!("{user}@example.com"))])]),
        )
    }

    /// Moves the clock, and turns until nothing is due.
    fn pass(&mut self, millis: i64) {
        self.watch.0.fetch_add(millis, Ordering::Relaxed);
        while self.driver.next_due().is_some_and(|due| due <= self.watch.now()) {
            self.driver.turn();
        }
    }

    fn claim(&mut self, connector: Option<&str>) -> Claimed {
        let receipt = self.handle().claim(connector, 100).expect("room");
        self.driver.turn();
        receipt.wait().expect("an answer")
    }

    fn settle(&mut self, effect: Id, settled: Settled) -> bool {
        let receipt = self.handle().settle(vec![(effect, settled)]).expect("room");
        self.driver.turn();
        receipt.wait().expect("an answer") == [true]
    }

    fn verdicts(&self, person: Id) -> Vec<Verdict> {
        let recorded = self.handle().decisions(person, None, 100).expect("decisions");
        recorded.into_iter().rev().map(|recorded| recorded.decision.verdict).collect()
    }
}

fn identifiers(pairs: &[(&str, &str)]) -> Vec<Identifier> {
    pairs.iter().map(|(name, value)| Identifier::new(*name, *value)).collect()
}

fn input(id: u128, who: &[(&str, &str)], kind: InputKind) -> Entry {
    let who = Who::Known(identifiers(who));
    Entry::Input(Ingest { id: Id(id), at: 0, kind, who, source: "site".to_owned(), releases: None })
}

fn started(id: u128, who: &[(&str, &str)]) -> Entry {
    let event = Event { name: "Started".to_owned(), fields: vec!["k".into()], at: None };
    input(id, who, InputKind::Event(event))
}

fn identify(id: u128, who: &[(&str, &str)]) -> Entry {
    input(id, who, InputKind::Identify(Identify::default()))
}

fn consent(id: u128, who: &[(&str, &str)], granted: bool) -> Entry {
    let consent = Consent::said("service", None, granted, "preference-centre");
    input(id, who, InputKind::Consent(consent))
}

fn person(accepted: &[Accepted]) -> Id {
    match accepted {
        [Accepted::Applied { person, .. }] => *person,
        other => panic!("not applied: {other:?}"),
    }
}

fn sent() -> Settled {
    Settled::Outcome(Outcome::Sent { receipt: None })
}

#[test]
fn an_event_leads_to_a_timer_a_message_and_a_decision_for_each() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    assert_eq!(bench.claim(None).messages, []);
    bench.pass(999);
    assert_eq!(bench.claim(None).messages, []);
    bench.pass(1);
    let claimed = bench.claim(None);
    let [delivery] = &claimed.messages[..] else { panic!("one message, not {claimed:?}") };
    assert_eq!(
        (delivery.person, delivery.attempt, delivery.message.to.as_str()),
        (lea, 1, "lea@example.com")
    );
    assert!(bench.settle(delivery.message.effect, sent()));
    bench.pass(1_000);
    let claimed = bench.claim(Some("hook"));
    assert_eq!(claimed.messages.len(), 1);
    assert!(bench.settle(claimed.messages[0].message.effect, sent()));
    let verdicts = bench.verdicts(lea);
    let sent = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Sent { .. })).count();
    assert_eq!((verdicts.first(), sent), (Some(&Verdict::Entered), 2));
    assert_eq!(verdicts.last(), Some(&Verdict::Exited { reason: "completed".to_owned() }));
    let counts = bench.handle().status().expect("a status").counts;
    assert_eq!((counts.people, counts.timers, counts.waiting, counts.in_flight), (1, 0, 0, 0));
}

#[test]
fn the_same_input_is_applied_once() {
    let mut bench = Bench::new(sample::walk(1_000));
    let twice = vec![started(1, &[("user_id", "lea")]), started(1, &[("user_id", "lea")])];
    let accepted = bench.submit(twice);
    assert!(matches!(accepted[..], [Accepted::Applied { .. }, Accepted::Duplicate]), "{accepted:?}");
    assert_eq!(bench.submit(vec![started(1, &[("user_id", "lea")])]), [Accepted::Duplicate]);
    let mut bench = bench.restart(sample::walk(1_000));
    assert_eq!(bench.submit(vec![started(1, &[("user_id", "lea")])]), [Accepted::Duplicate]);
    assert_eq!(bench.handle().status().expect("a status").counts.timers, 1);
}

#[test]
fn what_is_not_understood_is_put_aside_and_can_be_released() {
    let mut bench = Bench::new(sample::walk(1_000));
    let rejected = Rejected { source: "site".into(), reason: "no such event".into(), payload: b"{".to_vec() };
    let accepted = bench.submit(vec![Entry::Quarantine(rejected.clone()), Entry::Quarantine(rejected)]);
    let [Accepted::Quarantined(id), Accepted::Quarantined(_)] = accepted[..] else { panic!("{accepted:?}") };
    let kept = bench.handle().quarantined(0, 10).expect("rows");
    assert_eq!(
        kept.iter().map(|(_, row)| (row.id, row.payload.as_slice())).collect::<Vec<_>>(),
        [(id, &b"{"[..])]
    );
    let Entry::Input(ingest) = started(1, &[("user_id", "lea")]) else { unreachable!() };
    bench.submit(vec![Entry::Input(Ingest { releases: Some(id), ..ingest })]);
    assert_eq!(bench.handle().quarantined(0, 10), Ok(vec![]));
}

#[test]
fn a_full_quarantine_keeps_the_latest_and_counts_what_it_lost() {
    let options = Options { quarantine: 3, ..Options::default() };
    let clock = Arc::new(Watch::default());
    let mut driver =
        Driver::open(options, Box::new(MemoryStore::new()), clock, sample::walk(1_000)).expect("a driver");
    let handle = driver.handle();
    let rejected = |payload: &str| {
        let (source, reason) = ("site".to_owned(), "no such event".to_owned());
        Entry::Quarantine(Rejected { source, reason, payload: payload.into() })
    };
    for group in [&["1", "2"][..], &["3", "4"], &["5"]] {
        let receipt = handle.submit(group.iter().map(|payload| rejected(payload)).collect()).expect("room");
        driver.turn();
        receipt.wait().expect("an answer");
    }
    let kept = handle.quarantined(0, 10).expect("rows");
    assert_eq!(kept.iter().map(|(_, row)| row.payload[0]).collect::<Vec<_>>(), *b"345");
    assert_eq!(handle.status().expect("a status").totals.crowded_out, 2);
}

#[test]
fn a_week_of_overdue_timers_does_not_starve_a_new_input() {
    let options = Options { group: 10, ..Options::default() };
    let (store, watch) = (MemoryStore::new(), Watch::default());
    let mut driver = Driver::open(options, Box::new(store), Arc::new(watch.clone()), sample::walk(1_000))
        .expect("a driver");
    let handle = driver.handle();
    for id in 0..100 {
        let who = id.to_string();
        let _ = handle.submit(vec![started(id, &[("user_id", &who), ("email", &who)])]);
        driver.turn();
    }
    watch.0.store(604_800_000, Ordering::Relaxed);
    let receipt = handle.submit(vec![started(1_000, &[("user_id", "new")])]).expect("room");
    driver.turn();
    assert!(receipt.wait().is_ok());
    // One of them fired, and whoever is new waits too: while somebody asks, the group of ten gives way.
    assert_eq!(handle.status().expect("a status").counts.timers, 100);
    driver.turn();
    driver.turn();
    assert_eq!(handle.status().expect("a status").counts.timers, 89, "and comes back when nobody does");
}

#[test]
fn an_event_from_1970_happens_when_it_is_learned() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.pass(1_800_000_000_000);
    let Entry::Input(ingest) = started(1, &[("user_id", "lea")]) else { unreachable!() };
    bench.submit(vec![Entry::Input(Ingest { at: 0, ..ingest })]);
    assert_eq!(bench.driver.next_due(), Some(1_800_000_001_000));
}

#[test]
fn an_input_from_the_future_happens_now() {
    let mut bench = Bench::new(sample::walk(1_000));
    let Entry::Input(ingest) = started(1, &[("user_id", "lea")]) else { unreachable!() };
    bench.submit(vec![Entry::Input(Ingest { at: 9_000_000, ..ingest })]);
    assert_eq!(bench.driver.next_due(), Some(1_000));
}
