use super::*;
use crate::conformance::sample;
use crate::{Clock, Driver, Entry, Identifier, Ingest, MemoryStore, Options, Settled, Store, Who};
use filrouge_machine::{Event, Outcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Clone, Default)]
struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A person who walks through the sample to its end, with a message that arrives; and everything that happened to them.
fn walked() -> (MemoryStore, Id, Vec<Id>) {
    let (store, watch) = (MemoryStore::new(), Watch::default());
    let bundle = sample::walk(1_000);
    let opened = Driver::open(Options::default(), Box::new(store.clone()), Arc::new(watch.clone()), bundle);
    let mut driver = opened.expect("a driver");
    let handle = driver.handle();
    let event = Event { name: "Started".to_owned(), fields: vec!["k".into(), "n".into()], at: None };
    let entry = Entry::Input(Ingest {
        id: Id(7),
        at: 0,
        kind: InputKind::Event(event),
        who: Who::Known(vec![Identifier::new("user_id", "lea"), Identifier::new("email", "lea@example.com")]),
        source: "site".to_owned(),
        releases: None,
    });
    let accepted = handle.submit(vec![entry]).expect("room");
    driver.turn();
    let accepted = accepted.wait().expect("an answer");
    let Some(crate::Accepted::Applied { person, .. }) = accepted.first() else { panic!("{accepted:?}") };
    for moment in 1..6 {
        watch.0.store(moment * 1_000, Ordering::Relaxed);
        driver.turn();
        let claimed = handle.claim(None, 10).expect("room");
        driver.turn();
        for delivery in claimed.wait().expect("an answer").messages {
            let sent = Settled::Outcome(Outcome::Sent { receipt: None });
            let settled = handle.settle(vec![(delivery.message.effect, sent)]).expect("room");
            driver.turn();
            settled.wait().expect("an answer");
        }
    }
    let rows = Store::reader(&store).expect("a reader").history(*person, 0, 100).expect("rows");
    (store, *person, rows.into_iter().map(|(_, row)| row.id).collect())
}

#[test]
fn every_step_of_a_walk_comes_out_the_same_again() {
    let (store, person, inputs) = walked();
    assert!(inputs.len() >= 5, "{inputs:?}");
    let reader = Store::reader(&store).expect("a reader");
    for input in &inputs {
        assert_eq!(again(&*reader, person, *input), Ok(Again::Same), "{input}");
    }
    let all = again_all(&*reader, person, inputs.into_iter().chain([Id(999)]).collect()).expect("a reader");
    let untold: Vec<_> = all.iter().filter(|(_, came)| **came != Again::Same).collect();
    assert_eq!(untold, [(&Id(999), &Again::Untellable(Why::Gone))]);
    assert_eq!(again(&*reader, person, Id(999)), Ok(Again::Untellable(Why::Gone)));
}
