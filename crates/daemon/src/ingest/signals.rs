//! Our own call: what a consent tool or a browser says of a person's choices. Refused when it does not fit: a refusal that is lost would
//! be worse.

use super::consent::agent;
use super::{authenticate, body, ingest_of, submit};
use crate::answer::{json, refusal};
use crate::app::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use filrouge_host::{Accepted, Entry};
use filrouge_intake::{Seen, SignalCall, is_opt_out};
use serde_json::json;
use std::sync::Arc;

/// Takes the signals, and answers when what they decide is on the disk.
pub(super) async fn signals(State(app): State<Arc<App>>, headers: HeaderMap, body: Body) -> Response {
    accept(&app, &headers, body).await.unwrap_or_else(|refused| refused)
}

async fn accept(app: &App, headers: &HeaderMap, body: Body) -> Result<Response, Response> {
    let bytes = body::read(body).await?;
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let mut call: SignalCall = serde_json::from_slice(&bytes).map_err(|error| {
        bad(&format!(
            "signals are `tcf`, `gpp`, `consentMode` and `gpc`, with `userId` (line {}, column {})",
            error.line(),
            error.column()
        ))
    })?;
    call.gpc |= headers
        .iter()
        .any(|(name, value)| value.to_str().is_ok_and(|value| is_opt_out(name.as_str(), value)));
    let bundle = app.handle.active();
    let key = authenticate::key_in(headers).or_else(|| call.write_key.clone());
    let source = key.and_then(|key| authenticate::source(app, &bundle.plan, &key));
    let source = source.ok_or_else(|| refusal(StatusCode::UNAUTHORIZED, "the write key is not known"))?;
    let seen = Seen { agent: agent(headers), source, received: app.clock.now() };
    let signalled = call.told(&bundle.plan, &bytes, &seen).map_err(|reason| bad(&reason))?;
    let entries = signalled.told.into_iter().map(|told| Entry::Input(ingest_of(&seen.source, told)));
    let accepted = submit(app, entries.collect()).await?;
    if accepted.iter().any(|one| matches!(one, Accepted::Nobody)) {
        return Err(bad("the signals name nobody"));
    }
    Ok(json(StatusCode::OK, &json!({ "success": true, "purposes": signalled.purposes })))
}
