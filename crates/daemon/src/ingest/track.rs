//! The calls of the tracking API.

use super::envelope::Call as Outside;
use super::{authenticate, body, in_pace, ingest_of, submit};
use crate::answer::{json, refusal};
use crate::app::App;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use filrouge_host::{Accepted, Entry, Rejected};
use filrouge_intake::{TrackingCall, is_opt_out, opted_out, tracked};
use serde_json::json;
use std::sync::Arc;

/// Takes one call, or a batch of them, and answers when everything in it is on the disk.
pub(super) async fn track(
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    accept(&app, &call, &headers, body).await.unwrap_or_else(|refused| refused)
}

async fn accept(app: &App, call: &str, headers: &HeaderMap, body: Body) -> Result<Response, Response> {
    let batch = matches!(call, "batch" | "b" | "import");
    if !batch && TrackingCall::named(call).is_none() {
        return Err(refusal(StatusCode::NOT_FOUND, "there is no such call"));
    }
    let bytes = body::read(body).await?;
    let outside = Outside::read(&bytes, (!batch).then_some(call))
        .map_err(|reason| refusal(StatusCode::BAD_REQUEST, &reason))?;
    let bundle = app.handle.active();
    let key = authenticate::key_in(headers).or_else(|| outside.key.clone());
    let source = key.and_then(|key| authenticate::source(app, &bundle.plan, &key));
    let source = source.ok_or_else(|| refusal(StatusCode::UNAUTHORIZED, "the write key is not known"))?;
    in_pace(app, &source)?;
    let opts_out = headers
        .iter()
        .any(|(name, value)| value.to_str().is_ok_and(|value| is_opt_out(name.as_str(), value)));
    let entries = entries(app, &bundle.plan, &source, &outside, opts_out);
    let accepted = submit(app, entries).await?;
    Ok(counted(json(StatusCode::OK, &json!({ "success": true })), &accepted))
}

/// Clients read nothing but the status; who brings in a whole file wants to know more.
fn counted(mut response: Response, accepted: &[Accepted]) -> Response {
    let twice = accepted.iter().filter(|one| matches!(one, Accepted::Duplicate)).count();
    let aside =
        accepted.iter().filter(|one| matches!(one, Accepted::Quarantined(_) | Accepted::Nobody)).count();
    for (name, count) in [("x-filrouge-duplicates", twice), ("x-filrouge-quarantined", aside)] {
        if count > 0 {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(count));
        }
    }
    response
}

/// What the messages mean, those included that mean nothing to the plan.
fn entries(
    app: &App,
    plan: &filrouge_plan::Plan,
    source: &str,
    call: &Outside,
    opts_out: bool,
) -> Vec<Entry> {
    let received = app.clock.now();
    let mut entries = Vec::with_capacity(call.messages.len());
    for envelope in &call.messages {
        app.metrics.received.add(1);
        match tracked(plan, source, &envelope.tracking(received)) {
            Ok(tracked) => {
                app.metrics.undeclared.add(tracked.undeclared);
                // The refusal comes first: nothing may leave because of the message that carries it.
                if let Some(first) = tracked.told.first().filter(|_| opts_out) {
                    let key = first.id.to_string();
                    let refusals = opted_out(plan, &first.who, (source, &key), received);
                    entries.extend(refusals.into_iter().map(|told| Entry::Input(ingest_of(source, told))));
                }
                entries.extend(tracked.told.into_iter().map(|told| Entry::Input(ingest_of(source, told))));
            }
            Err(reason) => {
                let source = source.to_owned();
                entries.push(Entry::Quarantine(Rejected { source, reason, payload: envelope.to_bytes() }));
            }
        }
    }
    entries
}
