//! Events that are durable, through HTTP and the whole daemon, beside the floor: the same bytes parsed, appended to
//! a file and synced in groups as large as what the connections had under way.

use filrouge_bench::served::{self, Served, WRITE_KEY, serve};
use filrouge_bench::{Connection, Failure, Message, Report, Tracked, median, processor_time, shop};
use std::fs::File;
use std::io::Write;
use std::time::Instant;

const JOURNEYS: u32 = 100;
const PEOPLE: u32 = 20_000;
/// How often each is measured.
const TIMES: u32 = 3;

/// A way to bring events in.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) batch: u32,
    pub(crate) connections: u32,
    pub(crate) events: u32,
}

const WAYS: [Way; 3] = [
    Way { batch: 1, connections: 1, events: 1_000 },
    Way { batch: 1, connections: 64, events: 20_000 },
    Way { batch: 100, connections: 8, events: 160_000 },
];

pub(crate) fn run() -> Result<(), Failure> {
    let words: Vec<String> = filrouge_bench::words().collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["daemon", folder] => serve(folder.as_ref()),
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
    shop::write(&served::project(folder.path()), JOURNEYS)?;
    let (rate, cpu) = drive(&Served::start(folder.path())?, way, &bodies)?;
    Ok(Turn { floor, rate, cpu })
}

/// What each connection sends: bodies of calls, as long as the whole run.
pub(crate) fn bodies(way: Way, turn: u32, connection: u32) -> Vec<String> {
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
pub(crate) fn drive(served: &Served, way: Way, bodies: &[Vec<String>]) -> Result<(f64, f64), Failure> {
    let address = served.address();
    Connection::open(address)?.send("/v1/batch", &body(1, u32::MAX - 1))?;
    let before = processor_time(served.id())?;
    let since = Instant::now();
    std::thread::scope(|scope| {
        let senders: Vec<_> = bodies.iter().map(|bodies| scope.spawn(|| send(address, bodies))).collect();
        senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| "a sender gave up")?)
    })?;
    let (wall, cpu) = (since.elapsed(), processor_time(served.id())?.saturating_sub(before));
    let events = f64::from(bodies.iter().map(|bodies| bodies.len() as u32).sum::<u32>() * way.batch);
    served.has_applied(events)?;
    Ok((events / wall.as_secs_f64(), cpu.as_secs_f64() * 1e6 / events))
}

fn send(address: &str, bodies: &[String]) -> Result<(), Failure> {
    let mut connection = Connection::open(address)?;
    bodies.iter().try_for_each(|body| connection.send("/v1/batch", body).map(drop))
}
