//! What happened to a person, page by page.

use super::former::Former;
use super::parameter;
use crate::answer::{json, refusal};
use crate::api::{Happened, History, VERSION};
use crate::app::App;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Handle, Happened as Row, StoreError};
use filrouge_machine::{Id, InputKind};
use filrouge_plan::{Bundle, Field, Plan};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Inputs in one answer.
const PAGE: usize = 200;
const LONGEST_PAGE: usize = 1_000;

/// Answers `?person=` (as for `why`, but one person only), the first first; `?after=` an input's number gives the next page.
pub(super) async fn history(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let given = |name: &str| parameter(query.as_deref(), name);
    let Some(person) = given("person") else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "give `person`: an id, or an identifier as `email=lea@example.com`",
        );
    };
    let after = given("after").and_then(|text| text.parse().ok()).unwrap_or(0);
    let limit = given("limit").and_then(|text| text.parse().ok()).unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let handle = app.handle.clone();
    match spawn_blocking(move || page(&handle, &person, after, limit)).await {
        Ok(Ok(Ok(document))) => json(StatusCode::OK, &document),
        Ok(Ok(Err((status, reason)))) => refusal(status, reason),
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"),
    }
}

/// A document, or why there is none.
type Found = Result<Result<History, (StatusCode, &'static str)>, StoreError>;

fn page(handle: &Handle, text: &str, after: i64, limit: usize) -> Found {
    match *handle.find(text)? {
        [] => Ok(Err((StatusCode::NOT_FOUND, "nobody is known by that"))),
        [person] => of(handle, person, after, limit).map(Ok),
        _ => Ok(Err((
            StatusCode::CONFLICT,
            "several people are known by that; give the id of one, as `why` shows it",
        ))),
    }
}

fn of(handle: &Handle, person: Id, after: i64, limit: usize) -> Result<History, StoreError> {
    let rows = handle.history(person, after, limit)?;
    let next = rows.last().filter(|_| rows.len() == limit).map(|last| last.number);
    let mut former = Former::of(handle);
    let mut inputs = Vec::with_capacity(rows.len());
    for row in rows {
        let bundle = former.bundle(&row.plan)?;
        inputs.push(told(row, bundle));
    }
    Ok(History { version: VERSION, person, inputs, next })
}

pub(super) fn told(row: Row, bundle: Option<&Bundle>) -> Happened {
    let Row { number, person, input, plan, source } = row;
    let fields = bundle.map_or_else(Vec::new, |bundle| names(&input.kind, &bundle.plan));
    Happened { number, id: input.id, person, at: input.at, plan, source, kind: input.kind, fields }
}

/// Names of the values of an event or a start.
fn names(kind: &InputKind, plan: &Plan) -> Vec<String> {
    let fields: &[Field] = match kind {
        InputKind::Event(event) => {
            let schema = plan.events.iter().find(|schema| schema.name == event.name);
            schema.map_or(&[], |schema| &schema.fields)
        }
        InputKind::Start(start) => {
            let journey = plan.journeys.iter().find(|journey| journey.name == start.journey);
            journey.map_or(&[], |journey| &journey.enter.fields)
        }
        _ => &[],
    };
    fields.iter().map(|field| field.name.clone()).collect()
}
