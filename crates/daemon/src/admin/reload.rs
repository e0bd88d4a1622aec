//! Reload on demand, with the answer in the answer.

use super::parameter;
use crate::Allow;
use crate::answer::{json, refusal};
use crate::api::{Attempt, Diagnostics, Reload, VERSION, Verdict};
use crate::app::App;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// Compiles the project and makes its plan active. 200 with the plan; 422 with the diagnostics
/// when the project has errors, 409 when people inside would have no place in it.
pub(super) async fn reload(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let Some(attempt) = app.reloader.ask(allowed(query.as_deref())).await else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "the daemon is stopping");
    };
    let status = status(attempt.result);
    let diagnostics = attempt.diagnostics.as_ref().map(Diagnostics::list).unwrap_or_default();
    let active = filrouge_host::compiled(&app.handle.active()).hash.clone();
    let Attempt { result, plan, .. } = attempt;
    json(status, &Reload { version: VERSION, result, plan, active, diagnostics })
}

/// What a call allows a plan to take away.
pub(super) fn allowed(query: Option<&str>) -> Allow {
    let allowed = parameter(query, "allow").unwrap_or_default();
    let has = |word: &str| allowed.split(',').any(|given| given == word);
    Allow { no_journeys: has("no-journeys"), dropped_purposes: has("dropped-purposes"), unapproved: false }
}

/// How an attempt is answered.
pub(super) const fn status(result: Verdict) -> StatusCode {
    match result {
        Verdict::Activated | Verdict::Unchanged | Verdict::Shared | Verdict::TakenBack => StatusCode::OK,
        Verdict::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Verdict::Blocked | Verdict::Stale => StatusCode::CONFLICT,
        Verdict::NotStored => StatusCode::SERVICE_UNAVAILABLE,
    }
}
