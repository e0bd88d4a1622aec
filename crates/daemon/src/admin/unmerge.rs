//! Separating two people who became one by mistake.

use super::parameter;
use crate::answer::{json, refusal};
use crate::api::{Unmerge, VERSION};
use crate::app::App;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Refusal, Unmerged};
use filrouge_machine::Id;
use std::sync::Arc;

/// Separates `?person=`, the id of somebody who was absorbed, from whoever they are one with.
pub(super) async fn unmerge(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let person = parameter(query.as_deref(), "person").and_then(|text| text.parse().ok());
    let Some(person) = person else {
        let reason = "give `person`: the id of the one who was absorbed, 32 hex digits, as `why` shows it";
        return refusal(StatusCode::BAD_REQUEST, reason);
    };
    match ask(&app, person).await {
        Ok(Unmerged::Separated { from }) => json(StatusCode::OK, &Unmerge { version: VERSION, person, from }),
        Ok(Unmerged::NotMerged) => refusal(
            StatusCode::NOT_FOUND,
            "this person is not one with another; `why` shows who was absorbed",
        ),
        Ok(Unmerged::TooLate) => {
            refusal(StatusCode::GONE, "it is longer ago than `undo-merges` of the profile allows")
        }
        Err(refused) => refusal(StatusCode::SERVICE_UNAVAILABLE, &refused.to_string()),
    }
}

async fn ask(app: &App, person: Id) -> Result<Unmerged, Refusal> {
    app.handle.unmerge(person)?.await
}
