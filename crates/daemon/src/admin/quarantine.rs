//! What could not be understood: look at it, try it again, drop it.

use super::authorise::saw;
use super::choice::{self, Choice};
use super::eyes::{Eyes, MASK};
use super::{LONGEST_PAGE, page, parameter};
use crate::access::Holder;
use crate::answer::{json, refusal};
use crate::api::{Dropped, Quarantine, Quarantined, Refused, Replayed, VERSION};
use crate::app::App;
use crate::ingest::{self, Envelope, ingest_of, submit};
use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Entry, Ingest, QuarantineRow};
use filrouge_intake::tracked;
use filrouge_machine::Id;
use serde_json::Value as Json;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// What is in quarantine, the oldest first.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    RawQuery(query): RawQuery,
) -> Response {
    let (after, limit) = page(query.as_deref());
    match rows(&app, after, limit).await {
        Ok(rows) => {
            let next = rows.last().filter(|_| rows.len() == limit).map(|(number, _)| *number);
            let quarantine = rows.into_iter().map(|(number, row)| shown(number, row)).collect();
            let document = Quarantine { version: VERSION, quarantine, next };
            seen(&app, document, Eyes::of(holder, app.handle.active()))
                .await
                .unwrap_or_else(|refused| refused)
        }
        Err(refused) => refused,
    }
}

/// What came may hold anything: it is shown to those who may see all that the plan knows.
async fn seen(app: &Arc<App>, mut document: Quarantine, mut eyes: Eyes) -> Result<Response, Response> {
    let may = eyes.whole("quarantine");
    if !may {
        document.quarantine.iter_mut().for_each(|row| row.payload = Json::String(MASK.to_owned()));
    }
    if !document.quarantine.is_empty() {
        saw(app, eyes, "GET /admin/v1/quarantine", Vec::new()).await?;
    }
    Ok(json(StatusCode::OK, &document))
}

/// Types rows anew against the active plan. Those that fit now are applied, each once; the others stay.
pub(super) async fn replay(State(app): State<Arc<App>>, body: Body) -> Response {
    try_again(&app, body).await.unwrap_or_else(|refused| refused)
}

/// Drops rows.
pub(super) async fn remove(State(app): State<Arc<App>>, RawQuery(query): RawQuery, body: Body) -> Response {
    forget(&app, query.as_deref(), body).await.unwrap_or_else(|refused| refused)
}

async fn try_again(app: &App, body: Body) -> Result<Response, Response> {
    let rows = chosen(app, choice::read(body).await?).await?;
    let bundle = app.handle.active();
    let (mut replayed, mut refused) = (Vec::new(), Vec::new());
    for row in &rows {
        match entries(&bundle.plan, row) {
            Ok(entries) => {
                if entries.is_empty() {
                    discard(app, vec![row.id]).await?;
                } else {
                    submit(app, entries).await?;
                }
                replayed.push(row.id);
            }
            Err(reason) => refused.push(Refused { id: row.id, reason }),
        }
    }
    Ok(json(StatusCode::OK, &Replayed { version: VERSION, replayed, refused }))
}

/// The inputs that a row means now; the last one releases the row, in the same commit.
fn entries(plan: &filrouge_plan::Plan, row: &QuarantineRow) -> Result<Vec<Entry>, String> {
    let mut inputs = inputs(plan, row)?;
    if let Some(last) = inputs.last_mut() {
        last.releases = Some(row.id);
    }
    Ok(inputs.into_iter().map(Entry::Input).collect())
}

fn inputs(plan: &filrouge_plan::Plan, row: &QuarantineRow) -> Result<Vec<Ingest>, String> {
    if let Some(inputs) = ingest::again(plan, &row.source, &row.payload, row.at) {
        return inputs;
    }
    let envelope: Envelope =
        serde_json::from_slice(&row.payload).map_err(|_| "the row cannot be read".to_owned())?;
    let told = tracked(plan, &row.source, &envelope.tracking(row.at))?.told;
    Ok(told.into_iter().map(|told| ingest_of(&row.source, told)).collect())
}

async fn forget(app: &App, query: Option<&str>, body: Body) -> Result<Response, Response> {
    let ids = match parameter(query, "id") {
        Some(text) => vec![text.parse().map_err(|_| bad("an id has 32 hex digits"))?],
        None => chosen(app, choice::read(body).await?).await?.iter().map(|row| row.id).collect(),
    };
    discard(app, ids.clone()).await?;
    Ok(json(StatusCode::OK, &Dropped { version: VERSION, dropped: ids }))
}

async fn discard(app: &App, ids: Vec<Id>) -> Result<(), Response> {
    let receipt = app.handle.drop_quarantined(ids).map_err(|refused| ingest::answer(app, &refused))?;
    receipt.await.map_err(|refused| ingest::answer(app, &refused))
}

async fn chosen(app: &App, choice: Choice) -> Result<Vec<QuarantineRow>, Response> {
    if choice.all {
        return Ok(rows(app, 0, LONGEST_PAGE).await?.into_iter().map(|(_, row)| row).collect());
    }
    let handle = app.handle.clone();
    let read = spawn_blocking(move || {
        choice
            .ids
            .iter()
            .filter_map(|id| handle.quarantined_one(*id).transpose())
            .collect::<Result<Vec<_>, _>>()
    });
    read.await.map_err(|_| unreadable())?.map_err(|_| unreadable())
}

async fn rows(app: &App, after: i64, limit: usize) -> Result<Vec<(i64, QuarantineRow)>, Response> {
    let handle = app.handle.clone();
    let read = spawn_blocking(move || handle.quarantined(after, limit)).await;
    read.map_err(|_| unreadable())?.map_err(|_| unreadable())
}

fn shown(number: i64, row: QuarantineRow) -> Quarantined {
    let QuarantineRow { id, at, source, reason, payload } = row;
    let payload = serde_json::from_slice(&payload)
        .unwrap_or_else(|_| Json::String(String::from_utf8_lossy(&payload).into_owned()));
    Quarantined { number, id, at, source, reason, payload }
}

fn bad(reason: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, reason)
}

fn unreadable() -> Response {
    refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store cannot be read")
}
