//! Somebody outside asks for a journey: `enter api`.

use crate::answer::{json, refusal};
use crate::api::{Started, VERSION};
use crate::app::App;
use crate::ingest;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use filrouge_host::{Accepted, Entry, Ingest};
use filrouge_intake::{Binder, identifiers};
use filrouge_machine::{Id, InputKind, Start};
use filrouge_plan::{Bundle, Entry as By, Journey, Plan};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who is meant, and the fields of the entry.
#[derive(Debug, Deserialize)]
struct Request {
    #[serde(default)]
    fields: Map<String, Json>,
    /// `userId`, `anonymousId`, and identifiers by their declared names.
    #[serde(flatten)]
    who: BTreeMap<String, Json>,
}

/// Asks for a journey, and answers when that is on the disk. Two calls with one `Idempotency-Key` are one.
pub(super) async fn start(
    State(app): State<Arc<App>>,
    Path(journey): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    ask(&app, &journey, &headers, body).await.unwrap_or_else(|refused| refused)
}

async fn ask(app: &App, name: &str, headers: &HeaderMap, body: Body) -> Result<Response, Response> {
    let bytes = ingest::read(body).await?;
    let request: Request = serde_json::from_slice(&bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        refusal(
            StatusCode::BAD_REQUEST,
            &format!("the call is not a JSON object with `userId` and `fields` ({place})"),
        )
    })?;
    let bundle = bundle(app, name);
    let journey = journey(&bundle.plan, name)?;
    let id = identity(name, headers, &bytes, app.clock.now());
    let input = input(&bundle.plan, journey, id, request, app.clock.now())
        .map_err(|reason| refusal(StatusCode::UNPROCESSABLE_ENTITY, &reason))?;
    let accepted = ingest::submit(app, vec![Entry::Input(input)]).await?;
    let again = accepted.contains(&Accepted::Duplicate);
    Ok(json(StatusCode::OK, &Started { version: VERSION, input: id, again }))
}

/// The plan that has the journey: the one that runs, or that of a share of the people. An entry by a call is the same in both.
fn bundle(app: &App, name: &str) -> Arc<Bundle> {
    let active = app.handle.active();
    let has = |bundle: &Arc<Bundle>| bundle.plan.journeys.iter().any(|journey| journey.name == name);
    if has(&active) {
        return active;
    }
    app.handle.released().map(|released| released.bundle).filter(has).unwrap_or(active)
}

#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn journey<'p>(plan: &'p Plan, name: &str) -> Result<&'p Journey, Response> {
    let journey = plan.journeys.iter().find(|journey| journey.name == name);
    let journey = journey.ok_or_else(|| refusal(StatusCode::NOT_FOUND, "there is no such journey"))?;
    if matches!(journey.enter.by, By::Api) {
        return Ok(journey);
    }
    Err(refusal(
        StatusCode::CONFLICT,
        "people come into this journey by something else: it does not `enter api`",
    ))
}

/// The same for calls with one key. Without a key each call counts.
fn identity(journey: &str, headers: &HeaderMap, bytes: &[u8], now: i64) -> Id {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    match key {
        Some(key) => Id::of(&["start", journey, key]),
        None => Id::of(&["start", journey, &String::from_utf8_lossy(bytes), &now.to_string()]),
    }
}

fn input(plan: &Plan, journey: &Journey, id: Id, request: Request, at: i64) -> Result<Ingest, String> {
    let who = identifiers(plan, &request.who)?;
    if who.is_empty() {
        return Err("the call names nobody: give `userId` or another identifier of the profile".into());
    }
    let binder = Binder { currency: plan.project.currency.as_deref() };
    let declared = &journey.enter.fields;
    let bound = binder.fields(declared, &request.fields).map_err(|mismatch| mismatch.to_string())?;
    if bound.undeclared > 0 {
        let names = declared.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ");
        return Err(format!("a field is not declared; the entry has {names}"));
    }
    let kind = InputKind::Start(Start { journey: journey.name.clone(), fields: bound.values, place: None });
    Ok(Ingest { id, at, kind, who: ingest::known_by(who), source: "api".to_owned(), releases: None })
}
