//! `ingest(request) -> answer`: Segment's tracking API and the webhooks of services, in front of the host.
//!
//! What a client sends is typed against the plan here. One message that does not fit is put aside alone, and the
//! call is still answered 200: Segment's clients drop a whole batch at any 400.

mod authenticate;
mod body;
mod consent;
mod cors;
mod envelope;
mod replays;
mod settings;
mod signals;
mod submit;
mod track;
mod webhook;

pub(crate) use body::read;
pub(crate) use envelope::Envelope;
pub(crate) use replays::Replays;
use submit::in_pace;
pub(crate) use submit::{answer, submit};
pub(crate) use webhook::again;

use crate::app::App;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use filrouge_host::{Identifier, Ingest, Who};
use filrouge_intake::Told;
use std::sync::Arc;

/// The calls of the tracking API, long and short, our own call for consent, and webhooks.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/projects/{key}/settings", get(settings::settings).options(cors::asked))
        .route("/v1/hooks/{source}", post(webhook::webhook))
        .route("/v1/consent", post(consent::consent).options(cors::asked))
        .route("/v1/signals", post(signals::signals).options(cors::asked))
        .route("/v1/{call}", post(track::track).options(cors::asked))
        .route_layer(from_fn(cors::cors))
}

/// What was told, on its way to the host.
pub(crate) fn ingest_of(source: &str, told: Told) -> Ingest {
    let Told { id, at, kind, who } = told;
    Ingest { id, at, kind, who: known_by(who), source: source.to_owned(), releases: None }
}

/// Whoever is known by these names.
pub(crate) fn known_by(names: Vec<(String, String)>) -> Who {
    Who::Known(names.into_iter().map(|(name, value)| Identifier::new(&name, value)).collect())
}

#[cfg(test)]
mod tests;
