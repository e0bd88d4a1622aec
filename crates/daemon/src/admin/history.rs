//! What happened to a person, page by page.

use super::authorise::saw;
use super::eyes::{Eyes, MASK};
use super::former::Former;
use super::gone::{nobody, refuse};
use super::parameter;
use crate::access::Holder;
use crate::answer::{json, refusal};
use crate::api::{Happened, History, VERSION};
use crate::app::App;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Handle, Happened as Row, StoreError};
use filrouge_machine::{Id, InputKind, Outcome};
use filrouge_plan::{Bundle, Field, Plan, Value};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Inputs in one answer.
const PAGE: usize = 200;
const LONGEST_PAGE: usize = 1_000;

/// Answers `?person=` (as for `why`, but one person only), the first first; `?after=` an input's number gives the next page.
pub(super) async fn history(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    RawQuery(query): RawQuery,
) -> Response {
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
    let eyes = Eyes::of(holder.clone(), handle.active());
    match spawn_blocking(move || page(&handle, eyes, &person, after, limit)).await {
        Ok(Ok(Ok((document, eyes)))) => shown(&app, document, eyes).await.unwrap_or_else(|refused| refused),
        Ok(Ok(Err(why))) => refuse(&app, &holder, "GET /admin/v1/history", why).await,
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"),
    }
}

/// A document, or why there is none.
type Found = Result<Result<(History, Eyes), (StatusCode, String)>, StoreError>;

async fn shown(app: &Arc<App>, mut document: History, eyes: Eyes) -> Result<Response, Response> {
    document.masked = eyes.masked();
    saw(app, eyes, "GET /admin/v1/history", vec![document.person]).await?;
    Ok(json(StatusCode::OK, &document))
}

fn page(handle: &Handle, mut eyes: Eyes, text: &str, after: i64, limit: usize) -> Found {
    match *handle.find(text)? {
        [] => nobody(handle, text).map(Err),
        [person] => {
            let document = of(handle, &mut eyes, person, after, limit)?;
            Ok(Ok((document, eyes)))
        }
        _ => Ok(Err((
            StatusCode::CONFLICT,
            "several people are known by that; give the id of one, as `why` shows it".to_owned(),
        ))),
    }
}

fn of(handle: &Handle, eyes: &mut Eyes, person: Id, after: i64, limit: usize) -> Result<History, StoreError> {
    let rows = handle.history(person, after, limit)?;
    let next = rows.last().filter(|_| rows.len() == limit).map(|last| last.number);
    let mut former = Former::of(handle);
    let mut inputs = Vec::with_capacity(rows.len());
    for row in rows {
        let bundle = former.bundle(&row.plan)?;
        inputs.push(shown_to(eyes, row, bundle));
    }
    Ok(History { version: VERSION, person, inputs, next, masked: Vec::new() })
}

/// A row as it is, for the person whose data it is.
pub(super) fn told(row: Row, bundle: Option<&Bundle>) -> Happened {
    let Row { number, person, input, plan, source } = row;
    let fields = bundle.map_or(&[][..], |bundle| fields(&input.kind, &bundle.plan));
    let fields = fields.iter().map(|field| field.name.clone()).collect();
    Happened { number, id: input.id, person, at: input.at, plan, source, kind: input.kind, fields }
}

/// A row as somebody may see it.
fn shown_to(eyes: &mut Eyes, mut row: Row, bundle: Option<&Bundle>) -> Happened {
    let named = bundle.map_or(&[][..], |bundle| fields(&row.input.kind, &bundle.plan));
    let profile = bundle.map_or(&[][..], |bundle| &bundle.plan.profile.fields);
    cover(&mut row.input.kind, named, profile, eyes);
    told(row, bundle)
}

/// Masks what must be. Values without a field, since the plan is not known any more, are seen by those who may see everything.
fn cover(kind: &mut InputKind, fields: &[Field], profile: &[Field], eyes: &mut Eyes) {
    match kind {
        InputKind::Event(event) => values(&mut event.fields, fields, eyes),
        InputKind::Start(start) => values(&mut start.fields, fields, eyes),
        InputKind::Identify(known) => told_of((&mut known.identifiers, &mut known.fields), profile, eyes),
        InputKind::Rectify(right) => told_of((&mut right.identifiers, &mut right.fields), profile, eyes),
        InputKind::Consent(consent) => consent.proof.iter_mut().for_each(|proof| eyes.proof(proof)),
        InputKind::Outcome { outcome: Outcome::Answered { fields }, .. } => {
            for (_, value) in fields {
                named("answers", value, &[], eyes);
            }
        }
        _ => {}
    }
}

/// Values by their names.
type Named<'a, T> = &'a mut [(String, T)];

/// Identifiers and fields of a profile.
fn told_of((identifiers, fields): (Named<'_, String>, Named<'_, Value>), profile: &[Field], eyes: &mut Eyes) {
    for (name, value) in identifiers {
        if !eyes.identifier(name) {
            MASK.clone_into(value);
        }
    }
    for (name, value) in fields {
        named(name, value, profile, eyes);
    }
}

fn values(values: &mut [Value], fields: &[Field], eyes: &mut Eyes) {
    for (place, value) in values.iter_mut().enumerate() {
        match fields.get(place) {
            Some(field) => eyes.value(field, value),
            None => named("values of a former plan", value, &[], eyes),
        }
    }
}

/// A value by the name of its field, or by what it is where there is no such field.
fn named(name: &str, value: &mut Value, fields: &[Field], eyes: &mut Eyes) {
    match fields.iter().find(|field| field.name == name) {
        Some(field) => eyes.value(field, value),
        None if eyes.everything(name) => {}
        None => *value = Value::Text(MASK.into()),
    }
}

/// The fields of an event or a start.
fn fields<'p>(kind: &InputKind, plan: &'p Plan) -> &'p [Field] {
    match kind {
        InputKind::Event(event) => {
            let schema = plan.events.iter().find(|schema| schema.name == event.name);
            schema.map_or(&[], |schema| &schema.fields)
        }
        InputKind::Start(start) => {
            let journey = plan.journeys.iter().find(|journey| journey.name == start.journey);
            journey.map_or(&[], |journey| plan.entry_fields(journey))
        }
        _ => &[],
    }
}
