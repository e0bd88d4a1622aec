//! Events that are durable, through HTTP and the whole daemon, beside the floor: the same bytes parsed, appended to
//! a file and synced in groups as large as what the connections had under way.

use filrouge_bench::{Connection, Failure, Message, Report, Tracked, again, median, processor_time, shop};
use filrouge_compile::{analyse, lower};
use filrouge_daemon::{Compiler, Config, Refusal, run};
use filrouge_plan::Bundle;
use filrouge_project::load;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Instant;

const JOURNEYS: u32 = 100;
const PEOPLE: u32 = 20_000;
const WRITE_KEY: &str = "bench-write-key";
/// How often each is measured.
const TIMES: u32 = 3;

/// A way to bring events in.
#[derive(Clone, Copy)]
struct Way {
    batch: u32,
    connections: u32,
    events: u32,
}

const WAYS: [Way; 3] = [
    Way { batch: 1, connections: 1, events: 1_000 },
    Way { batch: 1, connections: 64, events: 20_000 },
    Way { batch: 100, connections: 8, events: 160_000 },
];

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["daemon", project, data] => daemon(project.into(), data.into()),
        _ => measure(),
    }
}

fn measure() -> Result<(), Failure> {
    let mut report = Report::of("ingest");
    for way in WAYS {
        let turns: Result<Vec<Turn>, Failure> = (0..TIMES).map(|turn| turn_of(way, turn)).collect();
        figures(way, &turns?, &mut report);
    }
    report.print();
    Ok(())
}

/// What one run of both saw.
struct Turn {
    floor: f64,
    rate: f64,
    cpu: f64,
}

fn figures(way: Way, turns: &[Turn], report: &mut Report) {
    let middle = |part: fn(&Turn) -> f64| median(turns.iter().map(part).collect());
    let named = |name: &str| format!("batches of {}, {} connections: {name}", way.batch, way.connections);
    report.add(named("daemon"), middle(|turn| turn.rate), "events/s");
    report.add(named("floor"), middle(|turn| turn.floor), "events/s");
    report.add(named("daemon / floor"), middle(|turn| turn.rate / turn.floor), "×");
    report.add(named("processor of the daemon"), middle(|turn| turn.cpu), "µs/event");
}

fn turn_of(way: Way, turn: u32) -> Result<Turn, Failure> {
    let bodies: Vec<Vec<String>> =
        (0..way.connections).map(|connection| bodies(way, turn, connection)).collect();
    let floor = floor(way, &bodies)?;
    let folder = tempfile::tempdir()?;
    shop::write(&folder.path().join("project"), JOURNEYS)?;
    let (mut child, address) = start(folder.path())?;
    let seen = drive(&child, &address, way, &bodies);
    child.kill()?;
    child.wait()?;
    let (rate, cpu) = seen?;
    Ok(Turn { floor, rate, cpu })
}

/// What each connection sends: bodies of calls, as long as the whole run.
fn bodies(way: Way, turn: u32, connection: u32) -> Vec<String> {
    let calls = way.events / way.connections / way.batch;
    let first = (turn * way.connections + connection) * calls * way.batch;
    (0..calls).map(|call| body(way.batch, first + call * way.batch)).collect()
}

fn body(batch: u32, first: u32) -> String {
    let messages = (first..first + batch).map(|number| message(number).to_json());
    let messages: Vec<String> = messages.collect();
    format!(r#"{{"batch":[{}],"writeKey":"{WRITE_KEY}"}}"#, messages.join(","))
}

fn message(number: u32) -> Message {
    let value = if number % 20 == 7 { 90 } else { 5 };
    Message { number, user: number.wrapping_mul(7_919) % PEOPLE, event: number % 17, value }
}

/// Parses and appends the same bytes, a call of each connection in a group, each group on the disk before the next.
fn floor(way: Way, bodies: &[Vec<String>]) -> Result<f64, Failure> {
    #[derive(serde::Deserialize)]
    struct Call {
        batch: Vec<Tracked>,
    }
    let folder = tempfile::tempdir()?;
    let mut file = File::create(folder.path().join("log"))?;
    let since = Instant::now();
    let mut taken = 0;
    let mut group = Vec::new();
    let calls = bodies.first().map_or(0, Vec::len);
    for call in 0..calls {
        group.clear();
        for body in bodies.iter().filter_map(|connection| connection.get(call)) {
            let Call { batch } = serde_json::from_str(body)?;
            taken += batch.len();
            group.extend_from_slice(body.as_bytes());
        }
        file.write_all(&group)?;
        file.sync_data()?;
    }
    assert_eq!(taken, (way.events / way.connections / way.batch * way.connections * way.batch) as usize);
    Ok(taken as f64 / since.elapsed().as_secs_f64())
}

/// Sends everything, and returns events a second and microseconds of the daemon's processor an event.
fn drive(child: &Child, address: &str, way: Way, bodies: &[Vec<String>]) -> Result<(f64, f64), Failure> {
    Connection::open(address)?.send("/v1/batch", &body(1, u32::MAX - 1))?;
    let before = processor_time(child.id())?;
    let since = Instant::now();
    std::thread::scope(|scope| {
        let senders: Vec<_> = bodies.iter().map(|bodies| scope.spawn(|| send(address, bodies))).collect();
        senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| "a sender gave up")?)
    })?;
    let (wall, cpu) = (since.elapsed(), processor_time(child.id())?.saturating_sub(before));
    let events = f64::from(bodies.iter().map(|bodies| bodies.len() as u32).sum::<u32>() * way.batch);
    all_applied(address, events)?;
    Ok((events / wall.as_secs_f64(), cpu.as_secs_f64() * 1e6 / events))
}

fn send(address: &str, bodies: &[String]) -> Result<(), Failure> {
    let mut connection = Connection::open(address)?;
    bodies.iter().try_for_each(|body| connection.send("/v1/batch", body).map(drop))
}

/// A daemon that refuses is fast; none of that here.
fn all_applied(address: &str, events: f64) -> Result<(), Failure> {
    let metrics = Connection::open(address)?.get("/metrics")?;
    let line =
        metrics.lines().find_map(|line| line.strip_prefix("filrouge_inputs_total{result=\"applied\"} "));
    let applied: f64 = line.ok_or("no figure of what was applied")?.trim().parse()?;
    if applied >= events { Ok(()) } else { Err(format!("{applied} of {events} events were applied").into()) }
}

fn start(folder: &Path) -> Result<(Child, String), Failure> {
    let mut daemon = again()?;
    daemon.arg("daemon").arg(folder.join("project")).arg(folder.join("data"));
    // As `filrouge run` has it: docs/decisions/0028-the-daemon-begins-twice.md.
    daemon.env("MIMALLOC_PURGE_DELAY", "10000");
    daemon.env("BENCH_WRITE_KEY", WRITE_KEY).env("BENCH_SMTP_URL", "smtp://127.0.0.1:1");
    let mut child = daemon.stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let address = line.trim().strip_prefix("listening on http://").ok_or("the daemon did not start")?;
    Ok((child, address.to_owned()))
}

fn daemon(project: PathBuf, data: PathBuf) -> Result<(), Failure> {
    let config = Config::new("127.0.0.1:0".parse()?, data);
    let executor = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(executor.block_on(run(config, Arc::new(Folder(project)), std::future::pending()))?)
}

/// A project's folder, compiled as the command line does.
struct Folder(PathBuf);

impl Compiler for Folder {
    fn compile(&self) -> Result<Bundle, Refusal> {
        let analysis = analyse(load(&self.0).sources);
        let plan = analysis.checked.as_ref().map(|checked| lower(checked, &analysis.sources, None));
        plan.ok_or_else(|| Refusal { diagnostics_json: serde_json::Value::Null, human: "refused".to_owned() })
    }

    fn watch_dir(&self) -> Option<PathBuf> {
        Some(self.0.clone())
    }
}
