//! Which of many are meant.

use crate::answer::refusal;
use crate::ingest;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_machine::Id;
use serde::Deserialize;

/// Which rows are meant.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Choice {
    /// These.
    pub(super) ids: Vec<Id>,
    /// All, up to a bound; the answer says whether there are more.
    pub(super) all: bool,
}

pub(super) async fn read(body: Body) -> Result<Choice, Response> {
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let bytes = ingest::read(body).await?;
    let choice: Choice = serde_json::from_slice(&bytes)
        .map_err(|_| bad("say which rows: `{\"ids\": [\"…\"]}` or `{\"all\": true}`"))?;
    if choice.all || !choice.ids.is_empty() { Ok(choice) } else { Err(bad("no row is named")) }
}
