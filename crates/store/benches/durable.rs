//! Durable inputs a second through host and store, beside the floor: the same bytes appended to a file and synced,
//! in groups of the same size. `cargo bench -p filrouge-store`, with `-- JSON` for one line of JSON.

#![expect(clippy::expect_used, reason = "a measurement that cannot be made ends")]

use filrouge_host::conformance::sample;
use filrouge_host::{Entry, Handle, Host, Identifier, Ingest, Options, Receipt, SystemClock, Who};
use filrouge_machine::{Event, Id, InputKind};
use filrouge_plan::Bundle;
use filrouge_store::JournaledStore;
use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

const INPUTS: u128 = 100_000;
const PEOPLE: u128 = 20_000;
const GROUP: usize = 512;
const REQUEST: usize = 64;

fn main() {
    let json = std::env::args().any(|argument| argument == "JSON");
    let floor = floor();
    let rest = through_the_store(&sample::rest());
    let walk = through_the_store(&sample::walk(86_400_000));
    if json {
        println!("{{\"floor\":{floor:.0},\"rest\":{rest:.0},\"walk\":{walk:.0}}}");
        return;
    }
    println!("floor, append and sync the same bytes by {GROUP}: {floor:.0} inputs/s");
    println!("a plan without journeys: {rest:.0} inputs/s, 1/{:.1} of the floor", floor / rest);
    println!("a plan where each input sets a timer: {walk:.0} inputs/s, 1/{:.1} of the floor", floor / walk);
}

fn entry(number: u128) -> Entry {
    let user = format!("user-{}", number * 7_919 % PEOPLE);
    let event = Event {
        name: "Started".to_owned(),
        fields: vec![number.to_string().as_str().into(), "note ".repeat(40).as_str().into()],
        at: None,
    };
    Entry::Input(Ingest {
        id: Id::of(&["bench", &number.to_string()]),
        at: 1_800_000_000_000,
        kind: InputKind::Event(event),
        who: Who::Known(vec![Identifier::new("user_id", user)]),
        source: "site".to_owned(),
        releases: None,
    })
}

fn rate(since: Instant) -> f64 {
    INPUTS as f64 / since.elapsed().as_secs_f64()
}

fn floor() -> f64 {
    let directory = tempfile::tempdir().expect("a directory");
    let mut file = File::create(directory.path().join("log")).expect("a file");
    let since = Instant::now();
    let mut group = Vec::new();
    for number in 0..INPUTS {
        let Entry::Input(ingest) = entry(number) else { continue };
        group.extend_from_slice(&serde_json::to_vec(&ingest.kind).expect("JSON"));
        if number as usize % GROUP == GROUP - 1 {
            file.write_all(&group).and_then(|()| file.sync_data()).expect("a disk");
            group.clear();
        }
    }
    rate(since)
}

fn through_the_store(bundle: &Arc<Bundle>) -> f64 {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Box::new(JournaledStore::open(directory.path()).expect("a store"));
    let options = Options { group: GROUP, ..Options::default() };
    let host = Host::start_with(options, store, Arc::new(SystemClock), bundle.clone()).expect("a host");
    let since = Instant::now();
    submit(&host.handle());
    let rate = rate(since);
    host.stop();
    rate
}

fn submit(handle: &Handle) {
    let mut under_way: VecDeque<Receipt<_>> = VecDeque::new();
    let mut number = 0;
    while number < INPUTS {
        let entries = (number..INPUTS.min(number + REQUEST as u128)).map(entry).collect();
        number += REQUEST as u128;
        under_way.push_back(handle.submit(entries).expect("room"));
        if under_way.len() >= 4 * GROUP / REQUEST {
            under_way.pop_front().expect("a request").wait().expect("an acknowledgement");
        }
    }
    under_way.into_iter().for_each(|receipt| drop(receipt.wait().expect("an acknowledgement")));
}
