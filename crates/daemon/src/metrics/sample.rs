//! Every number that there is, once: whoever tells them tells these.

use super::{Metrics, Told, late, resident};
use filrouge_host::{Health, Withholdings};
use std::borrow::Cow;

/// One number at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    /// What it measures; those of one name follow each other.
    pub(crate) name: &'static str,
    /// Whether it only grows.
    pub(crate) grows: bool,
    /// What tells it from others of its name.
    pub(crate) labels: Vec<(&'static str, Cow<'static, str>)>,
    /// The number.
    pub(crate) number: Number,
}

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// Of things.
    Whole(u64),
    /// Of seconds.
    Real(f64),
}

impl Sample {
    const fn counter(name: &'static str, count: u64) -> Self {
        Self { name, grows: true, labels: Vec::new(), number: Number::Whole(count) }
    }

    pub(super) fn gauge(name: &'static str, count: u64) -> Self {
        Self { grows: false, ..Self::counter(name, count) }
    }

    pub(super) fn with(mut self, label: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.labels.push((label, value.into()));
        self
    }
}

impl Metrics {
    /// Everything.
    pub(crate) fn samples(&self, told: &Told<'_>) -> Vec<Sample> {
        let mut samples = self.counters(told);
        samples.extend(totals(told));
        samples.extend(expired(told));
        samples.extend(withholdings(&told.status.totals.withheld));
        samples.extend(gauges(told));
        samples.extend(memory(told));
        samples.push(Sample::gauge("filrouge_plan_info", 1).with("plan", told.status.plan.clone()));
        samples.extend(release(told));
        samples.extend(lags(told));
        let half = self.reviews.median().1.unwrap_or(0);
        let number = Number::Real(half as f64 / 1e3);
        samples.push(Sample { number, ..Sample::gauge("filrouge_review_seconds", 0) });
        samples.extend(self.shadow.samples());
        samples
    }

    fn counters(&self, told: &Told<'_>) -> Vec<Sample> {
        // The host settles by itself what was on its way when the last process ended.
        let unknown = self.unknown.get() + told.status.totals.unknown;
        let labelled = [
            ("filrouge_inputs_total", "result", "applied", self.applied.get()),
            ("filrouge_inputs_total", "result", "duplicate", self.duplicates.get()),
            ("filrouge_inputs_total", "result", "quarantined", self.quarantined.get()),
            ("filrouge_deliveries_total", "outcome", "sent", self.sent.get()),
            ("filrouge_deliveries_total", "outcome", "failed", self.failed.get()),
            ("filrouge_deliveries_total", "outcome", "unknown", unknown),
            ("filrouge_deliveries_total", "outcome", "answered", self.answered.get()),
            ("filrouge_deliveries_total", "outcome", "unfit", self.unfit.get()),
            ("filrouge_deliveries_total", "outcome", "retried", self.retried.get()),
            ("filrouge_reloads_total", "result", "activated", self.reloads.get()),
            ("filrouge_reloads_total", "result", "refused", self.reloads_refused.get()),
            ("filrouge_spans_total", "result", "sent", self.spans_sent.get()),
            ("filrouge_spans_total", "result", "dropped", self.spans_dropped.get()),
        ];
        let plain = [
            ("filrouge_messages_received_total", &self.received),
            ("filrouge_identifier_conflicts_total", &self.conflicts),
            ("filrouge_undeclared_total", &self.undeclared),
            ("filrouge_pushed_back_total", &self.pushed_back),
            ("filrouge_held_off_total", &self.held_off),
        ];
        let labelled = labelled
            .into_iter()
            .map(|(name, label, value, count)| Sample::counter(name, count).with(label, value));
        let plain = plain.into_iter().map(|(name, counter)| Sample::counter(name, counter.get()));
        labelled.chain(plain).collect()
    }
}

fn totals(told: &Told<'_>) -> impl Iterator<Item = Sample> {
    let totals = &told.status.totals;
    [
        ("filrouge_quarantine_crowded_out_total", totals.crowded_out),
        ("filrouge_dead_letters_crowded_out_total", totals.letters_crowded_out),
        ("filrouge_merges_total", totals.merges),
        ("filrouge_unmerges_total", totals.unmerges),
        ("filrouge_identifiers_blocked_total", totals.blocked),
        ("filrouge_merge_floods_total", totals.floods),
    ]
    .into_iter()
    .map(|(name, count)| Sample::counter(name, count))
}

fn expired(told: &Told<'_>) -> impl Iterator<Item = Sample> {
    let gone = told.status.totals.expired;
    [
        ("people", gone.people),
        ("inputs", gone.inputs),
        ("decisions", gone.decisions),
        ("quarantine", gone.quarantined),
        ("dead-letters", gone.dead_letters),
        ("requests", gone.requests),
    ]
    .into_iter()
    .map(|(what, count)| Sample::counter("filrouge_expired_total", count).with("what", what))
}

fn withholdings(withheld: &Withholdings) -> impl Iterator<Item = Sample> {
    withheld.iter().map(|(withheld, count)| {
        let sample = Sample::counter("filrouge_withheld_total", *count);
        sample.with("result", withheld.result()).with("reason", withheld.reason())
    })
}

fn gauges(told: &Told<'_>) -> impl Iterator<Item = Sample> {
    let Told { status, boots_from_disk, resting, unset, .. } = *told;
    let counts = &status.counts;
    [
        ("filrouge_people", counts.people),
        ("filrouge_timers", counts.timers),
        ("filrouge_outbox_waiting", counts.waiting),
        ("filrouge_outbox_in_flight", counts.in_flight),
        ("filrouge_quarantine", counts.quarantined),
        ("filrouge_dead_letters", counts.dead_letters),
        ("filrouge_decisions", counts.decisions),
        ("filrouge_requests_open", counts.requests),
        ("filrouge_wal_bytes", counts.wal_bytes),
        ("filrouge_queue", status.queued as u64),
        ("filrouge_connectors_resting", resting as u64),
        ("filrouge_secrets_unset", unset as u64),
        ("filrouge_store_working", u64::from(status.health == Health::Working)),
        ("filrouge_boots_from_disk", u64::from(boots_from_disk)),
    ]
    .into_iter()
    .map(|(name, count)| Sample::gauge(name, count))
}

/// The plan of a share of the people; 0 when there is none.
fn release(told: &Told<'_>) -> [Sample; 2] {
    let share = told.status.released.as_ref().map_or(0.0, |released| released.share.percent() / 100.0);
    let ratio = Sample { number: Number::Real(share), ..Sample::gauge("filrouge_release_ratio", 0) };
    [ratio, Sample::gauge("filrouge_release_people", told.status.counts.released)]
}

fn memory(told: &Told<'_>) -> impl Iterator<Item = Sample> {
    let kept = told.status.memory;
    let of = |(what, bytes)| Sample::gauge("filrouge_memory_bytes", bytes).with("of", what);
    let process = resident().map(|bytes| Sample::gauge("filrouge_resident_bytes", bytes));
    [("people", kept.people), ("names", kept.names)].into_iter().map(of).chain(process)
}

/// What is told as left for the first request when nobody waits: a year.
const NOBODY_WAITS: f64 = 31_536_000.0;

fn lags(told: &Told<'_>) -> impl Iterator<Item = Sample> {
    let counts = &told.status.counts;
    let left = counts.request_due.map(|due| due.saturating_sub(told.now) as f64 / 1e3);
    let late = |due| late(due, told.now) as f64 / 1e3;
    [
        ("filrouge_timer_lag_seconds", late(counts.due)),
        ("filrouge_outbox_lag_seconds", late(counts.leaves)),
        ("filrouge_reload_pause_seconds", told.status.totals.pause_us as f64 / 1e6),
        ("filrouge_request_seconds_left", left.unwrap_or(NOBODY_WAITS)),
    ]
    .into_iter()
    .map(|(name, seconds)| Sample { number: Number::Real(seconds), ..Sample::gauge(name, 0) })
}
