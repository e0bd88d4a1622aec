//! Calls of services, in a form of their own: proved, taken apart, and put on the way.

mod form;

use super::replays::Signature;
use super::{answer, authenticate, body, in_pace, ingest_of, submit};
use crate::answer::{json, refusal, refusal_for_now};
use crate::app::App;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use filrouge_host::{Confirmation, Confirmed, Entry, Ingest, Rejected};
use filrouge_intake::{Call, Part, Signed, TaskTold, confirmed, is_genuine, parts, told, unclear};
use filrouge_plan::ask::TASK;
use filrouge_plan::source::{Mapping, Proof};
use filrouge_plan::{Plan, SourceKind};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a service is told whose confirmation comes before the answer to our call.
const EARLY: &str = "a call to this service is under way; send it again";

/// Takes one call, and answers when everything that it tells is on the disk. What does not fit is put aside, and the call
/// is still answered 200: services send a call again that was refused, and leave an address alone that refuses often.
pub(super) async fn webhook(
    State(app): State<Arc<App>>,
    Path(source): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let head = Head { method, uri, headers: texts(&headers) };
    accept(&app, &source, head, body).await.unwrap_or_else(|refused| refused)
}

/// A call without its body.
struct Head {
    method: Method,
    uri: Uri,
    headers: BTreeMap<String, String>,
}

async fn accept(app: &App, name: &str, head: Head, body: Body) -> Result<Response, Response> {
    let bytes = body::as_sent(body).await?;
    let bundle = app.handle.active();
    let (verify, tells) = declared(&bundle.plan, name)
        .ok_or_else(|| refusal(StatusCode::NOT_FOUND, "there is no webhook of this name"))?;
    let proof = proof(app, verify, &head, &bytes)
        .ok_or_else(|| refusal(StatusCode::UNAUTHORIZED, "the call does not prove where it comes from"))?;
    in_pace(app, name)?;
    let signature = proof.and_then(|proof| Signature::of(name, proof, &head.headers));
    if signature.as_ref().is_some_and(|signature| !app.replays.take(signature, app.clock.now())) {
        return Ok(json(StatusCode::OK, &json!({ "success": true })));
    }
    let taken = take_in(app, &bundle.plan, (name, tells), head, &bytes).await;
    if let (Err(_), Some(signature)) = (&taken, &signature) {
        app.replays.give_back(signature);
    }
    taken
}

async fn take_in(
    app: &App,
    plan: &Plan,
    (name, tells): (&str, &[Mapping]),
    head: Head,
    bytes: &[u8],
) -> Result<Response, Response> {
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let body = form::read(bytes, &head.headers).map_err(|reason| bad(&reason))?;
    let call = Call { headers: head.headers, body };
    let parts = parts(tells, &call).map_err(|reason| bad(&reason))?;
    let confirmations = confirmations((name, tells), &parts);
    let entries = entries(app, plan, (name, tells), parts);
    submit(app, entries).await?;
    for told in confirmations {
        confirm(app, told).await?;
    }
    Ok(json(StatusCode::OK, &json!({ "success": true })))
}

/// The webhook called `name`.
fn declared<'p>(plan: &'p Plan, name: &str) -> Option<(&'p [Proof], &'p [Mapping])> {
    match &plan.sources.iter().find(|source| source.name == name)?.kind {
        SourceKind::Webhook { verify, tells } => Some((verify, tells)),
        SourceKind::Http { .. } => None,
    }
}

/// The proof that holds, if one does; in development there may be none. A secret that is not there proves nothing.
fn proof<'p>(app: &App, verify: &'p [Proof], head: &Head, body: &[u8]) -> Option<Option<&'p Proof>> {
    let addresses = addresses(app, head);
    let call = Signed {
        method: head.method.as_str(),
        addresses: &addresses,
        headers: &head.headers,
        body,
        now: app.clock.now(),
    };
    let proves = |proof: &&Proof| {
        let secret = app.needed.secrets.reveal(&proof.secret);
        secret.is_ok_and(|secret| is_genuine(proof.by, proof.header.as_deref(), &secret, &call))
    };
    let token = filrouge_plan::source::Scheme::Token;
    let in_development =
        || app.mailbox.is_some() && is_genuine(token, None, authenticate::DEVELOPMENT, &call);
    verify.iter().find(proves).map(Some).or_else(|| in_development().then_some(None))
}

/// The addresses under which a service may know us: behind a proxy we see our own only.
fn addresses(app: &App, head: &Head) -> Vec<String> {
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let public = format!("{}{path}", app.links.base());
    let host = head.headers.get("host");
    let named =
        host.into_iter().flat_map(|host| ["https", "http"].map(|scheme| format!("{scheme}://{host}{path}")));
    std::iter::once(public).chain(named).collect()
}

/// What the parts mean, those included that do not fit.
fn entries(app: &App, plan: &Plan, source: (&str, &[Mapping]), parts: Vec<Part>) -> Vec<Entry> {
    let received = app.clock.now();
    let mut entries = Vec::new();
    for part in parts {
        app.metrics.received.add(1);
        match told(plan, source, &part, received) {
            Ok(told) => {
                let says_nothing = told.is_empty() && confirmed(source.1, &part).is_empty();
                app.metrics.undeclared.add(usize::from(says_nothing));
                entries.extend(unclear(source.1, &part).map(|reason| aside(source.0, reason, &part)));
                entries.extend(told.into_iter().map(|told| Entry::Input(ingest_of(source.0, told))));
            }
            Err(reason) => entries.push(aside(source.0, reason, &part)),
        }
    }
    entries
}

/// What the service says about tasks that are left to it.
fn confirmations((source, mappings): (&str, &[Mapping]), parts: &[Part]) -> Vec<Confirmation> {
    let told = parts.iter().flat_map(|part| confirmed(mappings, part));
    let one = |task: TaskTold<'_>| Confirmation {
        source: source.to_owned(),
        connector: task.told.connector.clone(),
        right: task.told.right,
        name: task.told.kept.as_ref().map_or_else(|| TASK.to_owned(), |kept| format!("kept.{kept}")),
        value: task.value.unwrap_or_default(),
        refused: task.refused,
    };
    told.map(one).collect()
}

/// Hands a confirmation in. One that is too early is to be sent again; of any other the service is told that it was heard.
async fn confirm(app: &App, told: Confirmation) -> Result<(), Response> {
    let (source, connector, right) = (told.source.clone(), told.connector.clone(), told.right.word());
    let receipt = app.handle.confirm(told).map_err(|refused| answer(app, &refused))?;
    let confirmed = receipt.await.map_err(|refused| answer(app, &refused))?;
    tracing::info!(source, connector, right, outcome = confirmed.word(), "word of a service about a right");
    match confirmed {
        Confirmed::Early => Err(refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, EARLY, 5)),
        Confirmed::Heard | Confirmed::Before | Confirmed::Unknown => Ok(()),
    }
}

/// A part that somebody of the team must look at.
fn aside(source: &str, reason: String, part: &Part) -> Entry {
    let payload = serde_json::to_vec(part).unwrap_or_default();
    Entry::Quarantine(Rejected { source: source.to_owned(), reason, payload })
}

/// The inputs that a part means now which was put aside at `received`; nothing when `name` is no webhook.
pub(crate) fn again(
    plan: &Plan,
    name: &str,
    payload: &[u8],
    received: i64,
) -> Option<Result<Vec<Ingest>, String>> {
    let (_, tells) = declared(plan, name)?;
    let part = serde_json::from_slice(payload).map_err(|_| "the row cannot be read".to_owned());
    let told = part.and_then(|part: Part| told(plan, (name, tells), &part, received));
    Some(told.map(|told| told.into_iter().map(|told| ingest_of(name, told)).collect()))
}

/// The headers that are text; of several of one name, the first.
fn texts(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |name: &axum::http::HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(|value| (name.to_string(), value.to_owned()))
    };
    headers.keys().filter_map(text).collect()
}
