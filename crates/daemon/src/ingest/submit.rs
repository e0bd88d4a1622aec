//! The passage to the host, and what its refusals mean to a client.

use crate::answer::{refusal, refusal_for_now};
use crate::app::App;
use crate::server::{Caller, too_many};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Accepted, Entry, Refusal};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// No client is kept waiting for longer. What it sends again is told by its id.
const PATIENCE: Duration = Duration::from_secs(30);

/// Counts a call of a source, and refuses one too many.
#[expect(clippy::result_large_err, reason = "the error is the answer")]
pub(super) fn in_pace(app: &App, source: &str) -> Result<(), Response> {
    let counted = app.throttle.count(Caller::Source(source.to_owned()), Instant::now());
    counted.map_err(|seconds| too_many(app, seconds))
}

/// Hands `entries` in, and returns when they are on the disk.
pub(crate) async fn submit(app: &App, entries: Vec<Entry>) -> Result<Vec<Accepted>, Response> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let taking = app.traces.as_ref().map(|traces| (traces, traces.take_in(&entries)));
    let receipt = app.handle.submit(entries).map_err(|refused| answer(app, &refused))?;
    let accepted = timeout(PATIENCE, receipt)
        .await
        .map_err(|_| refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, "the store is slow; send it again", 5))?
        .map_err(|refused| answer(app, &refused))?;
    app.metrics.count(&accepted);
    if let Some((traces, taking)) = taking {
        traces.taken_in(taking, &accepted);
    }
    Ok(accepted)
}

/// The answer to a client whose call was refused.
pub(crate) fn answer(app: &App, refused: &Refusal) -> Response {
    match refused {
        Refusal::Busy => {
            app.metrics.pushed_back.add(1);
            refusal_for_now(StatusCode::TOO_MANY_REQUESTS, "too much at once; send it again", 1)
        }
        Refusal::Unavailable(_) => {
            app.metrics.pushed_back.add(1);
            refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, "the store is not writing; send it again", 5)
        }
        Refusal::Stopping => refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, "the daemon is stopping", 5),
        Refusal::Changes(_) | Refusal::NoShare(_) | Refusal::Shared(_) => {
            refusal(StatusCode::INTERNAL_SERVER_ERROR, &refused.to_string())
        }
        Refusal::Plan(reason) => refusal(StatusCode::INTERNAL_SERVER_ERROR, reason),
        Refusal::NoPart(_) => refusal(StatusCode::NOT_FOUND, &refused.to_string()),
    }
}
