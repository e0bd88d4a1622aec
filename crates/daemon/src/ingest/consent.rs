//! Our own call: a person's decision about one purpose. Unlike a tracked event it is refused when it does not fit: whoever
//! sends it must know that it was not recorded, or does not count.

use super::{authenticate, body, ingest_of, submit};
use crate::answer::{json, refusal};
use crate::app::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use filrouge_host::{Accepted, Entry, Handle};
use filrouge_intake::{ConsentCall, Seen};
use filrouge_machine::{ConsentRecord, Id};
use serde_json::json;
use std::sync::Arc;
use tokio::task::spawn_blocking;

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
    let seen = Seen { agent: agent(headers), source, received: app.clock.now() };
    let told = decision.told(&bundle.plan, &bytes, &seen).map_err(|reason| bad(&reason))?;
    let input = told.id;
    let accepted = submit(app, vec![Entry::Input(ingest_of(&seen.source, told))]).await?;
    match accepted.first() {
        Some(Accepted::Nobody) => Err(bad("the decision names nobody")),
        Some(Accepted::Applied { person, .. }) => Ok(taken(app, *person, input).await),
        _ => Ok(json(StatusCode::OK, &json!({ "success": true }))),
    }
}

/// What the client calls itself.
pub(super) fn agent(headers: &HeaderMap) -> Option<String> {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
}

/// What the decision led to, as the person's ledger has it. A repeated refusal adds no entry.
async fn taken(app: &App, person: Id, input: Id) -> Response {
    let handle = app.handle.clone();
    let entry = spawn_blocking(move || entry(&handle, person, input)).await.ok().flatten();
    let answer = match entry {
        Some(ConsentRecord { id, state, ignored: Some(why), .. }) => {
            json!({ "success": true, "record": id, "state": state, "ignored": why })
        }
        Some(ConsentRecord { id, state, .. }) => json!({ "success": true, "record": id, "state": state }),
        None => json!({ "success": true }),
    };
    json(StatusCode::OK, &answer)
}

fn entry(handle: &Handle, person: Id, input: Id) -> Option<ConsentRecord> {
    let known = handle.known(person).ok().flatten()?;
    known.state.ledger.into_iter().rev().find(|record| record.input == input)
}
