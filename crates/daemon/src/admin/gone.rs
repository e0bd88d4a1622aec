//! Why nothing is told of a person: nobody is known by that, or they were erased. Of an erasure is told that it was, when, and at
//! which request, and it is written down that somebody was told so.

use super::authorise::write_down;
use crate::access::{Deed, Holder};
use crate::answer::refusal;
use crate::app::App;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Gone, Handle, StoreError};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why nobody is there who is known by `text`.
pub(super) fn nobody(handle: &Handle, text: &str) -> Result<(StatusCode, String), StoreError> {
    const UNKNOWN: &str = "nobody is known by that; give a person's id, or an identifier as `lea@example.com` or `email=lea@example.com`";
    Ok(handle
        .gone(text)?
        .map_or_else(|| (StatusCode::NOT_FOUND, UNKNOWN.to_owned()), |gone| (StatusCode::GONE, told(&gone))))
}

fn told(gone: &Gone) -> String {
    let at = filrouge_explain::instant(gone.at);
    let request = gone.request.map_or_else(String::new, |request| format!(" at the request `{request}`"));
    format!(
        "they were erased on {at}{request}; what is left is the request, and a keyed hash of each address and name, by which they \
         are not written to again"
    )
}

/// Refuses a call that asked for a person. Of whom nobody knows any more is not written down either.
pub(super) async fn refuse(
    app: &Arc<App>,
    holder: &Holder,
    call: &str,
    (status, reason): (StatusCode, String),
) -> Response {
    if status == StatusCode::GONE {
        let deed = Deed::of(holder, call, app.clock.now());
        let deed = deed.saw(Vec::new(), BTreeSet::from(["that somebody was erased".to_owned()]));
        if let Err(refused) = write_down(app, deed).await {
            return refused;
        }
    }
    refusal(status, &reason)
}
