//! Bounds of the drive loop.

use std::time::Duration;

/// Bounds of the drive loop. The defaults suit one machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Entries that may wait in the queue; of one source alone, half as many.
    pub queue: usize,
    /// Entries, and timers, in one commit.
    pub group: usize,
    /// Bytes of people's states and names that are kept in memory. What is not there is read from the store.
    pub memory: usize,
    /// Rows in quarantine. The oldest give way to new ones: whoever holds a write key, which in a browser is everybody,
    /// must not be able to fill the disk.
    pub quarantine: usize,
    /// Dead letters. The oldest give way to new ones.
    pub dead_letters: usize,
    /// How long a dead letter is kept; it holds personal data. Not at all: there are none.
    pub keep_dead_letters: Duration,
    /// How long ids of inputs are remembered.
    pub remember: Duration,
    /// How often writing is tried again while the store is suspended.
    pub recover_every: Duration,
    /// How long nothing must happen before the store is tidied.
    pub idle: Duration,
    /// How long the store may stay untidy when something always happens.
    pub tidy_every: Duration,
    /// Whether the audit log is told. Whoever leaves it out measures, or does nothing that counts.
    pub audit: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 16_384,
            group: 512,
            memory: 64 << 20,
            quarantine: 10_000,
            dead_letters: 10_000,
            keep_dead_letters: Duration::from_hours(30 * 24),
            remember: Duration::from_hours(7 * 24),
            recover_every: Duration::from_secs(1),
            idle: Duration::from_secs(2),
            tidy_every: Duration::from_mins(1),
            audit: true,
        }
    }
}
