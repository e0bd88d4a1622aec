//! The plan of a share of the people, as it is told.

use crate::answer::refusal;
use crate::api::Release;
use crate::app::App;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Released, Status};
use tokio::task::spawn_blocking;

/// The plan of a share, and how many people live under it; nothing where there is none.
pub(super) async fn of(app: &App) -> Result<Option<Release>, Response> {
    if app.handle.released().is_none() {
        return Ok(None);
    }
    let handle = app.handle.clone();
    match spawn_blocking(move || handle.status()).await {
        Ok(Ok(status)) => Ok(shown(&status)),
        _ => Err(refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked")),
    }
}

/// The same of a status that is known.
pub(super) fn shown(status: &Status) -> Option<Release> {
    let Released { bundle, share, by, at } = status.released.clone()?;
    let (plan, people) = (bundle.hash.clone(), status.counts.released);
    Some(Release { plan, share: share.into(), people, by, since: at })
}
