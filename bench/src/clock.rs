//! Time on the wall and time on the processor.

use rustix::time::{ClockId, Timespec, clock_gettime};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What something took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// On the wall.
    pub wall: Duration,
    /// On the processor, all threads of the process together.
    pub cpu: Duration,
}

/// Runs `work` once.
pub fn spend<T>(work: impl FnOnce() -> T) -> (T, Spent) {
    let (wall, cpu) = (Instant::now(), processor());
    let done = work();
    (done, Spent { wall: wall.elapsed(), cpu: processor().saturating_sub(cpu) })
}

/// What one of `runs` takes, in nanoseconds of the processor: the median of `batches`, after one that warms up.
pub fn per_run<T>(batches: usize, runs: u32, mut work: impl FnMut(u32) -> T) -> f64 {
    let mut batch = || {
        let (_, spent) = spend(|| (0..runs).for_each(|run| drop(black_box(work(run)))));
        spent.cpu.as_secs_f64() * 1e9 / f64::from(runs)
    };
    batch();
    median((0..batches).map(|_| batch()).collect())
}

/// The value in the middle; 0 of nothing.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// How long things waited, the shortest first.
#[derive(Debug, Clone, Default)]
pub struct Waits(Vec<Duration>);

impl Waits {
    /// Of these, in any order.
    #[must_use]
    pub fn of(mut waits: Vec<Duration>) -> Self {
        waits.sort_unstable();
        Self(waits)
    }

    /// What so many of a hundred do not exceed, in milliseconds; 0 of nothing.
    #[must_use]
    pub fn at(&self, percent: usize) -> f64 {
        let place = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing waited.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn processor() -> Duration {
    let Timespec { tv_sec, tv_nsec } = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(tv_sec.try_into().unwrap_or(0), tv_nsec.try_into().unwrap_or(0))
}
