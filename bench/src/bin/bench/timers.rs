//! Timers of people who wait: how many fire a second, durable, out of a store in which many are pending; and what becomes of
//! events while a crowd is due in one second. The floor is the store alone, which writes what the host wrote for the crowd
//! to a copy of the same store.
//!
//! `--pending N` measures with N timers; otherwise there are 100,000 and 1,000,000.

use filrouge_bench::crowd::NOON;
use filrouge_bench::{Failure, Report, Spent, Target, Waits, Watched, again, copy, option, spend, waiting, written_alone};
use filrouge_host::{Clock, Commit, Entry, Host, Ingest, Store as _, Who};
use filrouge_machine::{Event, Id, InputKind, Ready};
use filrouge_plan::{Bundle, Value};
use filrouge_store::JournaledStore;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PENDING: [u32; 2] = [100_000, 1_000_000];
/// At most so many are due in one second, and so many behind it, one after the other.
const MOST: u32 = 100_000;
/// People in one commit when a store is filled.
const FILL: u32 = 5_000;
/// When the crowd is due, and when all of the others are that are to fire, behind noon.
const CROWD: i64 = 1_000;
const OTHERS: i64 = 3_600_000;
/// How often somebody does something while the crowd is due.
const EVERY: Duration = Duration::from_millis(5);

pub(crate) fn run() -> Result<(), Failure> {
    if std::env::var_os(DELAY).is_none() {
        return as_a_daemon();
    }
    let mut report = Report::of("timers");
    let bundle = waiting::bundle()?;
    for pending in wanted()? {
        Estate::filled(&bundle, pending, &mut report)?.measure(&mut report)?;
    }
    report.print();
    Ok(())
}

/// With the memory of a daemon, which sets this for itself.
const DELAY: &str = "MIMALLOC_PURGE_DELAY";

fn as_a_daemon() -> Result<(), Failure> {
    let status = again()?.args(filrouge_bench::words()).env(DELAY, "10000").status()?;
    if status.success() { Ok(()) } else { Err(format!("the measurement ended with {status}").into()) }
}

/// How many timers are to be pending.
fn wanted() -> Result<Vec<u32>, Failure> {
    Ok(option("--pending")?.map_or_else(|| PENDING.to_vec(), |number| vec![number]))
}

/// A clock that stands still until it is moved.
struct Watch(AtomicI64);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The project at work in a folder.
struct Estate {
    bundle: Arc<Bundle>,
    folder: TempDir,
    pending: u32,
    /// How many are due in one second, and how many behind it.
    crowd: u32,
    watch: Arc<Watch>,
}

impl Estate {
    fn filled(bundle: &Arc<Bundle>, pending: u32, report: &mut Report) -> Result<Self, Failure> {
        let watch = Arc::new(Watch(AtomicI64::new(NOON)));
        let (bundle, folder, crowd) = (Arc::clone(bundle), tempfile::tempdir()?, MOST.min(pending / 5));
        let estate = Self { bundle, folder, pending, crowd, watch };
        // The plan becomes the active one.
        estate.open(Watched::NOTHING)?.0.stop();
        let (filled, spent) = spend(|| estate.fill());
        filled?;
        report.add(format!("{pending} pending: filling the store"), spent.wall.as_secs_f64(), "s");
        Ok(estate)
    }

    fn fill(&self) -> Result<(), Failure> {
        let ready = Ready::new(Arc::clone(&self.bundle))?;
        let mut store = JournaledStore::open(self.folder.path())?;
        for first in (0..self.pending).step_by(FILL as usize) {
            let numbers = first..self.pending.min(first + FILL);
            store.commit(waiting::commit(&ready, numbers, |number| self.due(number))?)?;
        }
        Ok(())
    }

    /// When somebody is due, in milliseconds behind noon: the crowd in one second, as many one behind the other in an hour,
    /// everybody else in the days behind that.
    fn due(&self, number: u32) -> i64 {
        match number / self.crowd {
            0 => CROWD,
            1 => CROWD + 1 + i64::from(number % self.crowd) * (OTHERS - CROWD - 1) / i64::from(self.crowd),
            _ => OTHERS + i64::from(number) * 100,
        }
    }

    fn open(&self, keeps: fn(&Commit) -> bool) -> Result<(Host, Arc<filrouge_bench::Seen>), Failure> {
        let (store, seen) = Watched::open(self.folder.path(), keeps)?;
        let clock = Arc::clone(&self.watch) as Arc<dyn Clock>;
        Ok((Host::start(Box::new(store), clock, Arc::clone(&self.bundle))?, seen))
    }

    fn measure(&self, report: &mut Report) -> Result<(), Failure> {
        let copy = copied(self.folder.path())?;
        let (waits, written) = self.crowd_is_due(report)?;
        let sustained = self.others_are_due()?;
        let floor = written_alone(copy.path(), written)?;
        let name = |what: &str| format!("{} pending: {what}", self.pending);
        let rate = |spent: Spent| f64::from(self.crowd) / spent.wall.as_secs_f64();
        let target = if self.pending >= 5_000_000 { 50_000.0 } else { 0.0 };
        match target > 0.0 {
            true => report.aim(name("firings"), rate(sustained), "/s", Target::AtLeast(target)),
            false => report.add(name("firings"), rate(sustained), "/s"),
        }
        report.add(name("a firing, processor"), micros(sustained, self.crowd), "µs");
        report.add(name("floor: the store alone"), rate(floor), "/s");
        report.add(name("floor: the store alone, processor"), micros(floor, self.crowd), "µs");
        report.add(name("firings of the floor"), rate(sustained) / rate(floor), "×");
        report.add(name("an event while the crowd is due, median"), waits.at(50), "ms");
        report.add(name("an event while the crowd is due, 99 of 100"), waits.at(99), "ms");
        report.add(name("an event while the crowd is due, the longest"), waits.at(100), "ms");
        Ok(())
    }

    /// The crowd is due in one second, and somebody does something every so often until all have had their turn. How long
    /// each event waited, and what was written.
    fn crowd_is_due(&self, report: &mut Report) -> Result<(Waits, Vec<Commit>), Failure> {
        let (host, seen) = self.open(Watched::FIRINGS)?;
        let name = |what: &str| format!("{} pending: {what}", self.pending);
        let (first, spent) = spend(|| submit(&host, self.crowd));
        first?;
        report.add(name("the first event after a start"), spent.wall.as_secs_f64() * 1e3, "ms");
        self.watch.0.store(NOON + CROWD, Ordering::Relaxed);
        let (began, mut waits) = (Instant::now(), Vec::new());
        while seen.fired() < self.crowd as usize {
            // Somebody of those who are due later: an event would fire what is overdue of its own person.
            let number = self.crowd + (1 + u32::try_from(waits.len())?) % self.crowd;
            let asked = Instant::now();
            submit(&host, number)?;
            waits.push(asked.elapsed());
            sleep(EVERY.saturating_sub(asked.elapsed()));
        }
        report.add(name("due in one second"), f64::from(self.crowd), "people");
        report.add(name("until all of them have had their turn"), began.elapsed().as_secs_f64(), "s");
        host.stop();
        Ok((Waits::of(waits), seen.written()))
    }

    /// As many are due, one behind the other; until all is in the file.
    fn others_are_due(&self) -> Result<Spent, Failure> {
        let (host, seen) = self.open(Watched::NOTHING)?;
        submit(&host, self.pending)?;
        let (outcome, spent) = spend(|| {
            self.watch.0.store(NOON + OTHERS - 1, Ordering::Relaxed);
            let woken = submit(&host, self.pending + 1);
            while woken.is_ok() && seen.fired() < self.crowd as usize {
                sleep(Duration::from_millis(1));
            }
            host.stop();
            woken
        });
        outcome.map(|()| spent)
    }
}

fn micros(spent: Spent, all: u32) -> f64 {
    spent.cpu.as_secs_f64() * 1e6 / f64::from(all)
}

/// Somebody opens the shop, which concerns no journey.
fn submit(host: &Host, number: u32) -> Result<(), Failure> {
    let event = Event { name: "Session Started".to_owned(), fields: vec![Value::from("web")], at: None };
    let ingest = Ingest {
        id: Id::of(&["bench", &number.to_string()]),
        at: NOON,
        kind: InputKind::Event(event),
        who: Who::Known(vec![waiting::known_as(number)]),
        source: "site".to_owned(),
        releases: None,
    };
    host.handle().submit(vec![Entry::Input(ingest)])?.wait().map(drop).map_err(Into::into)
}

/// A folder with the same store.
fn copied(from: &Path) -> Result<TempDir, Failure> {
    let to = tempfile::tempdir()?;
    copy(from, to.path())?;
    Ok(to)
}
