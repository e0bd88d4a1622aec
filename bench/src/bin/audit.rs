//! What the audit log costs: an event that sends, with the log and without it, in turns; and what it takes to verify a million records,
//! beside one pass of SHA-256 over the same bytes.

use filrouge_audit::{Fact, Header, Kind, Tile, Walk, digest_of, entry, sha256};
use filrouge_bench::{Failure, Report, Target, median};
use filrouge_host::conformance::sample;
use filrouge_host::{Entry, Handle, Host, Identifier, Ingest, Options, Settled, SystemClock, Who};
use filrouge_machine::{Event, Id, InputKind, Outcome};
use filrouge_store::JournaledStore;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

const RECORDS: u64 = 1_000_000;
const EVENTS: u128 = 20_000;
const PEOPLE: u128 = 5_000;
const REQUEST: u128 = 64;
const ROUNDS: usize = 5;

fn main() -> Result<(), Failure> {
    let mut report = Report::of("audit");
    verifying(&mut report);
    sending(&mut report)?;
    report.print();
    Ok(())
}

fn verifying(report: &mut Report) {
    let entries: Vec<Vec<u8>> = (0..RECORDS).map(record).collect();
    let (mut floors, mut walks) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floors.push(seconds(|| entries.iter().for_each(|entry| _ = black_box(sha256(entry)))));
        walks.push(seconds(|| {
            let (mut walk, mut tiles) = (Walk::default(), Vec::<Tile>::new());
            for entry in &entries {
                walk.entry(entry, |tile| tiles.push(tile));
            }
            assert!(black_box(walk).end().is_empty());
        }));
    }
    let (floor, walk) = (median(floors), median(walks));
    report.add("SHA-256 of a million entries", floor, "s");
    report.aim("verify a million records", walk, "s", Target::AtMost(2.0));
    report.add("verify / SHA-256", walk / floor, "×");
}

fn record(seq: u64) -> Vec<u8> {
    let facts = [
        (Fact::What, "queued"),
        (Fact::Origin, "journey/cart-abandonment/step/reminder"),
        (Fact::Channel, "email"),
    ];
    let facts = facts.map(|(fact, text)| (fact, text.to_owned())).to_vec();
    let header =
        Header { kind: Kind::Decision, seq, at: seq as i64, tag: [seq as u8; 16], plan: [7; 8], facts };
    entry(&header.encode(), &digest_of(&seq.to_be_bytes()))
}

fn seconds(run: impl FnOnce()) -> f64 {
    let since = Instant::now();
    run();
    since.elapsed().as_secs_f64()
}

/// Each event starts a walk that sends at once; each message is claimed and its outcome told.
fn sending(report: &mut Report) -> Result<(), Failure> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        with.push(rate(true)?);
        without.push(rate(false)?);
    }
    let (with, without) = (median(with), median(without));
    report.add("events that send, no audit log", without, "events/s");
    report.add("events that send, with the audit log", with, "events/s");
    report.aim("with / without", with / without, "×", Target::AtLeast(0.85));
    Ok(())
}

fn rate(audit: bool) -> Result<f64, Failure> {
    let folder = tempfile::tempdir()?;
    let store = JournaledStore::open(folder.path())?;
    let options = Options { audit, ..Options::default() };
    let host = Host::start_with(options, Box::new(store), Arc::new(SystemClock), sample::walk(0))?;
    let since = Instant::now();
    drive(&host.handle())?;
    // With all that it takes to bring it into the file.
    host.stop();
    Ok(EVENTS as f64 / since.elapsed().as_secs_f64())
}

fn drive(handle: &Handle) -> Result<(), Failure> {
    let mut settled = 0;
    for first in (0..EVENTS).step_by(REQUEST as usize) {
        let entries = (first..EVENTS.min(first + REQUEST)).map(event).collect();
        handle.submit(entries)?.wait()?;
        settled += deliver(handle)?;
    }
    while settled < EVENTS as usize {
        settled += deliver(handle)?;
    }
    Ok(())
}

fn deliver(handle: &Handle) -> Result<usize, Failure> {
    let claimed = handle.claim(None, 4 * REQUEST as usize)?.wait()?;
    let outcome = |effect: Id| (effect, Settled::Outcome(Outcome::Sent { receipt: None }));
    let outcomes: Vec<_> = claimed.messages.iter().map(|delivery| outcome(delivery.message.effect)).collect();
    let count = outcomes.len();
    handle.settle(outcomes)?.wait()?;
    Ok(count)
}

fn event(number: u128) -> Entry {
    let person = (number * 7_919 % PEOPLE).to_string();
    let known = vec![
        Identifier::new("user_id", person.clone()),
        Identifier::new("email", format!("{person}@example.com")),
    ];
    let fields = vec![number.to_string().as_str().into(), "note ".repeat(40).as_str().into()];
    Entry::Input(Ingest {
        id: Id::of(&["bench", &number.to_string()]),
        at: 1_800_000_000_000,
        kind: InputKind::Event(Event { name: "Started".to_owned(), fields, at: None }),
        who: Who::Known(known),
        source: "site".to_owned(),
        releases: None,
    })
}
