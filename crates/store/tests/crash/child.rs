//! The process that is killed: takes inputs, fires timers, claims and settles messages, swaps plans, and says on
//! its output what was acknowledged.

use filrouge_host::conformance::sample;
use filrouge_host::{
    Clock, Delivery, Entry, Handle, Host, Identifier, Ingest, Options, Prospect, Receipt, Settled,
    SystemClock, Who,
};
use filrouge_journal::Dice;
use filrouge_machine::{Consent, Event, Id, InputKind, Outcome};
use filrouge_plan::Bundle;
use filrouge_store::JournaledStore;
use std::collections::VecDeque;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

const PEOPLE: u64 = 200;

pub fn work(directory: &Path, round: u64, seed: u64) {
    let mut dice = Dice::new(seed ^ (round + 1).wrapping_mul(0x9e37_79b9));
    let store = Box::new(JournaledStore::open(directory).expect("a store"));
    let options = Options { idle: Duration::from_millis(10), group: 64, ..Options::default() };
    let plan = sample::walk_with_consent(10 + dice.below(3) * 10);
    let host = Host::start_with(options, store, Arc::new(SystemClock), plan).expect("a host");
    let (deliverer, mut delivery_dice) = (host.handle(), Dice::new(dice.roll()));
    thread::spawn(move || deliver(&deliverer, &mut delivery_dice));
    say("ready");
    submit(&host.handle(), round, &mut dice);
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("@{line}\n").as_bytes());
    let _ = out.flush();
}

/// Submits for ever, with several requests under way.
fn submit(handle: &Handle, round: u64, dice: &mut Dice) {
    let mut under_way: VecDeque<(Vec<u64>, Receipt<_>)> = VecDeque::new();
    let mut next = round * 1_000_000 + 1;
    loop {
        let ids: Vec<u64> = (next..next + 1 + dice.below(20)).collect();
        next += ids.len() as u64;
        let entries = ids.iter().map(|id| entry(*id, dice)).collect();
        under_way.push_back((ids, handle.submit(entries).expect("room")));
        if under_way.len() > 8 {
            let (ids, receipt) = under_way.pop_front().expect("a request");
            receipt.wait().expect("an acknowledgement");
            ids.iter().for_each(|id| say(&format!("applied {id}")));
        }
        if dice.one_in(50) {
            thread::sleep(Duration::from_millis(dice.below(30)));
        }
        if dice.one_in(200) {
            let _ = handle
                .activate(prospect(handle, sample::walk_with_consent(10 + dice.below(3) * 10)), "test")
                .expect("a plan")
                .wait();
        }
    }
}

fn prospect(handle: &Handle, bundle: Arc<Bundle>) -> Prospect {
    let inside = handle.inside().expect("a host").wait().expect("places");
    Prospect::compared(bundle, inside).expect("a plan")
}

fn entry(id: u64, dice: &mut Dice) -> Entry {
    let user = format!("u{}", dice.below(PEOPLE));
    let email = Identifier::new("email", format!("{user}@example.com"));
    let kind = if dice.one_in(4) { consent(dice) } else { started(dice) };
    let who = Who::Known(vec![Identifier::new("user_id", user), email]);
    let at = SystemClock.now();
    Entry::Input(Ingest { id: Id(u128::from(id)), at, kind, who, source: "site".to_owned(), releases: None })
}

fn started(dice: &mut Dice) -> InputKind {
    let key = format!("k{}", dice.below(3));
    InputKind::Event(Event { name: "Started".to_owned(), fields: vec![key.as_str().into()], at: None })
}

fn consent(dice: &mut Dice) -> InputKind {
    InputKind::Consent(Consent::said("service", None, !dice.one_in(3), "api"))
}

/// Claims and settles for ever.
fn deliver(handle: &Handle, dice: &mut Dice) {
    loop {
        let limit = 1 + dice.below(30) as usize;
        let claimed = handle.claim(None, limit).expect("a host").wait().expect("an answer");
        for delivery in &claimed.messages {
            say(&format!("claimed {} {}", delivery.message.effect, delivery.message.connector));
        }
        let settled = claimed.messages.iter().filter_map(|delivery| outcome(delivery, dice)).collect();
        settle(handle, settled);
        thread::sleep(Duration::from_micros(dice.below(3_000)));
    }
}

/// What becomes of a delivery; nothing for one that is forgotten.
fn outcome(delivery: &Delivery, dice: &mut Dice) -> Option<(Id, Settled)> {
    let settled = match dice.below(12) {
        0 => return None,
        1 => Settled::RetryAt(SystemClock.now() + dice.below(20) as i64),
        2 => Settled::NotTried,
        3 => Settled::Outcome(Outcome::Failed { reason: "refused".to_owned() }),
        _ => Settled::Outcome(Outcome::Sent { receipt: None }),
    };
    Some((delivery.message.effect, settled))
}

fn settle(handle: &Handle, settled: Vec<(Id, Settled)>) {
    let (known, again): (Vec<_>, Vec<_>) =
        settled.iter().partition(|(_, settled)| matches!(settled, Settled::Outcome(_)));
    let ids = |of: Vec<&(Id, Settled)>| of.into_iter().map(|(effect, _)| *effect).collect::<Vec<_>>();
    let (known, again) = (ids(known), ids(again));
    // Said first: such a message may be claimed again even when the kill comes before the answer.
    again.iter().for_each(|effect| say(&format!("again {effect}")));
    let answer = handle.settle(settled).expect("a host").wait().expect("an answer");
    assert!(answer.iter().all(|in_flight| *in_flight), "a claimed message is in flight");
    known.iter().for_each(|effect| say(&format!("settled {effect}")));
}
