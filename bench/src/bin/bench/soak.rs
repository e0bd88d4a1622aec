//! A real daemon under a steady load for an hour: events of several people, waits, messages, withdrawals, and a new plan
//! every minute. An endpoint that keeps its own count says whether a message was lost, came twice or should not have come.
//!
//! `--minutes N` for another time; from 1 minute on all that is promised is judged. Ends with 1 when any of it does not hold.

use filrouge_bench::served::{Served, TOKEN, project, serve_or};
use filrouge_bench::soak::{Errand, Load, Sample, Watch, growth, judge, third, write};
use filrouge_bench::{Connection, Failure, Report, Sink, Target, Waits, option};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Errands that begin in a second, unless `--rate` says how many; about 1.7 calls of clients follow from each.
const RATE: f64 = 100.0;
/// Of so many messages one is refused, to be brought again.
const REFUSES: u64 = 200;
/// How long messages may take behind the last errand.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn run() -> Result<(), Failure> {
    serve_or(|| {
        let (minutes, rate) = (option("--minutes")?, option("--rate")?);
        Soak { minutes: minutes.unwrap_or(60.0), rate: rate.unwrap_or(RATE) }.run()
    })
}

struct Soak {
    minutes: f64,
    rate: f64,
}

impl Soak {
    fn run(&self) -> Result<(), Failure> {
        let (folder, sink, told) = (tempfile::tempdir()?, Sink::start(REFUSES)?, AtomicU64::new(0));
        write(&project(folder.path()), 0)?;
        let served = Served::start_with(folder.path(), &[("BENCH_SINK_URL", &sink.url())])?;
        let mut load = Load::of(served.address(), self.rate, &told)?;
        let watch = Watch::of(served.id(), folder.path().join("data"), &told);
        let alone = AtomicBool::new(false);
        let samples = self.beside(&served, folder.path(), &watch, &alone, || {
            load.run(Instant::now() + Duration::from_secs_f64(self.minutes * 60.0), &alone)?;
            wait_for_quiet(&sink);
            Ok(())
        })?;
        let mut report = Report::of("soak");
        report.add("people", f64::from(load.people()), "");
        self.held(&mut report, &samples)?;
        let (errands, waits) = load.done();
        calls(&mut report, &waits);
        arrived(&mut report, &sink, &errands)?;
        report.print();
        if report.is_met() { Ok(()) } else { Err("something did not hold".into()) }
    }

    /// While `work` is done, the process is looked at, and gets a new plan every so often. Work that is left `alone` by that
    /// may end.
    fn beside(
        &self,
        served: &Served,
        folder: &Path,
        watch: &Watch<'_>,
        alone: &AtomicBool,
        work: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Vec<Sample>, Failure> {
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let attendant = scope.spawn(|| {
                let samples = self.attend(served, folder, watch, &ended);
                alone.store(true, Ordering::Relaxed);
                samples
            });
            let worked = work();
            ended.store(true, Ordering::Relaxed);
            let samples = attendant.join().map_err(|_| "the attendant gave up")??;
            worked.map(|()| samples)
        })
    }

    /// Looks sixty times or more, and lets a plan come a minute, or six in a shorter run.
    fn attend(
        &self,
        served: &Served,
        folder: &Path,
        watch: &Watch<'_>,
        ended: &AtomicBool,
    ) -> Result<Vec<Sample>, Failure> {
        let pause = Duration::from_secs_f64(self.minutes.min(10.0));
        let mut samples = vec![watch.look()?];
        while !ended.load(Ordering::Relaxed) {
            sleep(pause);
            samples.push(watch.look()?);
            let looks = samples.len() as u32;
            let wanted = if self.minutes < 10.0 { 10 } else { 6 };
            if looks.is_multiple_of(wanted) {
                write(&project(folder), looks / wanted)?;
                // Not the connection of a minute ago: nobody keeps one open for nothing.
                Connection::open(served.address())?.command("/admin/v1/reload", TOKEN, "")?;
                self.progress(&samples);
            }
        }
        Ok(samples)
    }

    /// A line a plan on standard error: an hour is long.
    fn progress(&self, samples: &[Sample]) {
        let Some(Sample { at, holds, disk, told, processor }) = samples.last() else { return };
        eprintln!(
            "{:.1} of {} min: {told} told, {} MB, {} threads, {} files, {} MB on the disk, {:.1} s of the processor",
            at.as_secs_f64() / 60.0,
            self.minutes,
            holds.memory / 1_000_000,
            holds.threads,
            holds.files,
            disk / 1_000_000,
            processor.as_secs_f64(),
        );
    }

    fn held(&self, report: &mut Report, samples: &[Sample]) -> Result<(), Failure> {
        let (first, last) = (samples.first().ok_or("nothing seen")?, samples.last().ok_or("nothing seen")?);
        let told = (last.told - first.told) as f64;
        report.add("minutes", last.at.as_secs_f64() / 60.0, "");
        report.add("events and consents", told, "");
        let busy = (last.processor - first.processor).as_secs_f64();
        report.add("processor", busy * 1e6 / told, "µs/event");
        report.add("of one core", 100.0 * busy / (last.at - first.at).as_secs_f64(), "%");
        // What a second third holds that is not there for good yet: layers of the store that are being written.
        let memory = |sample: &Sample| sample.holds.memory as f64 / 1e6;
        report.add("memory at the end", memory(last), "MB");
        report.aim("memory, growth in the last third", growth(samples, memory), "MB", Target::AtMost(16.0));
        let threads = growth(samples, |sample| sample.holds.threads as f64);
        report.aim("threads, growth in the last third", threads, "", Target::AtMost(2.0));
        let files = growth(samples, |sample| sample.holds.files as f64);
        report.aim("open files, growth in the last third", files, "", Target::AtMost(2.0));
        disk(report, samples)
    }
}

/// What an event adds on the disk: in the last third not more than in the second, but for one layer of the store.
fn disk(report: &mut Report, samples: &[Sample]) -> Result<(), Failure> {
    const LAYER: f64 = 64e6;
    let grown = |number| -> Result<(f64, f64), Failure> {
        let part = third(samples, number);
        let (first, last) = (part.first().ok_or("too short")?, part.last().ok_or("too short")?);
        Ok((last.disk as f64 - first.disk as f64, last.told as f64 - first.told as f64))
    };
    let ((before, told_before), (after, told_after)) = (grown(1)?, grown(2)?);
    report.add("disk, an event in the second third", before / told_before, "bytes");
    report.add("disk, an event in the last third", after / told_after, "bytes");
    let beyond = after - before * told_after / told_before;
    report.aim("disk, beyond the second third", beyond / 1e6, "MB", Target::AtMost(LAYER / 1e6));
    Ok(())
}

fn calls(report: &mut Report, waits: &Waits) {
    for (name, percent) in [("middle", 50), ("99 of 100", 99), ("longest", 100)] {
        report.add(format!("a call, {name}"), waits.at(percent), "ms");
    }
}

/// Nothing has come for ten seconds, or patience is at its end.
fn wait_for_quiet(sink: &Sink) {
    let (since, mut last) = (Instant::now(), (sink.count(), Instant::now()));
    while since.elapsed() < PATIENCE && last.1.elapsed() < Duration::from_secs(15) {
        sleep(Duration::from_millis(100));
        if sink.count() != last.0 {
            last = (sink.count(), Instant::now());
        }
    }
}

/// What the endpoint took, beside what the clients had told.
fn arrived(report: &mut Report, sink: &Sink, errands: &[Errand]) -> Result<(), Failure> {
    let arrivals = sink.taken();
    let (mut counted, mut first) = (BTreeMap::<String, u32>::new(), BTreeMap::new());
    for arrival in &arrivals {
        *counted.entry(arrival.text.clone()).or_default() += 1;
        first.entry(arrival.text.as_str()).or_insert(arrival.at);
    }
    let late = errands.iter().filter_map(|errand| {
        Some(first.get(errand.message().0.as_str())?.saturating_duration_since(errand.due()?))
    });
    let late = Waits::of(late.collect());
    report.add("messages", arrivals.len() as f64, "");
    report.add("a message behind its time, middle", late.at(50), "ms");
    report.add("a message behind its time, 99 of 100", late.at(99), "ms");
    let wrongs = judge(errands, &counted)?;
    for (name, kind) in [
        ("messages that were lost", "missing"),
        ("messages that came twice", "twice"),
        ("messages that had been called off", "called off"),
        ("messages that nobody knows", "unknown"),
    ] {
        let these = wrongs.iter().filter(|(wrong, _)| *wrong == kind);
        report.aim(name, these.clone().count() as f64, "", Target::AtMost(0.0));
        these.take(5).for_each(|(wrong, text)| eprintln!("{wrong}: {text}"));
    }
    Ok(())
}
