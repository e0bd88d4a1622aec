//! What is looked at: the page, receipts, the script of the banner.

use crate::answer::{page as answer_page, refusal};
use crate::app::App;
use crate::ingest;
use crate::unsubscribe::Opened;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use filrouge_centre::{self as centre, Language, Note, Visit, locale_of};
use filrouge_host::Known;
use filrouge_machine::{ConsentRecord, Id};
use filrouge_plan::Bundle;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Somebody who opened the page by a link that holds.
pub(super) struct Visitor {
    pub(super) bundle: Arc<Bundle>,
    pub(super) known: Known,
    pub(super) token: String,
    pub(super) path: String,
    pub(super) now: i64,
    pub(super) locale: String,
}

impl Visitor {
    pub(super) fn visit(&self) -> Visit<'_> {
        Visit {
            plan: &self.bundle.plan,
            texts: &self.bundle.origins.files,
            person: &self.known.state,
            now: self.now,
            locale: self.locale.clone(),
            path: self.path.clone(),
        }
    }
}

/// The languages that a browser asks for.
pub(super) fn accepted(headers: &HeaderMap) -> &str {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The parts of a query or of a form.
fn pairs(bytes: &[u8]) -> BTreeMap<String, String> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// What a form sends.
pub(super) async fn form(body: Body) -> Result<BTreeMap<String, String>, Response> {
    ingest::read(body).await.map(|bytes| pairs(&bytes))
}

/// Whoever `token` stands for; a page that says why not otherwise.
pub(super) async fn visitor(
    app: &App,
    token: String,
    lang: Option<String>,
    headers: &HeaderMap,
) -> Result<Visitor, Response> {
    let bundle = app.handle.active();
    let now = app.clock.now();
    let language = lang.as_deref().map_or_else(|| Language::preferred(accepted(headers)), Language::of);
    let person = match app.links.open_centre(&token, now) {
        Opened::Person(person) => person,
        Opened::Expired(_) => {
            return Err(answer_page(StatusCode::GONE, centre::expired(&bundle.plan.centre, language)));
        }
        Opened::Unknown => {
            return Err(answer_page(StatusCode::NOT_FOUND, centre::unknown(&bundle.plan.centre, language)));
        }
    };
    let known = known(app, person).await;
    let Some(known) = known else {
        return Err(answer_page(StatusCode::NOT_FOUND, centre::unknown(&bundle.plan.centre, language)));
    };
    let locale = locale_of(&bundle.plan, Some(&known.state), lang.as_deref(), accepted(headers));
    let path = app.links.centre_path(&token);
    Ok(Visitor { bundle, known, token, path, now, locale })
}

/// What is known of a person by now: they may have become one with somebody.
pub(super) async fn known(app: &App, person: Id) -> Option<Known> {
    let handle = app.handle.clone();
    let found = spawn_blocking(move || {
        let present = handle.find(&person.to_string())?.into_iter().next();
        present.map(|person| handle.known(person)).transpose()
    });
    found.await.ok()?.ok().flatten().flatten()
}

/// A part of a query.
pub(super) fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    pairs(query.unwrap_or_default().as_bytes()).remove(name)
}

/// The page. A scanner of links may read it as often as it likes.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let lang = parameter(query.as_deref(), "lang");
    let note = parameter(query.as_deref(), "told").and_then(|told| note(&told));
    match visitor(&app, token, lang, &headers).await {
        Ok(visitor) => {
            let proof = app.links.form(&visitor.token, visitor.now);
            answer_page(StatusCode::OK, centre::page(&visitor.visit(), &proof, note))
        }
        Err(refused) => refused,
    }
}

/// What is told at the top, by its word in the address.
fn note(told: &str) -> Option<Note> {
    Some(match told {
        "saved" => Note::Saved,
        "refused" => Note::Refused,
        "changed" => Note::Changed,
        "old" => Note::Old,
        _ => return None,
    })
}

/// Every decision, with its receipt.
pub(super) async fn receipts(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match visitor(&app, token, parameter(query.as_deref(), "lang"), &headers).await {
        Ok(visitor) => answer_page(StatusCode::OK, centre::receipts_page(&visitor.visit())),
        Err(refused) => refused,
    }
}

/// One receipt: a page, or JSON with the end `.json`.
pub(super) async fn receipt(
    State(app): State<Arc<App>>,
    Path((token, receipt)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let visitor = match visitor(&app, token, parameter(query.as_deref(), "lang"), &headers).await {
        Ok(visitor) => visitor,
        Err(refused) => return refused,
    };
    let (id, is_json) = receipt.strip_suffix(".json").map_or((receipt.as_str(), false), |id| (id, true));
    let Some(record) = record(&visitor, id) else {
        return refusal(StatusCode::NOT_FOUND, "there is no such receipt");
    };
    let person = visitor.known.id.to_string();
    if !is_json {
        return answer_page(StatusCode::OK, centre::receipt_page(&visitor.visit(), &person, record));
    }
    let json = centre::receipt_json(&visitor.visit(), &person, record);
    download(&json, &format!("receipt-{id}.json"))
}

fn record<'v>(visitor: &'v Visitor, id: &str) -> Option<&'v ConsentRecord> {
    let id: Id = id.parse().ok()?;
    visitor.known.state.ledger.iter().find(|record| record.id == id)
}

/// A file to keep. Its name is made of an id that was parsed.
fn download(json: &serde_json::Value, name: &str) -> Response {
    let text = serde_json::to_string_pretty(json).unwrap_or_default();
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The script that asks for consent on somebody's site.
pub(super) async fn banner(State(app): State<Arc<App>>) -> Response {
    let mut response = Response::new(Body::from(centre::banner(&app.handle.active())));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
