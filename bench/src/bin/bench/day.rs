//! Twenty-four hours of a shop with a million people, on a clock that is moved by hand: a quiet night, peaks at noon and in the
//! evening, a crowd after the newsletter. Every message is held against what people did. Ends with 1 when one is wrong.
//!
//! `--people N` for another shop, `--store memory` for one that is not on the disk.

use filrouge_bench::day::{Lived, live};
use filrouge_bench::{Failure, Report, Target, again, option, peak_memory};
use filrouge_host::{MemoryStore, Store};
use filrouge_store::JournaledStore;

const PEOPLE: u32 = 1_000_000;
/// With the memory of a daemon, which sets this for itself.
const DELAY: &str = "MIMALLOC_PURGE_DELAY";

pub(crate) fn run() -> Result<(), Failure> {
    if std::env::var_os(DELAY).is_none() {
        let status = again()?.args(filrouge_bench::words()).env(DELAY, "10000").status()?;
        return if status.success() { Ok(()) } else { Err(format!("the day ended with {status}").into()) };
    }
    let people = option("--people")?.unwrap_or(PEOPLE);
    let folder = tempfile::tempdir()?;
    let store: Box<dyn Store> = match option::<String>("--store")?.as_deref() {
        Some("memory") => Box::new(MemoryStore::new()),
        None | Some("embedded") => Box::new(JournaledStore::open(folder.path())?),
        Some(other) => return Err(format!("no store is called `{other}`").into()),
    };
    let lived = live(store, people)?;
    let mut report = Report::of("day");
    told(&lived, people, &mut report)?;
    wrongs(&lived, &mut report);
    report.print();
    if report.is_met() { Ok(()) } else { Err("a message was wrong".into()) }
}

fn told(lived: &Lived, people: u32, report: &mut Report) -> Result<(), Failure> {
    let (totals, spent) = (&lived.totals, lived.spent);
    let wall = spent.wall.as_secs_f64();
    report.add("people", f64::from(people), "");
    report.add("filling the store", lived.filled.wall.as_secs_f64(), "s");
    report.add("events and consents", lived.acts as f64, "");
    report.add("timers that fired", totals.timers as f64, "");
    report.add("inputs, with timers and outcomes", totals.applied as f64, "");
    report.add("messages", f64::from(lived.messages()), "");
    report.add("commits", totals.commits as f64, "");
    report.add("the day, wall", wall, "s");
    report.add("the day, processor", spent.cpu.as_secs_f64(), "s");
    report.add("an input, processor", spent.cpu.as_secs_f64() * 1e6 / totals.applied as f64, "µs");
    report.add("faster than the clock", 86_400.0 / wall, "×");
    report.add("peak memory", peak_memory()? as f64 / 1e6, "MB");
    Ok(())
}

fn wrongs(lived: &Lived, report: &mut Report) {
    let wrongs = lived.wrongs();
    report.add("messages that had to leave", lived.wanted() as f64, "");
    for (name, these) in [
        ("messages that did not leave", &wrongs.missing),
        ("messages that left twice", &wrongs.twice),
        ("messages that nobody had agreed to, or that were called off", &wrongs.unwanted),
        ("messages that nobody knows", &wrongs.unknown),
    ] {
        report.aim(name, these.len() as f64, "", Target::AtMost(0.0));
        these.iter().take(5).for_each(|text| eprintln!("{name}: {text}"));
    }
}
