//! What a supervisor asks: is it alive, does it take events, how much has it done.

use crate::answer::{json, refusal};
use crate::app::App;
use crate::metrics::{Sample, Told, text};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use filrouge_host::Health;
use serde_json::json;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The calls of a supervisor. They need no token and tell nothing of anybody.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

async fn alive() -> Response {
    json(StatusCode::OK, &json!({ "status": "alive" }))
}

/// Ready means: an event that is sent now would be taken. A folder that does not compile changes nothing about it.
async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.handle.health() {
        Health::Working => json(StatusCode::OK, &json!({ "status": "ready" })),
        Health::Suspended(error) | Health::Failed(error) => {
            refusal(StatusCode::SERVICE_UNAVAILABLE, &error.to_string())
        }
        Health::Stopped => refusal(StatusCode::SERVICE_UNAVAILABLE, "the daemon is stopping"),
    }
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    let Some(samples) = samples(&app).await else {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store cannot be read");
    };
    let mut response = Response::new(Body::from(text(&samples)));
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Every number that there is; nothing when the store cannot be read.
pub(crate) async fn samples(app: &Arc<App>) -> Option<Vec<Sample>> {
    let handle = app.handle.clone();
    let status = spawn_blocking(move || handle.status()).await.ok()?.ok()?;
    let told = Told {
        status: &status,
        boots_from_disk: app.reloader.progress().last_attempt.is_success(),
        resting: app.rests.all().len(),
        unset: app.needed.unset(&app.handle.active().plan).len(),
        now: app.clock.now(),
    };
    Some(app.metrics.samples(&told))
}
