//! What is counted, and how it is told: as the text that Prometheus reads, and as OTLP.

mod resident;
mod reviews;
mod sample;
mod shadow;
mod text;

pub(crate) use resident::resident;
pub(crate) use sample::{Number, Sample};
pub(crate) use text::text;

use filrouge_host::{Accepted, Status};
use filrouge_machine::Outcome;
use std::sync::atomic::{AtomicU64, Ordering};

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, count: usize) {
        self.0.fetch_add(count as u64, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is told beside the counters.
pub(crate) struct Told<'s> {
    /// How the host is doing.
    pub(crate) status: &'s Status,
    /// Whether a start would run what is on the disk.
    pub(crate) boots_from_disk: bool,
    /// Connectors whose services are left alone.
    pub(crate) resting: usize,
    /// Secrets that are not there.
    pub(crate) unset: usize,
    /// The time, in milliseconds since 1970.
    pub(crate) now: i64,
}

/// By how much something is late that should have been at `due`, in milliseconds; 0 when it is not.
pub(crate) fn late(due: Option<i64>, now: i64) -> u64 {
    due.and_then(|due| u64::try_from(now.saturating_sub(due)).ok()).unwrap_or(0)
}

/// Counters of the daemon. Their number does not grow with the project, with its people or with time.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// Messages that clients sent.
    pub(crate) received: Counter,
    /// Inputs that were new.
    pub(crate) applied: Counter,
    /// Inputs that had come before.
    pub(crate) duplicates: Counter,
    /// Messages that were put aside.
    pub(crate) quarantined: Counter,
    /// Inputs that named two people.
    pub(crate) conflicts: Counter,
    /// Members and calls that the plan does not declare.
    pub(crate) undeclared: Counter,
    /// Calls that were told to come back.
    pub(crate) pushed_back: Counter,
    /// Calls of somebody who calls too often.
    pub(crate) held_off: Counter,
    /// Deliveries that the service took.
    pub(crate) sent: Counter,
    /// Deliveries that the service refused for good.
    pub(crate) failed: Counter,
    /// Deliveries of which nobody knows.
    pub(crate) unknown: Counter,
    /// Questions that were answered.
    pub(crate) answered: Counter,
    /// Questions that were answered with something else than what was declared.
    pub(crate) unfit: Counter,
    /// Deliveries that will be tried again.
    pub(crate) retried: Counter,
    /// Plans that were made active.
    pub(crate) reloads: Counter,
    /// Plans that were refused.
    pub(crate) reloads_refused: Counter,
    /// Spans that a collector took.
    pub(crate) spans_sent: Counter,
    /// Spans that no collector took, and groups of decisions of which none was made.
    pub(crate) spans_dropped: Counter,
    /// How long approvals wait for their answers.
    pub(crate) reviews: reviews::Reviews,
    /// The plan beside the one that runs.
    pub(crate) shadow: shadow::Shadow,
}

impl Metrics {
    /// Counts what became of entries.
    pub(crate) fn count(&self, accepted: &[Accepted]) {
        for entry in accepted {
            match entry {
                Accepted::Applied { conflicts, .. } => {
                    self.applied.add(1);
                    self.conflicts.add(conflicts.len());
                }
                Accepted::Duplicate => self.duplicates.add(1),
                Accepted::Quarantined(_) | Accepted::Nobody => self.quarantined.add(1),
            }
        }
    }

    /// Counts the end of a delivery.
    pub(crate) fn delivered(&self, outcome: &Outcome) {
        match outcome {
            Outcome::Sent { .. } => self.sent.add(1),
            Outcome::Failed { .. } => self.failed.add(1),
            Outcome::Unknown { .. } => self.unknown.add(1),
            Outcome::Answered { .. } => self.answered.add(1),
            Outcome::Unfit { .. } => self.unfit.add(1),
            Outcome::Withheld | Outcome::Void { .. } => {}
        }
    }
}
