//! What a proposed plan would send soon.

use super::apply::proposal;
use crate::answer::{json, refusal};
use crate::api::{Forecast, Outlook, VERSION};
use crate::app::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{self as host, Prospect, Refusal, StoreError};
use filrouge_plan::Bundle;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// How far it looks, in hours.
const HOURS: u32 = 24;
const MILLIS_OF_AN_HOUR: i64 = 3_600_000;

/// The most people that are walked ahead: some seconds of one core.
const MOST: usize = 20_000;

/// Walks people ahead on copies under both plans. Nothing of it is kept, and inputs go on.
pub(super) async fn forecast(State(app): State<Arc<App>>, body: Body) -> Response {
    let bundle = match proposal(body).await {
        Ok(proposal) => Arc::new(proposal.bundle),
        Err(reason) => return refusal(StatusCode::BAD_REQUEST, &reason),
    };
    match ahead(&app, bundle).await {
        Ok(Ok(found)) => json(StatusCode::OK, &document(&found)),
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(Refusal::Plan(reason)) => refusal(StatusCode::BAD_REQUEST, &reason),
        Err(refused) => refusal(StatusCode::SERVICE_UNAVAILABLE, &refused.to_string()),
    }
}

async fn ahead(app: &App, next: Arc<Bundle>) -> Result<Result<host::Forecast, StoreError>, Refusal> {
    let inside = app.handle.inside()?.await?.as_one();
    let (handle, now) = (app.handle.clone(), app.clock.now());
    let until = now.saturating_add(i64::from(HOURS) * MILLIS_OF_AN_HOUR);
    let walked = spawn_blocking(move || {
        let prospect = Prospect::compared(next, inside)?;
        Ok(handle.forecast(&prospect, (now, until), MOST))
    });
    walked.await.unwrap_or_else(|_| Err(Refusal::Plan("the plan cannot be walked ahead".to_owned())))
}

fn document(found: &host::Forecast) -> Forecast {
    let keys: BTreeSet<_> = found.running.keys().chain(found.next.keys()).collect();
    let count = |messages: &host::Messages, key| messages.get(key).copied().unwrap_or_default();
    let messages = keys.into_iter().map(|key| Outlook {
        journey: key.0.clone(),
        channel: key.1.clone(),
        old: count(&found.running, key),
        new: count(&found.next, key),
    });
    Forecast {
        version: VERSION,
        hours: HOURS,
        people: found.people,
        of: found.of,
        messages: messages.collect(),
    }
}
