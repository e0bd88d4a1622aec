//! What people weigh: memory and disk a person and an event, and what is written to the disk for each event, in a project of
//! 100 journeys, 20 traits and 30 segments. Beside it the same events through SQLite alone, without the journal.
//!
//! `--people N` and `--events N` for another crowd.

use filrouge_bench::crowd::{Definitions, basket, known_as, spread};
use filrouge_bench::filled::{fill, write_project};
use filrouge_bench::served::{self, Served, WRITE_KEY, serve};
use filrouge_bench::{Connection, Failure, Message, Report, Standing, Target, again, copy, on_disk, option, written};
use filrouge_host::{Clock, Entry, Host, Ingest, Receipt, Store, SystemClock, Who};
use filrouge_machine::{Id, InputKind};
use filrouge_store::{JournaledStore, SqliteStore};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

const PEOPLE: u32 = 1_000_000;
const EVENTS: u32 = 300_000;
const DEFINITIONS: Definitions = Definitions { journeys: 100, listening: 5, reading: 10 };
/// Events in one call, and how many calls are under way.
const CALL: u32 = 100;
const UNDER_WAY: usize = 8;
/// Until what was taken is in the file.
const SETTLED: Duration = Duration::from_secs(6);

pub(crate) fn run() -> Result<(), Failure> {
    let words: Vec<String> = filrouge_bench::words().collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["daemon", folder] => serve(folder.as_ref()),
        ["host", store, folder, people, events] => {
            host(store, folder.as_ref(), people.parse()?, events.parse()?)
        }
        _ => measure(
            option("--people")?.unwrap_or(PEOPLE),
            option("--events")?.unwrap_or(EVENTS),
        ),
    }
}

fn measure(people: u32, events: u32) -> Result<(), Failure> {
    let mut report = Report::of("people");
    let bundle = Arc::new(DEFINITIONS.bundle()?);
    let folder = tempfile::tempdir()?;
    let filled = folder.path().join("filled");
    let bytes = fill(&filled, &bundle, 0..people)?;
    let each = f64::from(people);
    report.add("people", each, "");
    report.add("events", f64::from(events), "");
    report.add("a person, as bytes", bytes as f64 / each, "bytes");
    report.add("a person, on the disk", on_disk(&filled) as f64 / each, "bytes");
    daemon(&filled, folder.path(), people, events, &mut report)?;
    for (store, name) in [("journaled", "journal and checkpoint"), ("direct", "SQLite alone")] {
        let own = folder.path().join(store);
        copy(&filled, &own)?;
        stored(store, name, &own, (people, events), &mut report)?;
        std::fs::remove_dir_all(own)?;
    }
    report.print();
    Ok(())
}

/// A daemon with everybody in its store, before and after events of people all over the crowd.
fn daemon(
    filled: &Path,
    folder: &Path,
    people: u32,
    events: u32,
    report: &mut Report,
) -> Result<(), Failure> {
    write_project(DEFINITIONS, &served::project(folder))?;
    copy(filled, &folder.join("data"))?;
    let served = Served::start(folder)?;
    let (disk, wrote) = (on_disk(&folder.join("data")), written(served.id())?);
    let sent = send(&served, people, events)?;
    sleep(SETTLED);
    let (holds, wrote) = (Standing::of(served.id())?, written(served.id())? - wrote);
    let grown = on_disk(&folder.join("data")).saturating_sub(disk);
    let (each, all) = (f64::from(people), f64::from(events));
    report.add("daemon: memory", holds.memory as f64 / 1e6, "MB");
    let memory = holds.memory as f64 / each;
    report.aim("daemon: memory a person", memory, "bytes", Target::AtMost(1_024.0));
    report.add("daemon: an event, as it is sent", sent as f64 / all, "bytes");
    report.add("daemon: an event, on the disk", grown as f64 / all, "bytes");
    report.add("daemon: written for an event", wrote as f64 / all, "bytes");
    report.add("daemon: written / sent", wrote as f64 / sent as f64, "×");
    drop(served);
    Ok(std::fs::remove_dir_all(folder.join("data"))?)
}

/// Sends the events; how many bytes they were.
fn send(served: &Served, people: u32, events: u32) -> Result<u64, Failure> {
    let clients = UNDER_WAY as u32;
    let bytes: Vec<Result<u64, Failure>> = std::thread::scope(|scope| {
        let work = |client: u32| {
            move || -> Result<u64, Failure> {
                let (mut connection, mut bytes) = (Connection::open(served.address())?, 0);
                for first in (client * CALL..events).step_by((clients * CALL) as usize) {
                    let messages: Vec<String> = (first..events.min(first + CALL))
                        .map(|number| message(number, people).to_json())
                        .collect();
                    bytes += messages.iter().map(|message| message.len() as u64).sum::<u64>();
                    let body = format!(r#"{{"batch":[{}],"writeKey":"{WRITE_KEY}"}}"#, messages.join(","));
                    connection.send("/v1/batch", &body)?;
                }
                Ok(bytes)
            }
        };
        let clients: Vec<_> = (0..clients).map(|client| scope.spawn(work(client))).collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| Err("a client gave up".into())))
            .collect()
    });
    served.has_applied(f64::from(events))?;
    bytes.into_iter().sum()
}

fn message(number: u32, people: u32) -> Message {
    Message { number, user: spread(number, people), event: 0, value: 5 }
}

/// What a process with the host alone tells of itself.
#[derive(Serialize, Deserialize)]
struct Told {
    memory: u64,
    written: u64,
}

/// The same events through the host over one store, in a process of its own.
fn stored(
    store: &str,
    name: &str,
    folder: &Path,
    (people, events): (u32, u32),
    report: &mut Report,
) -> Result<(), Failure> {
    let mut process = again()?;
    process.env("MIMALLOC_PURGE_DELAY", "10000").arg("host").arg(store).arg(folder);
    let output = process.args([people.to_string(), events.to_string()]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let Told { memory, written } = serde_json::from_slice(&output.stdout)?;
    let sent: u64 = (0..events).map(|number| message(number, people).to_json().len() as u64).sum();
    report.add(format!("{name}: memory"), memory as f64 / 1e6, "MB");
    report.add(format!("{name}: written for an event"), written as f64 / f64::from(events), "bytes");
    report.add(format!("{name}: written / sent"), written as f64 / sent as f64, "×");
    Ok(())
}

fn host(store: &str, folder: &Path, people: u32, events: u32) -> Result<(), Failure> {
    let store: Box<dyn Store> = match store {
        "journaled" => Box::new(JournaledStore::open(folder)?),
        _ => Box::new(SqliteStore::open(folder)?),
    };
    let clock = Arc::new(SystemClock);
    let host = Host::start(store, Arc::clone(&clock) as Arc<dyn Clock>, Arc::new(DEFINITIONS.bundle()?))?;
    let before = written(std::process::id())?;
    let mut under_way = VecDeque::<Receipt<_>>::new();
    for first in (0..events).step_by(CALL as usize) {
        let entries = (first..events.min(first + CALL)).map(|number| entry(number, people, clock.now()));
        under_way.push_back(host.handle().submit(entries.collect())?);
        if under_way.len() >= UNDER_WAY {
            under_way.pop_front().map(Receipt::wait).transpose()?;
        }
    }
    under_way.into_iter().try_for_each(|receipt| receipt.wait().map(drop))?;
    sleep(SETTLED);
    let memory = Standing::of(std::process::id())?.memory;
    host.stop();
    let written = written(std::process::id())? - before;
    println!("{}", serde_json::to_string(&Told { memory, written })?);
    Ok(())
}

fn entry(number: u32, people: u32, at: i64) -> Entry {
    Entry::Input(Ingest {
        id: Id::of(&["bench", &number.to_string()]),
        at,
        kind: InputKind::Event(basket(number)),
        who: Who::Known(vec![known_as(spread(number, people))]),
        source: "site".to_owned(),
        releases: None,
    })
}
