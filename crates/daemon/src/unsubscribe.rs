//! Withdrawing by one click: links that cannot be forged, and the pages behind them.

mod confirm;
mod form;
mod token;

pub(crate) use form::Opened;
pub(crate) use token::Links;

use crate::answer::page as answer_page;
use crate::app::App;
use crate::ingest;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use filrouge_centre::{self as centre, Language};
use filrouge_host::{Accepted, Entry, Ingest, Who};
use filrouge_machine::{Consent, Id, InputKind, Method, Proof};
use std::sync::Arc;

/// The links in messages. Reading one changes nothing: mail scanners read every link.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/u/{token}", get(ask).post(withdraw))
}

async fn ask(State(app): State<Arc<App>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let (bundle, language) = (app.handle.active(), language(&headers));
    let centre = &bundle.plan.centre;
    match app.links.open(&token) {
        Some(grant) => {
            answer_page(StatusCode::OK, centre::ask(centre, language, &grant.purpose, &grant.channel))
        }
        None => answer_page(StatusCode::NOT_FOUND, centre::unknown(centre, language)),
    }
}

/// Withdraws at once, whatever stands in the body: RFC 8058 sends a form, people press a button. A link that means nothing is
/// answered 200 as well: a mail provider that hears an error counts it against the sender, and can do nothing about it.
async fn withdraw(State(app): State<Arc<App>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let (bundle, language) = (app.handle.active(), language(&headers));
    let centre = &bundle.plan.centre;
    let nobody = || {
        tracing::warn!("somebody pressed an unsubscribe link that means nothing");
        answer_page(StatusCode::OK, centre::unknown(centre, language))
    };
    let Some(grant) = app.links.open(&token) else { return nobody() };
    let now = app.clock.now();
    let proof = Proof {
        method: Method::OneClick,
        source: Some("one-click".to_owned()),
        received_at: Some(now),
        ..Proof::default()
    };
    let decision = Consent::said(&grant.purpose, Some(&grant.channel), false, "one-click").proved(proof);
    let input = Ingest {
        // A link works more than once: the person may have granted again in between.
        id: Id::of(&["one-click", &token, &now.to_string()]),
        at: now,
        kind: InputKind::Consent(decision),
        who: Who::Person(grant.person),
        source: "one-click".to_owned(),
        releases: None,
    };
    match ingest::submit(&app, vec![Entry::Input(input)]).await {
        Ok(accepted) if accepted.contains(&Accepted::Nobody) => nobody(),
        Ok(_) => answer_page(StatusCode::OK, centre::done(centre, language, &grant.purpose, &grant.channel)),
        Err(refused) => answer_page(refused.status(), centre::later(centre, language)),
    }
}

fn language(headers: &HeaderMap) -> Language {
    let preferred = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::preferred(preferred.unwrap_or_default())
}
