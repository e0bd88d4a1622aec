//! Why: the decisions about a person, or one decision.

use super::authorise::saw;
use super::eyes::Eyes;
use super::gone::{nobody, refuse};
use super::parameter;
use super::why::explain_to;
use crate::access::Holder;
use crate::answer::{json, refusal};
use crate::api::{Person, VERSION, Why};
use crate::app::App;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Again, Handle, Recorded, StoreError};
use filrouge_machine::Id;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Decisions in one answer.
const PAGE: usize = 50;
const LONGEST_PAGE: usize = 500;

/// Answers `?person=` (an id, the value of any identifier, or `name=value`) or `?decision=`, the latest first; `?before=` a
/// decision's number gives the next page.
pub(super) async fn why(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    RawQuery(query): RawQuery,
) -> Response {
    let given = |name: &str| parameter(query.as_deref(), name);
    let (person, decision, before) = (given("person"), given("decision"), given("before"));
    let limit = given("limit").and_then(|text| text.parse().ok()).unwrap_or(PAGE).min(LONGEST_PAGE);
    let before = before.and_then(|text| text.parse().ok());
    let handle = app.handle.clone();
    let eyes = Eyes::of(holder.clone(), handle.active());
    let found = spawn_blocking(move || match (person, decision) {
        (Some(person), None) => about(&handle, eyes, &person, before, limit),
        (None, Some(decision)) => one(&handle, eyes, &decision),
        _ => Ok(Err((StatusCode::BAD_REQUEST, "give either `person` or `decision`".to_owned()))),
    })
    .await;
    match found {
        Ok(Ok(Ok((document, eyes)))) => shown(&app, document, eyes).await.unwrap_or_else(|refused| refused),
        Ok(Ok(Err(why))) => refuse(&app, &holder, "GET /admin/v1/why", why).await,
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"),
    }
}

/// A document, or why there is none.
type Found = Result<Result<(Why, Eyes), (StatusCode, String)>, StoreError>;

async fn shown(app: &Arc<App>, mut document: Why, eyes: Eyes) -> Result<Response, Response> {
    document.masked = eyes.masked();
    let people = document.people.iter().map(|one| one.person).collect();
    saw(app, eyes, "GET /admin/v1/why", people).await?;
    Ok(json(StatusCode::OK, &document))
}

fn about(handle: &Handle, mut eyes: Eyes, text: &str, before: Option<i64>, limit: usize) -> Found {
    let people = handle.find(text)?;
    if people.is_empty() {
        return Ok(Err(nobody(handle, text)?));
    }
    let mut found = Vec::new();
    for person in &people {
        let decisions = handle.decisions(*person, before, limit)?;
        let next = decisions.last().filter(|_| decisions.len() == limit).map(|last| last.number);
        found.push(Person { next, ..told(&mut eyes, handle, *person, decisions)? });
    }
    Ok(Ok((Why { version: VERSION, people: found, masked: Vec::new() }, eyes)))
}

fn one(handle: &Handle, mut eyes: Eyes, text: &str) -> Found {
    let Ok(id) = text.parse() else {
        return Ok(Err((StatusCode::BAD_REQUEST, "a decision's id has 32 hex digits".to_owned())));
    };
    let Some(decision) = handle.decision(id)? else {
        return Ok(Err((StatusCode::NOT_FOUND, "there is no such decision".to_owned())));
    };
    let person = told(&mut eyes, handle, decision.person, vec![decision])?;
    Ok(Ok((Why { version: VERSION, people: vec![person], masked: Vec::new() }, eyes)))
}

/// Decisions about a person, led back to the words that made them; the steps that led to them are taken again.
fn told(
    eyes: &mut Eyes,
    handle: &Handle,
    person: Id,
    decisions: Vec<Recorded>,
) -> Result<Person, StoreError> {
    let inputs = decisions.iter().map(|recorded| recorded.decision.input).collect();
    let again = handle.again(person, inputs)?.into_iter();
    let differs = again.filter(|(_, came)| matches!(came, Again::Other { .. })).map(|(input, _)| input);
    let differs = differs.collect();
    Ok(Person { person, decisions: explain_to(eyes, handle, decisions)?, differs, next: None })
}
