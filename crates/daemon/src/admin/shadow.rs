//! A plan beside the one that runs: start it, look at it, stop it.

use super::apply::proposal;
use super::{operator, parameter};
use crate::answer::{json, refusal};
use crate::app::App;
use crate::shadow::BOUNDS;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Prospect, Refusal};
use filrouge_plan::Bundle;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Lets a plan run beside the one that runs, in place of the one that did. 409 when people inside would have no place in it.
pub(super) async fn start(State(app): State<Arc<App>>, RawQuery(query): RawQuery, body: Body) -> Response {
    let Some(by) = parameter(query.as_deref(), "by").and_then(|by| operator(&by)) else {
        return refusal(StatusCode::BAD_REQUEST, "`by` must say who asks for it");
    };
    let bundle = match proposal(body).await {
        Ok(proposal) => proposal.bundle,
        Err(reason) => return refusal(StatusCode::BAD_REQUEST, &reason),
    };
    match begin(&app, bundle, by).await {
        Ok(()) => show(State(app)).await,
        Err(refused @ (Refusal::Changes(_) | Refusal::Shared(_))) => {
            refusal(StatusCode::CONFLICT, &refused.to_string())
        }
        Err(Refusal::Plan(reason)) => refusal(StatusCode::CONFLICT, &reason),
        Err(refused) => refusal(StatusCode::SERVICE_UNAVAILABLE, &refused.to_string()),
    }
}

async fn begin(app: &Arc<App>, bundle: Bundle, by: String) -> Result<(), Refusal> {
    if let Some(released) = app.handle.released() {
        return Err(Refusal::Shared(Box::new(released)));
    }
    let inside = app.handle.inside()?.await?;
    let prospect = spawn_blocking(move || Prospect::compared(Arc::new(bundle), inside)).await;
    let beside = prospect.map_err(|_| Refusal::Stopping)??.beside()?;
    let feed = app.handle.feed(beside.clone(), BOUNDS)?.await?;
    app.shadows.start(app, (beside, feed), by).map_err(|error| Refusal::Plan(error.to_string()))
}

/// How the plan beside does, or did when it ended.
pub(super) async fn show(State(app): State<Arc<App>>) -> Response {
    match app.shadows.shown() {
        Some(shown) => json(StatusCode::OK, &shown),
        None => refusal(StatusCode::NOT_FOUND, "no plan has run beside this one since the daemon started"),
    }
}

/// Ends the plan beside; its counts stay until another one begins.
pub(super) async fn stop(State(app): State<Arc<App>>) -> Response {
    let ended = match app.handle.end_feed() {
        Ok(receipt) => receipt.await,
        Err(refused) => Err(refused),
    };
    match ended {
        Ok(()) => show(State(app)).await,
        Err(refused) => refusal(StatusCode::SERVICE_UNAVAILABLE, &refused.to_string()),
    }
}
