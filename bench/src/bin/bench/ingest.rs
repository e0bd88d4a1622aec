//! Events that are durable, through HTTP and the whole daemon, in a project of 100 journeys, 20 traits and 30 segments that knows
//! many people. Two floors of the same run stand beside it: a server that only parses and appends ([`floor`]), and the store
//! alone, which writes what the host wrote for such events to a copy of the same store.
//!
//! `--people N`, `--journeys N`, `--events N` for another size, `--traffic spread` for events that are each of somebody else.

use filrouge_bench::crowd::Definitions;
use filrouge_bench::filled::{fill, write_project};
use filrouge_bench::floor::{self, Floor};
use filrouge_bench::served::{self, Served, serve};
use filrouge_bench::traffic::{Calls, Traffic, Visits, Way};
use filrouge_bench::{
    Failure, Message, Report, Target, Watched, copy, crowd, median, option, processor_time, spend, written, written_alone,
};
use filrouge_host::{Clock, Commit, Entry, Host, Ingest, Receipt, SystemClock, Who};
use filrouge_machine::{Id, InputKind};
use filrouge_plan::Bundle;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// How often each way is measured; the middle counts.
const TIMES: u32 = 3;
/// Calls under way at the host alone.
const UNDER_WAY: usize = 8;

pub(crate) fn run() -> Result<(), Failure> {
    let words: Vec<String> = filrouge_bench::words().collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["daemon", folder] => serve(folder.as_ref()),
        ["floor", folder] => floor::serve(folder.as_ref()),
        _ => Size::wanted()?.measure(),
    }
}

/// How large everything is.
struct Size {
    people: u32,
    events: u32,
    traffic: Traffic,
    definitions: Definitions,
}

impl Size {
    fn wanted() -> Result<Self, Failure> {
        let journeys = option("--journeys")?.unwrap_or(100);
        Ok(Self {
            people: option("--people")?.unwrap_or(1_000_000),
            events: option("--events")?.unwrap_or(400_000),
            traffic: option("--traffic")?.unwrap_or(Traffic::Sessions),
            definitions: Definitions { journeys, listening: 5.min(journeys), reading: 10 },
        })
    }

    fn ways(&self) -> [Way; 2] {
        [
            Way { batch: 100, connections: 8, events: self.events },
            Way { batch: 1, connections: 64, events: self.events / 8 },
        ]
    }

    fn measure(&self) -> Result<(), Failure> {
        let mut report = Report::of("ingest");
        let folder = tempfile::tempdir()?;
        let bundle = Arc::new(self.definitions.bundle()?);
        report.add("people", f64::from(self.people), "");
        report.add("journeys", f64::from(self.definitions.journeys), "");
        let data = folder.path().join("data");
        let (filled, spent) = spend(|| fill(&data, &bundle, 0..self.people));
        filled?;
        report.add("filling the store", spent.wall.as_secs_f64(), "s");
        let alone = self.store_alone(&data, &bundle, &mut report)?;
        self.daemon(folder.path(), alone, &mut report)?;
        report.print();
        Ok(())
    }

    /// The host without HTTP, and the store without the host; events a second of the latter.
    fn store_alone(&self, data: &Path, bundle: &Arc<Bundle>, report: &mut Report) -> Result<f64, Failure> {
        let folder = tempfile::tempdir()?;
        let (hosted, alone) = (folder.path().join("hosted"), folder.path().join("alone"));
        copy(data, &hosted)?;
        copy(data, &alone)?;
        let (rate, commits) = self.hosted(&hosted, bundle)?;
        report.add("the host alone", rate, "events/s");
        let (logical, before) = (logical(&commits)?, written(std::process::id())?);
        let spent = written_alone(&alone, commits)?;
        let passed = written(std::process::id())? - before;
        let each = f64::from(self.events);
        let alone = each / spent.wall.as_secs_f64();
        report.add("floor: the store alone", alone, "events/s");
        report.add("floor: the store alone, processor", spent.cpu.as_secs_f64() * 1e6 / each, "µs/event");
        report.add("floor: the bytes of a commit", logical as f64 / each, "bytes/event");
        // Beside the engines of the research only where no two events share a page.
        let amplification = passed as f64 / logical as f64;
        match self.traffic {
            Traffic::Sessions => report.add("floor: written / these bytes", amplification, "×"),
            Traffic::Spread => report.aim("floor: written / these bytes", amplification, "×", Target::AtMost(8.0)),
        }
        Ok(alone)
    }

    /// The same events through the host, until all is in the file: events a second, and what it wrote.
    fn hosted(&self, data: &Path, bundle: &Arc<Bundle>) -> Result<(f64, Vec<Commit>), Failure> {
        let (store, seen) = Watched::open(data, Watched::INPUTS)?;
        let host = Host::start(Box::new(store), Arc::new(SystemClock), Arc::clone(bundle))?;
        let events: Vec<Message> = Visits::of(self.people, self.traffic).take(self.events as usize).collect();
        let since = Instant::now();
        let mut under_way = VecDeque::<Receipt<_>>::new();
        for call in events.chunks(100) {
            let now = SystemClock.now();
            under_way.push_back(host.handle().submit(call.iter().map(|event| entry(*event, now)).collect())?);
            if under_way.len() >= UNDER_WAY {
                under_way.pop_front().map(Receipt::wait).transpose()?;
            }
        }
        under_way.into_iter().try_for_each(|receipt| receipt.wait().map(drop))?;
        host.stop();
        Ok((f64::from(self.events) / since.elapsed().as_secs_f64(), seen.written()))
    }

    fn daemon(&self, folder: &Path, alone: f64, report: &mut Report) -> Result<(), Failure> {
        write_project(self.definitions, &served::project(folder))?;
        let served = Served::start(folder)?;
        let floor = Floor::start(folder)?;
        let mut visits = Visits::of(self.people, self.traffic);
        let [batches, single] = self.ways();
        // Who is there is in memory by then, as in a daemon that has run for a while.
        Calls::of(&mut visits, Way { events: self.events / 4, ..batches }).send(served.address())?;
        let batched = Turn::middle(&served, &floor, &mut visits, batches)?;
        batched.tell("batches of 100, 8 connections", report);
        report.aim("batches: events", batched.rate, "events/s", Target::AtLeast(50_000.0));
        report.aim("batches: daemon / the store alone", batched.rate / alone, "×", Target::AtLeast(0.5));
        let half = Calls::of(&mut visits, Way { events: (batched.rate * 5.0) as u32, ..batches });
        let waits = half.send_at(served.address(), batched.rate / 2.0)?;
        report.add("batches at half of that: a call, middle", waits.at(50), "ms");
        report.aim("batches at half of that: a call, 99 of 100", waits.at(99), "ms", Target::AtMost(50.0));
        let singly = Turn::middle(&served, &floor, &mut visits, single)?;
        singly.tell("single events, 64 connections", report);
        report.aim("single events: daemon / floor", singly.rate / singly.floor, "×", Target::AtLeast(0.6));
        Ok(())
    }
}

/// What one run saw: events a second, and microseconds of the daemon's processor an event.
struct Turn {
    floor: f64,
    rate: f64,
    cpu: f64,
}

impl Turn {
    /// Some runs, by turns with the floor.
    fn middle(served: &Served, floor: &Floor, visits: &mut Visits, way: Way) -> Result<Self, Failure> {
        let turns: Result<Vec<Self>, Failure> =
            (0..TIMES).map(|_| Self::of(served, floor, &Calls::of(visits, way))).collect();
        let turns = turns?;
        let middle = |part: fn(&Self) -> f64| median(turns.iter().map(part).collect());
        Ok(Self { floor: middle(|turn| turn.floor), rate: middle(|turn| turn.rate), cpu: middle(|turn| turn.cpu) })
    }

    fn of(served: &Served, floor: &Floor, calls: &Calls) -> Result<Self, Failure> {
        let events = f64::from(calls.events());
        let floor = events / calls.send(floor.address())?.as_secs_f64();
        let (rate, cpu) = drive(served, calls)?;
        Ok(Self { floor, rate, cpu })
    }

    fn tell(&self, way: &str, report: &mut Report) {
        report.add(format!("{way}: daemon"), self.rate, "events/s");
        report.add(format!("{way}: floor"), self.floor, "events/s");
        report.add(format!("{way}: daemon / floor"), self.rate / self.floor, "×");
        report.add(format!("{way}: processor of the daemon"), self.cpu, "µs/event");
    }
}

/// Sends everything, and returns events a second and microseconds of the daemon's processor an event.
pub(crate) fn drive(served: &Served, calls: &Calls) -> Result<(f64, f64), Failure> {
    let (applied, before) = (served.applied()?, processor_time(served.id())?);
    let wall = calls.send(served.address())?;
    let cpu = processor_time(served.id())?.saturating_sub(before);
    let events = f64::from(calls.events());
    served.has_applied(applied + events)?;
    Ok((events / wall.as_secs_f64(), cpu.as_secs_f64() * 1e6 / events))
}

/// Bytes of what commits hold, before anything is packed, encrypted or laid out in pages.
fn logical(commits: &[Commit]) -> Result<u64, Failure> {
    let bytes = commits.iter().map(|commit| Ok(postcard::to_allocvec(commit)?.len() as u64));
    bytes.sum()
}

fn entry(message: Message, at: i64) -> Entry {
    Entry::Input(Ingest {
        id: Id::of(&["bench", &message.number.to_string()]),
        at,
        kind: InputKind::Event(message.to_event()),
        who: Who::Known(vec![crowd::known_as(message.user)]),
        source: "site".to_owned(),
        releases: None,
    })
}
