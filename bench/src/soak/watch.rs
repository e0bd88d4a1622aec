//! What the process of a soak holds while it is at work, seen from outside.

use crate::{Failure, Standing, on_disk, processor_time};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What was seen at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Behind the start.
    pub at: Duration,
    /// Memory, threads, files.
    pub holds: Standing,
    /// Bytes that the folder of data has on the disk.
    pub disk: u64,
    /// What the clients have told.
    pub told: u64,
    /// What the process has taken of the processor.
    pub processor: Duration,
}

/// A process that is watched.
#[derive(Debug)]
pub struct Watch<'s> {
    process: u32,
    data: PathBuf,
    told: &'s AtomicU64,
    start: Instant,
}

impl<'s> Watch<'s> {
    /// Of the process with this number, whose data is in `data`.
    #[must_use]
    pub fn of(process: u32, data: PathBuf, told: &'s AtomicU64) -> Self {
        Self { process, data, told, start: Instant::now() }
    }

    /// What it holds now.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn look(&self) -> Result<Sample, Failure> {
        Ok(Sample {
            at: self.start.elapsed(),
            holds: Standing::of(self.process)?,
            disk: on_disk(&self.data),
            told: self.told.load(Ordering::Relaxed),
            processor: processor_time(self.process)?,
        })
    }
}

/// The samples of the second or the last third of the time; the first one warms up.
#[must_use]
pub fn third(samples: &[Sample], number: usize) -> &[Sample] {
    let length = samples.len();
    samples.get(length * number / 3..length * (number + 1) / 3).unwrap_or_default()
}

/// By how much the middle value of the last third is above that of the second.
#[must_use]
pub fn growth(samples: &[Sample], of: fn(&Sample) -> f64) -> f64 {
    let middle = |number| crate::median(third(samples, number).iter().map(of).collect());
    middle(2) - middle(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_in_the_last_third_is_seen_and_the_first_is_none_of_it() {
        let sample = |minute: u64, memory| Sample {
            at: Duration::from_secs(minute),
            holds: Standing { memory, threads: 4, files: 9 },
            disk: 0,
            told: minute,
            processor: Duration::ZERO,
        };
        let flat: Vec<Sample> =
            (0..30).map(|minute| sample(minute, if minute < 9 { 1 } else { 70 })).collect();
        let leak: Vec<Sample> = (0..30).map(|minute| sample(minute, minute * 10)).collect();
        assert_eq!(growth(&flat, |sample| sample.holds.memory as f64), 0.0);
        assert_eq!(growth(&leak, |sample| sample.holds.memory as f64), 100.0);
    }
}
