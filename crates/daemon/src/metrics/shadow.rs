//! What a plan beside the one that runs would send.

use super::Sample;
use filrouge_backtest::document::Messages;
use std::sync::atomic::{AtomicU64, Ordering};

/// The numbers of the plan beside; all 0 when there was none since the start.
#[derive(Debug, Default)]
pub(crate) struct Shadow {
    /// Whether there is one.
    pub(crate) running: AtomicU64,
    people: AtomicU64,
    dropped: AtomicU64,
    live: AtomicU64,
    beside: AtomicU64,
}

impl Shadow {
    pub(crate) fn tell(&self, people: u64, dropped: u64, messages: &[Messages]) {
        let all = |of: fn(&Messages) -> u64| messages.iter().map(of).sum();
        self.people.store(people, Ordering::Relaxed);
        self.dropped.store(dropped, Ordering::Relaxed);
        self.live.store(all(|row| row.count.old), Ordering::Relaxed);
        self.beside.store(all(|row| row.count.new), Ordering::Relaxed);
    }

    pub(super) fn samples(&self) -> [Sample; 5] {
        let read = |number: &AtomicU64| number.load(Ordering::Relaxed);
        let messages = |number| Sample::gauge("filrouge_shadow_messages", read(number));
        [
            Sample::gauge("filrouge_shadow_running", read(&self.running)),
            Sample::gauge("filrouge_shadow_people", read(&self.people)),
            Sample::gauge("filrouge_shadow_dropped", read(&self.dropped)),
            messages(&self.live).with("plan", "running"),
            messages(&self.beside).with("plan", "beside"),
        ]
    }
}
