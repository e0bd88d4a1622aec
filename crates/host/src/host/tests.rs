use super::Host;
use crate::conformance::sample;
use crate::{
    Accepted, Entry, Health, Identifier, Ingest, MemoryStore, Options, Reader, Refusal, SystemClock, Who,
};
use filrouge_machine::{Event, Id, InputKind};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

fn started(id: u128) -> Entry {
    let event = Event { name: "Started".to_owned(), fields: vec!["k".into()], at: None };
    Entry::Input(Ingest {
        id: Id(id),
        at: 0,
        kind: InputKind::Event(event),
        who: Who::Known(vec![
            Identifier::new("user_id", id.to_string()),
            Identifier::new("email", id.to_string()),
        ]),
        source: "site".to_owned(),
        releases: None,
    })
}

fn host(options: Options, store: &MemoryStore) -> Host {
    Host::start_with(options, Box::new(store.clone()), Arc::new(SystemClock), sample::walk(20))
        .expect("a host")
}

#[test]
fn many_threads_are_answered_and_timers_fire_by_themselves() {
    let store = MemoryStore::new();
    let host = host(Options::default(), &store);
    let submitters: Vec<_> = (0..4)
        .map(|thread| {
            let handle = host.handle();
            let ids = thread * 100..thread * 100 + 100;
            thread::spawn(move || {
                ids.map(|id| handle.submit(vec![started(id)]).expect("room").wait()).collect::<Vec<_>>()
            })
        })
        .collect();
    for submitter in submitters {
        let answers = submitter.join().expect("a thread");
        assert!(answers.iter().all(|answer| matches!(answer.as_deref(), Ok([Accepted::Applied { .. }]))));
    }
    let mut claimed = 0;
    for _ in 0..500 {
        claimed +=
            host.handle().claim(None, 1_000).expect("a host").wait().expect("an answer").messages.len();
        if claimed == 400 {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(claimed, 400);
}

#[test]
fn a_receipt_can_be_awaited() {
    let store = MemoryStore::new();
    let host = host(Options::default(), &store);
    let mut receipt = pin!(host.handle().submit(vec![started(1)]).expect("room"));
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..500 {
        if let Poll::Ready(answer) = receipt.as_mut().poll(&mut context) {
            assert!(answer.is_ok());
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("no answer");
}

#[test]
fn a_full_queue_refuses_and_takes_again_when_it_is_empty() {
    let queue = crate::queue::Queue::new(5);
    let submit = |entries: u128| {
        let (reply, receipt) = crate::receipt::Reply::new();
        let entries = (0..entries).map(started).collect();
        drop(receipt);
        queue.push(crate::queue::Request::Submit { entries, reply })
    };
    assert_eq!((submit(2), submit(2), submit(1)), (Ok(()), Err(Refusal::Busy), Ok(())));
    assert_eq!(queue.len(), 3);
    assert!(
        matches!(queue.drain(10, Duration::ZERO), crate::queue::Drained::Requests(taken) if taken.len() == 2)
    );
    assert_eq!(submit(9), Ok(()), "a batch greater than the queue passes when it is alone");
}

#[test]
fn stopping_finishes_what_was_taken_in_and_refuses_the_rest() {
    let store = MemoryStore::new();
    let host = host(Options::default(), &store);
    let handle = host.handle();
    let receipts: Vec<_> = (0..50).map(|id| handle.submit(vec![started(id)]).expect("room")).collect();
    host.stop();
    assert!(receipts.into_iter().all(|receipt| receipt.wait().is_ok()));
    assert_eq!(store.counts().expect("counts").people, 50);
    assert!(matches!(handle.submit(vec![started(99)]), Err(Refusal::Stopping)));
    assert_eq!(handle.health(), Health::Stopped);
}
