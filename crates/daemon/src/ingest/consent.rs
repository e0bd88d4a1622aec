//! Our own call: a person's decision about one purpose. Unlike a tracked event it is refused when it does not fit: whoever
//! sends it must know that it was not recorded.

use super::{authenticate, body, ingest_of, submit};
use crate::answer::{json, refusal};
use crate::app::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use filrouge_host::{Accepted, Entry};
use filrouge_intake::ConsentCall;
use serde_json::json;
use std::sync::Arc;

/// Records a decision, and answers when it is on the disk.
pub(super) async fn consent(State(app): State<Arc<App>>, headers: HeaderMap, body: Body) -> Response {
    accept(&app, &headers, body).await.unwrap_or_else(|refused| refused)
}

async fn accept(app: &App, headers: &HeaderMap, body: Body) -> Result<Response, Response> {
    let bytes = body::read(body).await?;
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let decision: ConsentCall = serde_json::from_slice(&bytes).map_err(|error| {
        bad(&format!(
            "a decision needs `purpose`, `granted`, `evidence` and `userId` (line {}, column {})",
            error.line(),
            error.column()
        ))
    })?;
    let bundle = app.handle.active();
    let key = authenticate::key_in(headers).or_else(|| decision.write_key.clone());
    let source = key.and_then(|key| authenticate::source(app, &bundle.plan, &key));
    let source = source.ok_or_else(|| refusal(StatusCode::UNAUTHORIZED, "the write key is not known"))?;
    let told =
        decision.told(&bundle.plan, &source, &bytes, app.clock.now()).map_err(|reason| bad(&reason))?;
    let accepted = submit(app, vec![Entry::Input(ingest_of(&source, told))]).await?;
    let known = !accepted.contains(&Accepted::Nobody);
    if known {
        Ok(json(StatusCode::OK, &json!({ "success": true })))
    } else {
        Err(bad("the decision names nobody"))
    }
}
