//! What is logged, and changing it while the daemon runs.

use crate::answer::{json, refusal};
use crate::api::{self, VERSION};
use crate::app::App;
use crate::logs::{Logging, Logs};
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// The longest while, in seconds: a week.
const LONGEST_WHILE: u64 = 7 * 86_400;

/// What is to be logged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// `debug`, or `filrouge_daemon=debug,info`.
    filter: String,
    /// For how long; it stays where nothing is said.
    seconds: Option<u64>,
}

/// Answers what is logged.
pub(super) async fn show(State(app): State<Arc<App>>) -> Response {
    app.logs.as_ref().map_or_else(elsewhere, told)
}

/// Changes what is logged.
pub(super) async fn change(State(app): State<Arc<App>>, body: Body) -> Response {
    let Some(logs) = &app.logs else { return elsewhere() };
    follow(logs, body).await.unwrap_or_else(|refused| refused)
}

async fn follow(logs: &Arc<Logs>, body: Body) -> Result<Response, Response> {
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let how = "the request is JSON with `filter`, and `seconds` if it is for a while";
    let Asked { filter, seconds } = super::asked(body, how).await?;
    if seconds.is_some_and(|seconds| !(1..=LONGEST_WHILE).contains(&seconds)) {
        return Err(bad(&format!("`seconds` is from 1 to {LONGEST_WHILE}")));
    }
    let wanted = Logging { filter, lasts: seconds.map(Duration::from_secs) };
    logs.change(wanted).map_err(|reason| bad(&reason))?;
    tracing::info!(filter = logs.now().filter, "what is logged was changed");
    Ok(told(logs))
}

fn told(logs: &Arc<Logs>) -> Response {
    let Logging { filter, lasts } = logs.now();
    let seconds = lasts.map(|lasts| lasts.as_secs());
    json(StatusCode::OK, &api::Logs { version: VERSION, filter, seconds })
}

fn elsewhere() -> Response {
    refusal(StatusCode::NOT_FOUND, "this daemon does not write its logs by itself")
}
