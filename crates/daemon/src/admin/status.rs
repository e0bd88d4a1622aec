//! How things stand.

use crate::answer::{json, refusal};
use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Health, Status};
use filrouge_plan::Bundle;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use tokio::task::spawn_blocking;

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

fn document(app: &App, status: &Status) -> Json {
    let progress = app.reloader.progress();
    let bundle = app.handle.active();
    json!({
        "version": 1,
        "daemon": env!("CARGO_PKG_VERSION"),
        "health": health(&status.health),
        "plan": {
            "desired": progress.desired,
            "active": bundle.hash,
            "active_since": progress.active_since,
            "in_step": progress.desired.as_deref() == Some(bundle.hash.as_str()),
            "boots_from_disk": progress.last_attempt.is_success(),
            "commit": commit(&bundle),
            "last_attempt": progress.last_attempt,
            "last_success_at": progress.last_success_at,
        },
        "people": status.counts.people,
        "timers": status.counts.timers,
        "decisions": status.counts.decisions,
        "outbox": { "waiting": status.counts.waiting, "in_flight": status.counts.in_flight },
        "quarantine": status.counts.quarantined,
        "queued": status.queued,
        "declared": {
            "journeys": bundle.plan.journeys.len(),
            "purposes": bundle.plan.purposes.len(),
            "connectors": bundle.plan.connectors.len(),
        },
    })
}

fn commit(bundle: &Bundle) -> Json {
    bundle.commit.as_ref().map_or(Json::Null, |commit| json!({ "id": commit.id, "dirty": commit.dirty }))
}

fn health(health: &Health) -> Json {
    match health {
        Health::Working => json!({ "state": "working" }),
        Health::Suspended(error) => json!({ "state": "suspended", "reason": error.to_string() }),
        Health::Failed(error) => json!({ "state": "failed", "reason": error.to_string() }),
        Health::Stopped => json!({ "state": "stopped" }),
    }
}
