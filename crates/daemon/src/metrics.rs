//! What is counted, in the text format of Prometheus.

use filrouge_host::{Accepted, Health, Status, Withholdings};
use filrouge_machine::Outcome;
use std::fmt::Write as _;
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
            Outcome::Withheld => {}
        }
    }

    /// Everything, for Prometheus.
    pub(crate) fn text(&self, told: &Told<'_>) -> String {
        let mut text = String::with_capacity(4096);
        self.counters(&mut text);
        gauges(&mut text, told);
        lags(&mut text, told);
        text
    }

    fn counters(&self, text: &mut String) {
        let labelled = [
            ("filrouge_inputs_total", "result", "applied", &self.applied),
            ("filrouge_inputs_total", "result", "duplicate", &self.duplicates),
            ("filrouge_inputs_total", "result", "quarantined", &self.quarantined),
            ("filrouge_deliveries_total", "outcome", "sent", &self.sent),
            ("filrouge_deliveries_total", "outcome", "failed", &self.failed),
            ("filrouge_deliveries_total", "outcome", "unknown", &self.unknown),
            ("filrouge_deliveries_total", "outcome", "answered", &self.answered),
            ("filrouge_deliveries_total", "outcome", "unfit", &self.unfit),
            ("filrouge_deliveries_total", "outcome", "retried", &self.retried),
            ("filrouge_reloads_total", "result", "activated", &self.reloads),
            ("filrouge_reloads_total", "result", "refused", &self.reloads_refused),
        ];
        let mut last = "";
        for (name, label, value, counter) in labelled {
            if name != last {
                let _ = writeln!(text, "# TYPE {name} counter");
                last = name;
            }
            let _ = writeln!(text, "{name}{{{label}=\"{value}\"}} {}", counter.get());
        }
        for (name, counter) in [
            ("filrouge_messages_received_total", &self.received),
            ("filrouge_identifier_conflicts_total", &self.conflicts),
            ("filrouge_undeclared_total", &self.undeclared),
            ("filrouge_pushed_back_total", &self.pushed_back),
        ] {
            let _ = writeln!(text, "# TYPE {name} counter\n{name} {}", counter.get());
        }
    }
}

fn withholdings(text: &mut String, withheld: &Withholdings) {
    let name = "filrouge_withheld_total";
    let _ = writeln!(text, "# TYPE {name} counter");
    for (withheld, count) in withheld {
        let (result, reason) = (withheld.result(), withheld.reason());
        let _ = writeln!(text, "{name}{{result=\"{result}\",reason=\"{reason}\"}} {count}");
    }
}

fn gauges(text: &mut String, told: &Told<'_>) {
    let Told { status, boots_from_disk, resting, .. } = *told;
    let counts = &status.counts;
    let totals = &status.totals;
    for (name, value) in [
        ("filrouge_quarantine_crowded_out_total", totals.crowded_out),
        ("filrouge_dead_letters_crowded_out_total", totals.letters_crowded_out),
        ("filrouge_merges_total", totals.merges),
        ("filrouge_unmerges_total", totals.unmerges),
        ("filrouge_identifiers_blocked_total", totals.blocked),
        ("filrouge_merge_floods_total", totals.floods),
    ] {
        let _ = writeln!(text, "# TYPE {name} counter\n{name} {value}");
    }
    withholdings(text, &totals.withheld);
    let working = u64::from(status.health == Health::Working);
    for (name, value) in [
        ("filrouge_people", counts.people),
        ("filrouge_timers", counts.timers),
        ("filrouge_outbox_waiting", counts.waiting),
        ("filrouge_outbox_in_flight", counts.in_flight),
        ("filrouge_quarantine", counts.quarantined),
        ("filrouge_dead_letters", counts.dead_letters),
        ("filrouge_decisions", counts.decisions),
        ("filrouge_wal_bytes", counts.wal_bytes),
        ("filrouge_queue", status.queued as u64),
        ("filrouge_connectors_resting", resting as u64),
        ("filrouge_store_working", working),
        ("filrouge_boots_from_disk", u64::from(boots_from_disk)),
    ] {
        let _ = writeln!(text, "# TYPE {name} gauge\n{name} {value}");
    }
    let _ =
        writeln!(text, "# TYPE filrouge_plan_info gauge\nfilrouge_plan_info{{plan=\"{}\"}} 1", status.plan);
}

fn lags(text: &mut String, told: &Told<'_>) {
    let counts = &told.status.counts;
    let late = |due| late(due, told.now) as f64 / 1e3;
    for (name, seconds) in [
        ("filrouge_timer_lag_seconds", late(counts.due)),
        ("filrouge_outbox_lag_seconds", late(counts.leaves)),
        ("filrouge_reload_pause_seconds", told.status.totals.pause_us as f64 / 1e6),
    ] {
        let _ = writeln!(text, "# TYPE {name} gauge\n{name} {seconds}");
    }
}
