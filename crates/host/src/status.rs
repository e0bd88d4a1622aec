//! How the host is doing.

use crate::withheld::Tally;
use crate::{Counts, Fault, Released, StoreError, Withholdings};
use filrouge_machine::Expired;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether the host takes inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Working,
    /// The store cannot write. Inputs are refused, and writing is tried again every so often.
    Suspended(StoreError),
    /// The store is damaged. Inputs are refused until the operator has seen to it.
    Failed(StoreError),
    /// The host has stopped.
    Stopped,
}

/// How the host is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether it takes inputs.
    pub health: Health,
    /// Hash of the active plan.
    pub plan: String,
    /// The plan of a share of the people, when there is one.
    pub released: Option<Released>,
    /// Entries that wait in the queue.
    pub queued: usize,
    /// What was done since the start.
    pub totals: Totals,
    /// What is kept in memory.
    pub memory: Memory,
    /// What the store holds.
    pub counts: Counts,
}

/// Bytes that are kept in memory, about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// Of people who were asked for lately.
    pub people: u64,
    /// Of names that they are known by.
    pub names: u64,
}

/// What was done since the start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Inputs that were applied, timers and outcomes included.
    pub applied: u64,
    /// Inputs that had been applied before.
    pub duplicates: u64,
    /// Inputs whose identifiers lead to more than one person.
    pub conflicts: u64,
    /// People who became one with others.
    pub merges: u64,
    /// People who were separated again.
    pub unmerges: u64,
    /// Identifiers that were left out because their value is blocked.
    pub blocked: u64,
    /// Identifiers whose owners stayed apart because too many would have become one.
    pub floods: u64,
    /// Groups that were committed.
    pub commits: u64,
    /// Groups that could not be committed.
    pub failures: u64,
    /// Timers that fired.
    pub timers: u64,
    /// Messages that were queued.
    pub messages: u64,
    /// Messages of which nobody will know, as the host found by itself: they were on their way when the last process ended.
    pub unknown: u64,
    /// Rows of the quarantine that gave way to newer ones.
    pub crowded_out: u64,
    /// Dead letters that gave way to newer ones.
    pub letters_crowded_out: u64,
    /// What was kept no longer, because its retention is over.
    pub expired: Expired,
    /// How long inputs waited while the plan was last swapped, in microseconds.
    pub pause_us: u64,
    /// What kept messages from leaving.
    pub withheld: Withholdings,
}

/// The counters behind [`Totals`].
#[derive(Debug, Default)]
pub(crate) struct Meters {
    pub applied: AtomicU64,
    pub duplicates: AtomicU64,
    pub conflicts: AtomicU64,
    pub merges: AtomicU64,
    pub unmerges: AtomicU64,
    pub blocked: AtomicU64,
    pub floods: AtomicU64,
    pub commits: AtomicU64,
    pub failures: AtomicU64,
    pub timers: AtomicU64,
    pub messages: AtomicU64,
    pub unknown: AtomicU64,
    pub crowded_out: AtomicU64,
    pub letters_crowded_out: AtomicU64,
    pub expired: Expirations,
    pub pause_us: AtomicU64,
    pub withheld: Tally,
    pub people: AtomicU64,
    pub names: AtomicU64,
}

/// The counters behind [`Expired`].
#[derive(Debug, Default)]
pub(crate) struct Expirations {
    pub people: AtomicU64,
    pub inputs: AtomicU64,
    pub decisions: AtomicU64,
    pub quarantined: AtomicU64,
    pub dead_letters: AtomicU64,
    pub requests: AtomicU64,
}

impl Meters {
    pub(crate) fn read(&self) -> Totals {
        let value = |meter: &AtomicU64| meter.load(Ordering::Relaxed);
        Totals {
            applied: value(&self.applied),
            duplicates: value(&self.duplicates),
            conflicts: value(&self.conflicts),
            merges: value(&self.merges),
            unmerges: value(&self.unmerges),
            blocked: value(&self.blocked),
            floods: value(&self.floods),
            commits: value(&self.commits),
            failures: value(&self.failures),
            timers: value(&self.timers),
            messages: value(&self.messages),
            unknown: value(&self.unknown),
            crowded_out: value(&self.crowded_out),
            letters_crowded_out: value(&self.letters_crowded_out),
            expired: Expired {
                people: value(&self.expired.people),
                inputs: value(&self.expired.inputs),
                decisions: value(&self.expired.decisions),
                quarantined: value(&self.expired.quarantined),
                dead_letters: value(&self.expired.dead_letters),
                requests: value(&self.expired.requests),
            },
            pause_us: value(&self.pause_us),
            withheld: self.withheld.read(),
        }
    }

    pub(crate) fn memory(&self) -> Memory {
        let value = |meter: &AtomicU64| meter.load(Ordering::Relaxed);
        Memory { people: value(&self.people), names: value(&self.names) }
    }

    pub(crate) fn set(meter: &AtomicU64, count: usize) {
        meter.store(count as u64, Ordering::Relaxed);
    }

    pub(crate) fn add(meter: &AtomicU64, count: usize) {
        meter.fetch_add(count as u64, Ordering::Relaxed);
    }
}

impl Health {
    /// Where a failure of the store leaves the host.
    pub(crate) fn after(error: &StoreError) -> Self {
        match error.fault {
            Fault::Full | Fault::Io => Self::Suspended(error.clone()),
            Fault::Corrupt => Self::Failed(error.clone()),
        }
    }
}
