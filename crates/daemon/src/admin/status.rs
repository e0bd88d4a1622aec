//! How things stand.

use crate::answer::{json, refusal};
use crate::api::{
    Declared, Done, Expired, Health, Late, Memory, Outbox, Plan, Requests, Resting, Status, VERSION, Withheld,
};
use crate::app::App;
use crate::dispatch::Rest;
use crate::metrics::{Metrics, late, resident};
use crate::reload::{Progress, Trigger};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host as host;
use filrouge_plan::Bundle;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Answers how things stand.
pub(super) async fn status(State(app): State<Arc<App>>) -> Response {
    let handle = app.handle.clone();
    let read = spawn_blocking(move || handle.status()).await;
    match read {
        Ok(Ok(status)) => json(StatusCode::OK, &document(&app, &status)),
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"),
    }
}

fn document(app: &App, status: &host::Status) -> Status {
    let bundle = app.handle.active();
    let (counts, now) = (&status.counts, app.clock.now());
    Status {
        version: VERSION,
        daemon: env!("CARGO_PKG_VERSION").to_owned(),
        health: health(&status.health),
        plan: plan(app.reloader.progress(), &bundle),
        release: super::release::shown(status),
        people: counts.people,
        timers: counts.timers,
        late: Late { timers: late(counts.due, now), messages: late(counts.leaves, now) },
        decisions: counts.decisions,
        outbox: Outbox { waiting: counts.waiting, in_flight: counts.in_flight },
        quarantine: counts.quarantined,
        dead_letters: counts.dead_letters,
        requests: Requests {
            open: counts.requests,
            days_left: counts.request_due.map(|due| due.saturating_sub(now).div_euclid(DAY)),
        },
        done: done(&app.metrics, &status.totals),
        queued: status.queued,
        memory: memory(app, status.memory),
        declared: Declared {
            journeys: bundle.plan.journeys.len(),
            purposes: bundle.plan.purposes.len(),
            connectors: bundle.plan.connectors.len(),
        },
        resting: resting(app),
        paused: bundle.plan.switches.iter().map(super::pause::shown).collect(),
        unset: app.needed.unset(&bundle.plan),
    }
}

fn done(metrics: &Metrics, totals: &host::Totals) -> Done {
    let often = totals.withheld.iter().filter(|(_, count)| **count > 0);
    let withheld = often.map(|(withheld, count)| Withheld {
        result: withheld.result().to_owned(),
        reason: withheld.reason().to_owned(),
        count: *count,
    });
    Done {
        applied: metrics.applied.get(),
        duplicates: metrics.duplicates.get(),
        quarantined: metrics.quarantined.get(),
        sent: metrics.sent.get(),
        failed: metrics.failed.get(),
        unknown: metrics.unknown.get(),
        retried: metrics.retried.get(),
        answered: metrics.answered.get(),
        unfit: metrics.unfit.get(),
        expired: expired(totals),
        withheld: withheld.collect(),
    }
}

fn memory(app: &App, kept: host::Memory) -> Memory {
    let host::Memory { people, names } = kept;
    Memory { room: app.memory as u64, people, names, process: resident() }
}

fn expired(totals: &host::Totals) -> Expired {
    let host::Expired { people, inputs, decisions, quarantined, dead_letters, requests } = totals.expired;
    Expired { people, inputs, decisions, quarantined, dead_letters, requests }
}

fn resting(app: &App) -> Vec<Resting> {
    let rests = app.rests.all().into_iter();
    rests
        .map(|(connector, Rest { since, until, reason })| Resting { connector, since, until, reason })
        .collect()
}

fn plan(progress: Progress, bundle: &Arc<Bundle>) -> Plan {
    let active = host::compiled(bundle).hash.clone();
    Plan {
        in_step: progress.desired.as_deref() == Some(active.as_str()),
        active,
        active_since: progress.active_since,
        boots_from_disk: progress.last_attempt.is_success()
            && progress.last_attempt.trigger != Trigger::Apply,
        commit: bundle.commit.clone(),
        desired: progress.desired,
        last_attempt: progress.last_attempt,
        last_success_at: progress.last_success_at,
    }
}

fn health(health: &host::Health) -> Health {
    match health {
        host::Health::Working => Health::Working,
        host::Health::Suspended(error) => Health::Suspended { reason: error.to_string() },
        host::Health::Failed(error) => Health::Failed { reason: error.to_string() },
        host::Health::Stopped => Health::Stopped,
    }
}
