//! `ingest(request) -> answer`: Segment's tracking API, in front of the host.
//!
//! What a client sends is typed against the plan here. One message that does not fit is put aside alone, and the
//! call is still answered 200: Segment's clients drop a whole batch at any 400.

mod authenticate;
mod body;
mod consent;
mod cors;
mod envelope;
mod identity;
mod instant;
mod message;
mod settings;
mod submit;
mod track;
mod translate;

pub(crate) use body::read;
pub(crate) use consent::identifiers;
pub(crate) use envelope::Envelope;
pub(crate) use submit::{answer, submit};
pub(crate) use translate::translate;

use crate::app::App;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use std::sync::Arc;

/// The calls of the tracking API, long and short, and our own call for consent.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/projects/{key}/settings", get(settings::settings).options(cors::asked))
        .route("/v1/consent", post(consent::consent).options(cors::asked))
        .route("/v1/{call}", post(track::track).options(cors::asked))
        .route_layer(from_fn(cors::cors))
}

#[cfg(test)]
mod tests;
