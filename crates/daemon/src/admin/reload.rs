//! Reload on demand, with the answer in the answer.

use super::parameter;
use crate::Allow;
use crate::answer::{json, refusal};
use crate::app::App;
use crate::reload::Verdict;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// Compiles the project and makes its plan active. 200 with the plan, or 422 with the diagnostics.
pub(super) async fn reload(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let allowed = parameter(query.as_deref(), "allow").unwrap_or_default();
    let has = |word: &str| allowed.split(',').any(|given| given == word);
    let allow = Allow { no_journeys: has("no-journeys"), dropped_purposes: has("dropped-purposes") };
    let Some(attempt) = app.reloader.ask(allow).await else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "the daemon is stopping");
    };
    let status = match attempt.result {
        Verdict::Activated | Verdict::Unchanged => StatusCode::OK,
        Verdict::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Verdict::NotStored => StatusCode::SERVICE_UNAVAILABLE,
    };
    let mut document = attempt.diagnostics.unwrap_or_else(|| json!({ "version": 1, "diagnostics": [] }));
    if let Some(members) = document.as_object_mut() {
        members.insert("result".into(), json!(attempt.result));
        members.insert("plan".into(), json!(attempt.plan));
        members.insert("active".into(), json!(app.handle.active().hash));
    }
    json(status, &document)
}
