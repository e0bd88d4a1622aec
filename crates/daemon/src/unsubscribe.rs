//! Withdrawing by one click: links that cannot be forged, and the pages behind them.

mod page;
mod token;

pub(crate) use token::Links;

use crate::answer::page as answer_page;
use crate::app::App;
use crate::ingest;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use filrouge_host::{Accepted, Entry, Ingest, Who};
use filrouge_machine::{Consent, Id, InputKind};
use page::Language;
use std::sync::Arc;

/// The links in messages. Reading one changes nothing: mail scanners read every link.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/u/{token}", get(ask).post(withdraw))
}

async fn ask(State(app): State<Arc<App>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let language = language(&headers);
    match app.links.open(&token) {
        Some(grant) => answer_page(StatusCode::OK, page::ask(language, &grant.purpose, &grant.channel)),
        None => answer_page(StatusCode::NOT_FOUND, page::unknown(language)),
    }
}

async fn withdraw(State(app): State<Arc<App>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let language = language(&headers);
    let Some(grant) = app.links.open(&token) else {
        return answer_page(StatusCode::NOT_FOUND, page::unknown(language));
    };
    let now = app.clock.now();
    let input = Ingest {
        // A link works more than once: the person may have granted again in between.
        id: Id::of(&["one-click", &token, &now.to_string()]),
        at: now,
        kind: InputKind::Consent(Consent::said(&grant.purpose, Some(&grant.channel), false, "one-click")),
        who: Who::Person(grant.person),
        source: "one-click".to_owned(),
        releases: None,
    };
    match ingest::submit(&app, vec![Entry::Input(input)]).await {
        Ok(accepted) if accepted.contains(&Accepted::Nobody) => {
            answer_page(StatusCode::NOT_FOUND, page::unknown(language))
        }
        Ok(_) => answer_page(StatusCode::OK, page::done(language, &grant.purpose, &grant.channel)),
        Err(refused) => answer_page(refused.status(), page::later(language)),
    }
}

fn language(headers: &HeaderMap) -> Language {
    let preferred = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::preferred(preferred.unwrap_or_default())
}
