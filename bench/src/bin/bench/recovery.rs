//! How long a daemon is away after `SIGKILL` under load, with a million people in its store: until it listens, and until the
//! first call is acknowledged. Beside it a start after a stop in quiet. Whatever was acknowledged before a kill is looked for
//! afterwards: it is sent again, and each message must have come before.
//!
//! `--people N`, `--kills N` and `--load SECONDS` for other runs.

use filrouge_bench::crowd::{Definitions, spread};
use filrouge_bench::filled::{fill, write_project};
use filrouge_bench::served::{Served, WRITE_KEY, figure, project, serve_or};
use filrouge_bench::{
    Connection, Failure, Message, Report, Standing, Target, on_disk, option, processor_time,
};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

const PEOPLE: u32 = 1_000_000;
const KILLS: u32 = 10;
const LOAD: u32 = 8;
const DEFINITIONS: Definitions = Definitions { journeys: 100, listening: 5, reading: 10 };
/// Messages in one call, and clients.
const CALL: u32 = 100;
const CLIENTS: u32 = 8;
/// Until what was taken is in the file.
const SETTLED: Duration = Duration::from_secs(8);
/// Calls that are looked for after a kill, the last ones: they are what a kill can lose.
const LOOKED_FOR: usize = 200;

pub(crate) fn run() -> Result<(), Failure> {
    serve_or(|| {
        let (people, kills) = (option("--people")?.unwrap_or(PEOPLE), option("--kills")?.unwrap_or(KILLS));
        measure(people, kills, option("--load")?.unwrap_or(LOAD))
    })
}

/// One start.
struct Start {
    listens: Duration,
    acknowledges: Duration,
    processor: Duration,
    memory: u64,
}

fn measure(people: u32, kills: u32, load: u32) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    fill(&data, &Arc::new(DEFINITIONS.bundle()?), 0..people)?;
    write_project(DEFINITIONS, &project(folder.path()))?;
    let next = AtomicU32::new(0);
    let (mut served, _) = started(folder.path(), people, &next)?;
    let mut report = Report::of("recovery");
    report.add("people", f64::from(people), "");
    report.add("kills", f64::from(kills), "");
    let (mut starts, mut journals, mut lost) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..kills {
        let acknowledged = work(served, people, &next, Duration::from_secs(load.into()));
        journals.push(on_disk(&data.join("journal")) as f64 / 1e6);
        let (again, start) = started(folder.path(), people, &next)?;
        served = again;
        lost += missing(&served, people, &acknowledged)?;
        starts.push(start);
    }
    sleep(SETTLED);
    drop(served);
    let (quiet_daemon, quiet) = started(folder.path(), people, &next)?;
    drop(quiet_daemon);
    told(&mut report, &starts, &quiet);
    report.add("journal at a kill, most", most(journals.into_iter()), "MB");
    report.aim("acknowledged and lost", lost, "", Target::AtMost(0.0));
    report.print();
    Ok(())
}

fn told(report: &mut Report, starts: &[Start], quiet: &Start) {
    let seconds = |times: fn(&Start) -> Duration| starts.iter().map(move |start| times(start).as_secs_f64());
    let mut sorted: Vec<f64> = seconds(|start| start.acknowledges).collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    report.add("until it acknowledges, middle", middle, "s");
    let slowest = most(seconds(|start| start.acknowledges));
    report.aim("until it acknowledges, most", slowest, "s", Target::AtMost(5.0));
    report.add("until it listens, most", most(seconds(|start| start.listens)), "s");
    report.add("processor for a start, most", most(seconds(|start| start.processor)), "s");
    report.add(
        "memory behind a start, most",
        most(starts.iter().map(|start| start.memory as f64 / 1e6)),
        "MB",
    );
    report.add("a start in quiet, until it acknowledges", quiet.acknowledges.as_secs_f64(), "s");
    report.add("a start in quiet, processor", quiet.processor.as_secs_f64(), "s");
}

fn most(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}

/// Starts a daemon, and has it take one message.
fn started(folder: &Path, people: u32, next: &AtomicU32) -> Result<(Served, Start), Failure> {
    let since = Instant::now();
    let served = Served::start(folder)?;
    let listens = since.elapsed();
    let first = next.fetch_add(CALL, Ordering::SeqCst);
    Connection::open(served.address())?.send("/v1/batch", &body(first..=first, people))?;
    let (acknowledges, id) = (since.elapsed(), served.id());
    let (processor, memory) = (processor_time(id)?, Standing::of(id)?.memory);
    Ok((served, Start { listens, acknowledges, processor, memory }))
}

/// Calls from all clients until the daemon is killed; those that were acknowledged, the latest last.
fn work(served: Served, people: u32, next: &AtomicU32, time: Duration) -> Vec<u32> {
    let address = served.address().to_owned();
    scope(|scope| {
        let client = || {
            let mut acknowledged = Vec::new();
            let Ok(mut connection) = Connection::open(&address) else { return acknowledged };
            loop {
                let first = next.fetch_add(CALL, Ordering::SeqCst);
                match connection.send("/v1/batch", &body(first..=first + CALL - 1, people)) {
                    Ok(_) => acknowledged.push(first),
                    Err(_) => return acknowledged,
                }
            }
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        sleep(time);
        // This kills it.
        drop(served);
        let mut all: Vec<u32> = clients.into_iter().flat_map(|it| it.join().unwrap_or_default()).collect();
        all.sort_unstable();
        all
    })
}

/// How many of the messages that were acknowledged last had not come before.
fn missing(served: &Served, people: u32, acknowledged: &[u32]) -> Result<f64, Failure> {
    let duplicates = || figure(&served.metrics()?, "filrouge_inputs_total{result=\"duplicate\"}");
    let (before, mut connection) = (duplicates()?, Connection::open(served.address())?);
    let last = acknowledged.iter().rev().take(LOOKED_FOR);
    let mut sent = 0.0;
    for first in last {
        connection.send("/v1/batch", &body(*first..=first + CALL - 1, people))?;
        sent += f64::from(CALL);
    }
    if sent == 0.0 {
        return Err("nothing was acknowledged before the kill".into());
    }
    Ok(sent - (duplicates()? - before))
}

fn body(numbers: std::ops::RangeInclusive<u32>, people: u32) -> String {
    let message = |number| Message { number, user: spread(number, people), event: 0, value: 5 }.to_json();
    let messages: Vec<String> = numbers.map(message).collect();
    format!(r#"{{"batch":[{}],"writeKey":"{WRITE_KEY}"}}"#, messages.join(","))
}
