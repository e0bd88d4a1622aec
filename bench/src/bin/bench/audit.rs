//! What the audit log costs: an event that sends, with the log and without it, in turns; and what it takes to verify a store with a
//! million decisions as `filrouge audit verify` does, beside one pass of SHA-256 over the same entries.

use filrouge_audit::{Checkpoint, Fact, Facts, Kind, sha256};
use filrouge_bench::{Failure, Report, Target, median, spend};
use filrouge_host::conformance::sample;
use filrouge_host::{
    AuditRows, Commit, DecisionRow, Entry, Handle, Host, Identifier, Ingest, Options, RecordRow, RowOf,
    Settled, Store as _, SystemClock, Who,
};
use filrouge_machine::{Event, Id, InputKind, Outcome};
use filrouge_store::{AuditLog, JournaledStore, verify};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

const RECORDS: u64 = 1_000_000;
/// Decisions of one commit.
const GROUP: u64 = 1_000;
const EVENTS: u128 = 20_000;
const PEOPLE: u128 = 5_000;
const REQUEST: u128 = 64;
const ROUNDS: usize = 5;

pub(crate) fn run() -> Result<(), Failure> {
    let mut report = Report::of("audit");
    verifying(&mut report)?;
    sending(&mut report)?;
    report.print();
    Ok(())
}

/// On the processor: verifying takes one core.
fn verifying(report: &mut Report) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let mut store = JournaledStore::open(folder.path())?;
    for first in (0..RECORDS).step_by(GROUP as usize) {
        store.commit(decided(first))?;
    }
    drop(store);
    let (mut floors, mut walks, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    let note = AuditLog::unlocked(folder.path())?.checkpoint()?.1;
    let mut entries = Vec::new();
    AuditLog::open(folder.path())?.each(|entry| entries.push(entry.to_vec()))?;
    for round in 0..ROUNDS {
        floors.push(seconds(|| {
            entries.iter().for_each(|entry| _ = black_box(sha256(entry)));
            Ok(())
        })?);
        walks.push(seconds(|| verified(folder.path(), &note, false))?);
        if round < 2 {
            whole.push(seconds(|| verified(folder.path(), &note, true))?);
        }
    }
    let (floor, walk) = (median(floors), median(walks));
    report.add("SHA-256 of the entries of a million decisions", floor, "s");
    report.aim("verify a store with a million decisions", walk, "s", Target::AtMost(2.0));
    report.add("verify / SHA-256", walk / floor, "×");
    report.add("the same with every body", median(whole), "s");
    Ok(())
}

/// What `filrouge audit verify --from` does.
fn verified(folder: &Path, note: &str, bodies: bool) -> Result<(), Failure> {
    let log = AuditLog::open(folder)?;
    let signed = Checkpoint::open(note, &log.verifier()?)?;
    let verdict = verify(&log, &[signed], bodies)?;
    assert!(verdict.defects.is_empty() && verdict.records == RECORDS);
    Ok(())
}

/// Decisions as the drive loop tells them.
fn decided(first: u64) -> Commit {
    let facts = [
        (Fact::What, "queued"),
        (Fact::Origin, "journey/cart-abandonment/step/reminder"),
        (Fact::Channel, "email"),
    ];
    let facts = Facts::from(facts);
    let row = |number: u64| {
        let person = Id::of(&["person", &(number % 10_000).to_string()]);
        let body = format!("{{\"input\":\"{number:032}\",\"verdict\":\"queued\",\"note\":\"{:200}\"}}", "");
        DecisionRow { number: 0, id: Id::of(&[&number.to_string()]), person, at: 0, body: body.into_bytes() }
    };
    let record = |place: u64| RecordRow {
        kind: Kind::Decision,
        of: RowOf::Decision(place as u32),
        facts: facts.clone(),
    };
    let audit = AuditRows {
        at: first as i64,
        plan: "00112233445566778899aabbccddeeff".to_owned(),
        records: (0..GROUP).map(record).collect(),
        ..AuditRows::default()
    };
    Commit { decisions: (first..first + GROUP).map(row).collect(), audit, ..Commit::default() }
}

fn seconds(run: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let (done, spent) = spend(run);
    done.map(|()| spent.cpu.as_secs_f64())
}

/// Each event starts a walk that sends at once; each message is claimed and its outcome told.
fn sending(report: &mut Report) -> Result<(), Failure> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        with.push(rate(true)?);
        without.push(rate(false)?);
    }
    let (with, without) = (median(with), median(without));
    report.add("an event that sends, no audit log", without, "µs of the processor");
    report.add("an event that sends, with the audit log", with, "µs of the processor");
    report.aim("throughput with / without", without / with, "×", Target::AtLeast(0.85));
    Ok(())
}

fn rate(audit: bool) -> Result<f64, Failure> {
    let folder = tempfile::tempdir()?;
    let store = JournaledStore::open(folder.path())?;
    let options = Options { audit, ..Options::default() };
    let host = Host::start_with(options, Box::new(store), Arc::new(SystemClock), sample::walk(0))?;
    let spent = seconds(|| {
        drive(&host.handle())?;
        // With all that it takes to bring it into the file.
        host.stop();
        Ok(())
    })?;
    Ok(spent * 1e6 / EVENTS as f64)
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
