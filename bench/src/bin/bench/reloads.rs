//! Reloads under load: 1,000 new plans, one after the other, while events come in. What the process holds afterwards,
//! what a caller notices, and whether anything was lost.
//!
//! `--people N`, `--inside N` and `--reloads N` for another crowd, so many of whom wait inside journeys, and fewer plans.

use filrouge_bench::served::{Served, TOKEN, WRITE_KEY, figure, project, serve};
use filrouge_bench::crowd::{NOON, spread};
use filrouge_bench::filled::fill;
use filrouge_bench::{Connection, Failure, Message, Report, Standing, Target, Waits, option, shop, waiting};
use filrouge_host::{Clock, Store, SystemClock};
use filrouge_machine::Ready;
use filrouge_store::JournaledStore;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

const JOURNEYS: u32 = 100;
const PEOPLE: u32 = 1_000_000;
const INSIDE: u32 = 500_000;
const RELOADS: u32 = 1_000;
/// People in one commit when the store is filled.
const FILL: u32 = 5_000;
/// Nobody is due before this has passed, and everybody when it has passed twice.
const HALF_AN_HOUR: i64 = 1_800_000;
/// After so many of them everything that is kept once has come to stay.
const SETTLED: u32 = 100;
/// Clients, each with one call under way.
const CLIENTS: u32 = 4;
/// How long calls are measured without a reload.
const CALM: Duration = Duration::from_secs(5);

pub(crate) fn run() -> Result<(), Failure> {
    let words: Vec<String> = filrouge_bench::words().collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["daemon", folder] => serve(folder.as_ref()),
        _ => measure(
            option("--people")?.unwrap_or(PEOPLE),
            option("--inside")?.unwrap_or(INSIDE),
            option("--reloads")?.unwrap_or(RELOADS),
        ),
    }
}

fn measure(people: u32, inside: u32, reloads: u32) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    shop::write(&project(folder.path()), JOURNEYS)?;
    enter(&folder.path().join("data"), people, inside)?;
    let served = Served::start(folder.path())?;
    let clients = Clients { people, sent: AtomicU32::new(0) };
    let calm = clients.during(&served, || {
        std::thread::sleep(CALM);
        Ok(())
    })?;
    let mut seen = Vec::new();
    let busy = clients.during(&served, || reload(folder.path(), &served, reloads, &mut seen))?;
    print(&served, &clients, calm, busy, &seen)
}

/// Everybody is in the store before; those with the first numbers wait inside journeys.
fn enter(data: &Path, people: u32, inside: u32) -> Result<(), Failure> {
    let bundle = Arc::new(shop::bundle(JOURNEYS)?);
    fill(data, &bundle, inside..people)?;
    let (ready, mut store) = (Ready::new(bundle)?, JournaledStore::open(data)?);
    let first_due = SystemClock.now() - NOON + HALF_AN_HOUR;
    let due = |number: u32| first_due + i64::from(number) % HALF_AN_HOUR;
    for first in (0..inside).step_by(FILL as usize) {
        store.commit(waiting::commit(&ready, first..inside.min(first + FILL), due)?)?;
    }
    Ok(())
}

fn body(message: &str) -> String {
    format!(r#"{{"batch":[{message}],"writeKey":"{WRITE_KEY}"}}"#)
}

/// What was seen after a reload.
struct Seen {
    took: Duration,
    /// How long inputs waited while the plan was swapped.
    pause: Duration,
    holds: Standing,
    series: usize,
}

/// Another wait in one journey, and the daemon is told: again and again.
fn reload(folder: &Path, served: &Served, times: u32, seen: &mut Vec<Seen>) -> Result<(), Failure> {
    let mut connection = Connection::open(served.address())?;
    for turn in 0..times {
        let number = turn % JOURNEYS;
        let file = project(folder).join(format!("journeys/{:03}/cart-{number:05}.kdl", number / 100));
        let text = fs::read_to_string(&file)?;
        let (old, new) = if text.contains("\"1h\"") { ("\"1h\"", "\"2h\"") } else { ("\"2h\"", "\"1h\"") };
        fs::write(&file, text.replace(old, new))?;
        let since = Instant::now();
        connection.command("/admin/v1/reload", TOKEN, "")?;
        let took = since.elapsed();
        let metrics = served.metrics()?;
        let pause = Duration::from_secs_f64(figure(&metrics, "filrouge_reload_pause_seconds")?);
        let series = metrics.lines().filter(|line| !line.starts_with('#')).count();
        seen.push(Seen { took, pause, holds: Standing::of(served.id())?, series });
    }
    Ok(())
}

/// Who sends events, each call after the answer to the one before.
struct Clients {
    people: u32,
    sent: AtomicU32,
}

impl Clients {
    fn next(&self) -> Message {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        Message { number, user: spread(number, self.people), event: number % 17, value: 5 }
    }

    /// How long each call took while `work` was done.
    fn during(
        &self,
        served: &Served,
        work: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Waits, Failure> {
        let ended = AtomicBool::new(false);
        let took = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| self.send(served, &ended))).collect();
            let worked = work();
            ended.store(true, Ordering::Relaxed);
            let mut all = Vec::new();
            for client in clients {
                all.extend(client.join().map_err(|_| "a client gave up")??);
            }
            worked.map(|()| all)
        })?;
        Ok(Waits::of(took))
    }

    fn send(&self, served: &Served, ended: &AtomicBool) -> Result<Vec<Duration>, Failure> {
        let mut connection = Connection::open(served.address())?;
        let mut took = Vec::new();
        while !ended.load(Ordering::Relaxed) {
            let body = body(&self.next().to_json());
            let since = Instant::now();
            connection.send("/v1/batch", &body)?;
            took.push(since.elapsed());
        }
        Ok(took)
    }
}

fn print(
    served: &Served,
    clients: &Clients,
    calm: Waits,
    busy: Waits,
    seen: &[Seen],
) -> Result<(), Failure> {
    let mut report = Report::of("reloads");
    let took = Waits::of(seen.iter().map(|seen| seen.took).collect());
    report.add("reloads", seen.len() as f64, "");
    report.add("a reload, compiled and active", took.at(50) / 1e3, "s");
    let pauses = Waits::of(seen.iter().map(|seen| seen.pause).collect());
    for (percent, label) in [(50, "middle"), (99, "99 of 100"), (100, "longest")] {
        let (name, pause) = (format!("inputs wait for a swap, {label}"), pauses.at(percent));
        match percent == 50 {
            true => report.aim(name, pause, "ms", Target::AtMost(1.0)),
            false => report.add(name, pause, "ms"),
        }
    }
    for (name, calls) in [("without reloads", calm), ("with reloads", busy)] {
        report.add(format!("calls {name}"), calls.len() as f64, "");
        for (percent, label) in [(50, "middle"), (99, "99 of 100"), (100, "longest")] {
            report.add(format!("a call {name}, {label}"), calls.at(percent), "ms");
        }
    }
    held(&mut report, seen)?;
    lost(&mut report, served, clients)?;
    report.print();
    Ok(())
}

/// What the process holds at the end, beside what it held when all had come to stay.
fn held(report: &mut Report, seen: &[Seen]) -> Result<(), Failure> {
    let settled = seen.get(SETTLED.min(seen.len() as u32 / 2) as usize).ok_or("no reload")?;
    let last = seen.last().ok_or("no reload")?;
    let mut part = |name: &str, of: fn(&Seen) -> f64, unit| {
        report.add(format!("{name}, after {SETTLED} reloads"), of(settled), unit);
        report.add(format!("{name}, at the end"), of(last), unit);
    };
    part("memory", |seen| seen.holds.memory as f64 / 1e6, "MB");
    part("threads", |seen| seen.holds.threads as f64, "");
    part("open files", |seen| seen.holds.files as f64, "");
    part("series of metrics", |seen| seen.series as f64, "");
    Ok(())
}

/// Every event that was answered was applied, and once.
fn lost(report: &mut Report, served: &Served, clients: &Clients) -> Result<(), Failure> {
    let metrics = served.metrics()?;
    let count = |result: &str| figure(&metrics, &format!("filrouge_inputs_total{{result=\"{result}\"}}"));
    let sent = f64::from(clients.sent.load(Ordering::Relaxed));
    report.aim("events that were not applied", sent - count("applied")?, "", Target::AtMost(0.0));
    report.aim("events that were applied twice", count("duplicate")?, "", Target::AtMost(0.0));
    Ok(())
}
