//! Pausing a part of the project, and letting it go on.

use crate::answer::{json, refusal};
use crate::api::{PausedPart, Pauses, VERSION};
use crate::app::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{self as host, Part};
use filrouge_plan::Switch;
use serde::Deserialize;
use std::sync::Arc;

/// What is meant, and who asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// `project`, `journey:NAME`, `channel:NAME` or `connector:NAME`.
    part: String,
    /// Who asks, for the record.
    by: String,
}

/// Holds the messages of a part from now on.
pub(super) async fn pause(State(app): State<Arc<App>>, body: Body) -> Response {
    switch(&app, body, true).await.unwrap_or_else(|refused| refused)
}

/// Lets them go on.
pub(super) async fn resume(State(app): State<Arc<App>>, body: Body) -> Response {
    switch(&app, body, false).await.unwrap_or_else(|refused| refused)
}

async fn switch(app: &App, body: Body, paused: bool) -> Result<Response, Response> {
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let asked: Asked = super::asked(body, "the request is JSON with `part` and `by`").await?;
    let Part(kind, name) = asked.part.parse().map_err(|error: host::NotAPart| bad(&error.to_string()))?;
    let by = super::operator(&asked.by).ok_or_else(|| bad("`by` says in one line who asks"))?;
    let pause = host::Pause { kind, name, paused, by };
    let refused = |refused: host::Refusal| match refused {
        host::Refusal::NoPart(_) => refusal(StatusCode::NOT_FOUND, &refused.to_string()),
        other => refusal(StatusCode::SERVICE_UNAVAILABLE, &other.to_string()),
    };
    let receipt = app.handle.pause(pause).map_err(refused)?;
    let switches = receipt.await.map_err(refused)?;
    tracing::info!(part = asked.part, paused, "the operator switched");
    Ok(json(StatusCode::OK, &Pauses { version: VERSION, paused: switches.iter().map(shown).collect() }))
}

/// A switch as the operator named it.
pub(super) fn shown(switch: &Switch) -> PausedPart {
    let Switch { kind, name, at, by } = switch.clone();
    PausedPart { part: Part(kind, name).to_string(), at, by }
}
