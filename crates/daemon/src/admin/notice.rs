//! The text of a notice that people were shown.

use crate::answer::{json, refusal, refusal_for_now};
use crate::api::{Notice, VERSION};
use crate::app::App;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The text of this SHA-256, or of this version, which is the beginning of it.
pub(super) async fn notice(State(app): State<Arc<App>>, Path(hash): Path<String>) -> Response {
    let handle = app.handle.clone();
    let wanted = hash.to_ascii_lowercase();
    match spawn_blocking(move || handle.notice(&wanted)).await {
        Ok(Ok(Some(file))) => {
            let version = file.sha256.chars().take(12).collect();
            let (file, sha256, text) = (file.path, file.sha256, file.text);
            json(StatusCode::OK, &Notice { version: VERSION, file, notice: version, sha256, text })
        }
        Ok(Ok(None)) => {
            refusal(StatusCode::NOT_FOUND, "no plan that was active shows a notice of this hash or version")
        }
        _ => refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read", 5),
    }
}
