//! The operator's API: how things stand, reload, why, person, export, tap, history, quarantine, dead letters, start, logs. Everything needs
//! the token.

mod acts;
mod apply;
mod approvals;
mod authorise;
mod choice;
mod export;
mod eyes;
mod forecast;
mod former;
mod gone;
mod history;
mod letters;
mod logs;
mod notice;
mod pause;
mod people;
mod person;
mod positions;
mod quarantine;
mod release;
mod reload;
mod shadow;
mod sizes;
mod start;
mod status;
mod subjects;
mod tap;
mod tokens;
mod unmerge;
mod why;

pub(crate) use why::explain;

use crate::answer::refusal;
use crate::app::App;
use crate::ingest;
use axum::Router;
use axum::body::Body;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The calls of the operator.
pub(crate) fn routes(app: Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/admin/v1/status", get(status::status))
        .route("/admin/v1/sizes", get(sizes::sizes))
        .route("/admin/v1/reload", post(reload::reload))
        .route("/admin/v1/plan", get(apply::plan))
        .route("/admin/v1/apply", post(apply::apply))
        .route("/admin/v1/forecast", post(forecast::forecast))
        .route("/admin/v1/shadow", get(shadow::show).post(shadow::start).delete(shadow::stop))
        .route("/admin/v1/journeys/{journey}/start", post(start::start))
        .route("/admin/v1/positions", post(positions::put))
        .route("/admin/v1/pause", post(pause::pause))
        .route("/admin/v1/resume", post(pause::resume))
        .route("/admin/v1/approvals", get(approvals::list))
        .route("/admin/v1/approvals/{approval}", post(approvals::answer))
        .route("/admin/v1/logs", get(logs::show).put(logs::change))
        .route("/admin/v1/why", get(people::why))
        .route("/admin/v1/person", get(person::person))
        .route("/admin/v1/export", get(export::export))
        .route("/admin/v1/notices/{hash}", get(notice::notice))
        .route("/admin/v1/subjects/link", post(subjects::link))
        .route("/admin/v1/subjects", get(subjects::list).post(subjects::open))
        .route("/admin/v1/subjects/{request}", get(subjects::show).post(subjects::act))
        .route("/admin/v1/subjects/{request}/export", get(subjects::export))
        .route("/admin/v1/tap", get(tap::tap))
        .route("/admin/v1/history", get(history::history))
        .route("/admin/v1/tokens", get(tokens::list).post(tokens::create).delete(tokens::revoke))
        .route("/admin/v1/unmerge", post(unmerge::unmerge))
        .route(
            "/admin/v1/quarantine",
            get(quarantine::list).post(quarantine::replay).delete(quarantine::remove),
        )
        .route("/admin/v1/dead-letters", get(letters::list).post(letters::resend).delete(letters::remove))
        .route("/admin/v1/dead-letters/{letter}", get(letters::show))
        .route_layer(from_fn_with_state(app, authorise::authorise))
}

/// Rows of a page when nobody says how many, and the most of them.
const PAGE: usize = 100;
const LONGEST_PAGE: usize = 1_000;

/// Longest short request, in bytes.
const LONGEST: usize = 4_096;
/// Longest name of an operator, in characters.
const LONGEST_NAME: usize = 200;

/// Who asks, in one line.
fn operator(by: &str) -> Option<String> {
    let by = by.trim();
    let is_name = !by.is_empty() && by.chars().count() <= LONGEST_NAME && !by.contains(char::is_control);
    is_name.then(|| by.to_owned())
}

/// What a short request asks for; `how` says how it is written.
async fn asked<T: DeserializeOwned>(body: Body, how: &str) -> Result<T, Response> {
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let read = ingest::read(body).await?;
    if read.len() > LONGEST {
        return Err(bad("the request is too long"));
    }
    serde_json::from_slice(&read).map_err(|_| bad(how))
}

/// Behind which row a page starts, and how many rows it has at the most.
fn page(query: Option<&str>) -> (i64, usize) {
    let number = |name: &str| parameter(query, name).and_then(|text| text.parse::<i64>().ok());
    let limit = number("limit").and_then(|limit| usize::try_from(limit).ok());
    (number("after").unwrap_or(0), limit.unwrap_or(PAGE).min(LONGEST_PAGE))
}

/// One value of a query string.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
