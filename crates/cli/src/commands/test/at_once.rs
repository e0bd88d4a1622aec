//! Several tests at once, told in the order of the text.

use super::Ran;
use crate::terminal::Terminal;
use filrouge_machine::Ready;
use filrouge_plan::scenario::Scenario;
use filrouge_simulate::lived;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a run may take before it says how far it is.
const PATIENCE: Duration = Duration::from_millis(700);

/// Runs `tests` on `jobs` threads. Which thread ran which test does not show in what is returned.
pub fn run<'a>(
    ready: &Ready,
    tests: &[&'a Scenario],
    jobs: Option<NonZeroUsize>,
    terminal: &Terminal,
) -> Vec<Ran<'a>> {
    let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let jobs = jobs.unwrap_or_else(cores).get().min(tests.len());
    let (done, results) = channel();
    let next = AtomicUsize::new(0);
    let mut ran = thread::scope(|scope| {
        for _ in 0..jobs {
            let (done, next) = (done.clone(), &next);
            scope.spawn(move || work(ready, tests, next, &done));
        }
        drop(done);
        collect(&results, tests.len(), terminal)
    });
    ran.sort_by_key(|(index, _)| *index);
    ran.into_iter().map(|(_, ran)| ran).collect()
}

/// Takes one test after the other until none is left.
fn work<'a>(ready: &Ready, tests: &[&'a Scenario], next: &AtomicUsize, done: &Sender<(usize, Ran<'a>)>) {
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(scenario) = tests.get(index) else { return };
        let begun = Instant::now();
        let lived = lived(ready, scenario);
        let ran = Ran { scenario, lived, took: begun.elapsed() };
        if done.send((index, ran)).is_err() {
            return;
        }
    }
}

/// Waits for all results; somebody who waits long is told how many there are.
fn collect<'a>(
    results: &Receiver<(usize, Ran<'a>)>,
    of: usize,
    terminal: &Terminal,
) -> Vec<(usize, Ran<'a>)> {
    let begun = Instant::now();
    let watched = terminal.is_watched();
    let mut ran = Vec::new();
    let mut told = Duration::ZERO;
    for result in results {
        ran.push(result);
        if watched && begun.elapsed().saturating_sub(told) > PATIENCE {
            told = begun.elapsed();
            terminal.remark(&format!("\r{} of {of} tests", ran.len()));
        }
    }
    if !told.is_zero() {
        terminal.remark("\r\x1b[K");
    }
    ran
}
