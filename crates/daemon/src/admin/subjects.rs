//! Requests of people about their data: they are opened, listed, carried out and closed here.

mod correction;
mod export;
mod happened;
mod link;
mod page;
mod told;
mod words;

use super::{operator, page as bounds, parameter};
use crate::answer::{json, refusal};
use crate::api::{Subject, Subjects, VERSION};
use crate::app::App;
use crate::ingest;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Doing, Handle, NotDone, Opening, RightKind, RightsRequest, Scope, StoreError};
use filrouge_machine::Id;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use tokio::task::spawn_blocking;

pub(super) use export::export;
pub(super) use link::link;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Longest word that somebody says beside something, in characters.
const LONGEST_WORD: usize = 2_000;

/// A request that was received.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    kind: RightKind,
    /// An id, or an identifier as for `why`.
    person: String,
    by: String,
    /// When, in milliseconds since 1970; now, where nothing is said.
    received: Option<i64>,
    /// How it was made sure who asks.
    identity: Option<String>,
    /// What is to be put right, by name.
    #[serde(default)]
    fields: Map<String, Json>,
    #[serde(default)]
    scope: Scope,
    until: Option<i64>,
    approver: Option<String>,
    reason: Option<String>,
}

/// What is to be done about a request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    act: Word,
    by: String,
    method: Option<String>,
    task: Option<String>,
    reason: Option<String>,
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Identify,
    Extend,
    Confirm,
    Fail,
    Retry,
    Uphold,
    Override,
    End,
    Refuse,
    HandOver,
}

/// Answers the open requests by their urgency; with `?all=1` all of them, the oldest first, by pages; with `?person=` those of
/// one person.
pub(super) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let (handle, now) = (app.handle.clone(), app.clock.now());
    let (after, limit) = bounds(query.as_deref());
    let all = parameter(query.as_deref(), "all").is_some();
    let person = parameter(query.as_deref(), "person");
    let found = spawn_blocking(move || match person {
        Some(person) => of_person(&handle, &person).map(|requests| (requests, None)),
        None if all => paged(&handle, after, limit),
        None => handle.open_requests().map(|requests| (requests, None)),
    });
    match found.await {
        Ok(Ok((requests, next))) => json(StatusCode::OK, &Subjects { version: VERSION, requests, now, next }),
        _ => unreadable(),
    }
}

fn of_person(handle: &Handle, text: &str) -> Result<Vec<RightsRequest>, StoreError> {
    let mut people = handle.find(text)?;
    // Somebody who was erased has an id, and nothing else.
    people.extend(text.parse::<Id>().ok().filter(|_| people.is_empty()));
    let mut requests = Vec::new();
    for person in people {
        requests.extend(handle.requests_of(person)?);
    }
    Ok(requests)
}

type Page = (Vec<RightsRequest>, Option<i64>);

fn paged(handle: &Handle, after: i64, limit: usize) -> Result<Page, StoreError> {
    let rows = handle.requests(after, limit)?;
    let next = rows.last().filter(|_| rows.len() == limit).map(|(number, _)| *number);
    Ok((rows.into_iter().map(|(_, request)| request).collect(), next))
}

/// Answers one request.
pub(super) async fn show(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    match find(&app, &id).await {
        Ok(request) => told(&app, StatusCode::OK, request),
        Err(refused) => refused,
    }
}

async fn find(app: &App, id: &str) -> Result<RightsRequest, Response> {
    let id: Id = id.parse().map_err(|_| bad("a request's id has 32 hex digits"))?;
    let handle = app.handle.clone();
    match spawn_blocking(move || handle.request(id)).await {
        Ok(Ok(Some(request))) => Ok(request),
        Ok(Ok(None)) => Err(refused(&NotDone::NoRequest)),
        _ => Err(unreadable()),
    }
}

/// Opens a request, and carries it out when it says how it was made sure who asks.
pub(super) async fn open(State(app): State<Arc<App>>, body: Body) -> Response {
    let opening =
        match read(body, "give `kind`, `person`, `by`, and `identity` once it is sure who asks").await {
            Ok(asked) => opening(&app, asked).await,
            Err(refused) => Err(refused),
        };
    match opening {
        Ok(opening) => carry_out(&app, Doing::Open(Box::new(opening))).await,
        Err(refused) => refused,
    }
}

async fn opening(app: &App, asked: Asked) -> Result<Opening, Response> {
    let by = operator(&asked.by).ok_or_else(|| bad("`by` is the name of whoever sees to it"))?;
    if asked.kind.follows() {
        return Err(bad(nobody_opens(asked.kind)));
    }
    let now = app.clock.now();
    let person = meant(app, asked.person).await?;
    let correction = match asked.kind {
        RightKind::Rectify => {
            let bundle = app.handle.active();
            let read = correction::read(&bundle.plan, &asked.fields);
            Some(read.map_err(|reason| refusal(StatusCode::UNPROCESSABLE_ENTITY, &reason))?)
        }
        _ => None,
    };
    Ok(Opening {
        identity: said(asked.identity)?,
        correction,
        scope: asked.scope,
        until: asked.until,
        approver: said(asked.approver)?,
        reason: said(asked.reason)?,
        ..Opening::new(asked.kind, person, asked.received.unwrap_or(now), by)
    })
}

/// What leads to a request that nobody opens.
const fn nobody_opens(kind: RightKind) -> &'static str {
    match kind {
        RightKind::Retention => {
            "a retention ends by its time: ask for `erase` to have somebody erased before"
        }
        RightKind::Renew => "a person agrees over `/v1/consent`, and services are told of it then",
        RightKind::Lift => "a restriction ends by `end`, and services are told of it then",
        _ => "a person refuses over `/v1/consent`, and services are told of it then",
    }
}

/// The one person who is meant.
async fn meant(app: &App, text: String) -> Result<Id, Response> {
    let (handle, named) = (app.handle.clone(), text.parse::<Id>().ok());
    let found = spawn_blocking(move || handle.find(&text)).await;
    match found.map_err(|_| unreadable())?.map_err(|_| unreadable())?.as_slice() {
        [person] => Ok(*person),
        // Whoever was erased is named by the id alone.
        [] => named.ok_or_else(|| refusal(StatusCode::NOT_FOUND, "nobody is known by that")),
        _ => Err(refusal(
            StatusCode::CONFLICT,
            "several people are known by that; give the id of one, as `why` shows it",
        )),
    }
}

/// Does something about a request.
pub(super) async fn act(State(app): State<Arc<App>>, Path(id): Path<String>, body: Body) -> Response {
    let doing = match (id.parse(), read(body, "give `act` and `by`").await) {
        (Ok(id), Ok(act)) => doing(id, act),
        (Err(_), _) => Err(bad("a request's id has 32 hex digits")),
        (_, Err(refused)) => Err(refused),
    };
    match doing {
        Ok(doing) => carry_out(&app, doing).await,
        Err(refused) => refused,
    }
}

#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn doing(request: Id, act: Act) -> Result<Doing, Response> {
    let by = operator(&act.by).ok_or_else(|| bad("`by` is the name of whoever does it"))?;
    let (reason, note) = (said(act.reason)?, said(act.note)?);
    let needed = |given: Option<String>, what: &str| given.ok_or_else(|| bad(&format!("give `{what}`")));
    let (method, task) = (said(act.method)?, said(act.task)?);
    Ok(match act.act {
        Word::Identify => Doing::Identify { request, method: needed(method, "method")?, by },
        Word::Extend => Doing::Extend { request, reason: needed(reason, "reason")?, by },
        Word::Confirm | Word::Fail => {
            let done = act.act == Word::Confirm;
            Doing::Settle { request, task: needed(task, "task")?, done, note, by }
        }
        Word::Retry => Doing::Retry { request, task: needed(task, "task")?, by },
        Word::Uphold | Word::Override => {
            let upheld = act.act == Word::Uphold;
            Doing::Assess { request, upheld, reason: needed(reason, "reason")?, by }
        }
        Word::End => Doing::End { request, reason: needed(reason, "reason")?, by },
        Word::Refuse => Doing::Refuse { request, reason: needed(reason, "reason")?, by },
        Word::HandOver => Doing::HandOver { request, by },
    })
}

async fn carry_out(app: &App, doing: Doing) -> Response {
    let asked = match app.handle.right(doing) {
        Ok(receipt) => receipt.await,
        Err(refused) => Err(refused),
    };
    match asked {
        Ok(Ok(request)) => told(app, StatusCode::OK, request),
        Ok(Err(why)) => refused(&why),
        Err(unavailable) => refusal(StatusCode::SERVICE_UNAVAILABLE, &unavailable.to_string()),
    }
}

fn told(app: &App, status: StatusCode, request: RightsRequest) -> Response {
    let now = app.clock.now();
    let days_left = request.deadline().map(|due| due.saturating_sub(now).div_euclid(DAY));
    json(status, &Subject { version: VERSION, request, days_left })
}

fn refused(why: &NotDone) -> Response {
    let status = match why {
        NotDone::NoRequest | NotDone::Nobody | NotDone::NoTask(_) => StatusCode::NOT_FOUND,
        NotDone::NotIdentified | NotDone::OwnTask => StatusCode::FORBIDDEN,
        NotDone::State(_) | NotDone::Taken(_) | NotDone::NoCall(_) | NotDone::ExtendedBefore => {
            StatusCode::CONFLICT
        }
        NotDone::NothingToPutRight | NotDone::NoEnd | NotDone::NoApprover | NotDone::NotReceived => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    refusal(status, &why.to_string())
}

async fn read<T: DeserializeOwned>(body: Body, how: &str) -> Result<T, Response> {
    let bytes = ingest::read(body).await?;
    // The words of the parser may quote a value of the person's.
    serde_json::from_slice(&bytes).map_err(|_| bad(how))
}

/// What somebody says, in a few words; nothing for blanks.
#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn said(text: Option<String>) -> Result<Option<String>, Response> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_WORD) {
        return Err(bad("what is said is too long"));
    }
    Ok(text)
}

fn bad(reason: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, reason)
}

fn unreadable() -> Response {
    refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store cannot be read")
}
