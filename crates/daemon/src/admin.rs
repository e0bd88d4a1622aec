//! The operator's API: how things stand, reload, why, tap, history, quarantine, start, logs. Everything needs the token.

mod approvals;
mod authorise;
mod history;
mod logs;
mod pause;
mod people;
mod quarantine;
mod reload;
mod start;
mod status;
mod tap;
mod unmerge;
mod why;

pub(crate) use why::explain;

use crate::app::App;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;

/// The calls of the operator.
pub(crate) fn routes(app: Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/admin/v1/status", get(status::status))
        .route("/admin/v1/reload", post(reload::reload))
        .route("/admin/v1/journeys/{journey}/start", post(start::start))
        .route("/admin/v1/pause", post(pause::pause))
        .route("/admin/v1/resume", post(pause::resume))
        .route("/admin/v1/approvals", get(approvals::list))
        .route("/admin/v1/approvals/{approval}", post(approvals::answer))
        .route("/admin/v1/logs", get(logs::show).put(logs::change))
        .route("/admin/v1/why", get(people::why))
        .route("/admin/v1/tap", get(tap::tap))
        .route("/admin/v1/history", get(history::history))
        .route("/admin/v1/unmerge", post(unmerge::unmerge))
        .route(
            "/admin/v1/quarantine",
            get(quarantine::list).post(quarantine::replay).delete(quarantine::remove),
        )
        .route_layer(from_fn_with_state(app, authorise::authorise))
}

/// One value of a query string.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
