//! A link to a person's own page, for somebody who asks by telephone or letter and has no message at hand.

use super::super::authorise::write_down;
use super::super::{asked, operator};
use super::bad;
use crate::access::{Deed, Holder};
use crate::answer::{json, refusal, refusal_for_now};
use crate::api::{SubjectLink, VERSION};
use crate::app::App;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Whose link, and who asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    person: String,
    by: String,
}

/// Makes the link. It is written down whose it is before it leaves.
pub(in super::super) async fn link(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    body: Body,
) -> Response {
    made(&app, &holder, body).await.unwrap_or_else(|refused| refused)
}

async fn made(app: &Arc<App>, holder: &Holder, body: Body) -> Result<Response, Response> {
    let wanted: Asked =
        asked(body, "say whose link, and who asks: `{\"person\": \"…\", \"by\": \"…\"}`").await?;
    operator(&wanted.by).ok_or_else(|| bad("`by` is to be the name of who asks"))?;
    let handle = app.handle.clone();
    let found = spawn_blocking(move || handle.find(&wanted.person)).await;
    let people = match found {
        Ok(Ok(people)) => people,
        _ => return Err(refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read", 5)),
    };
    let person = match people.as_slice() {
        [person] => *person,
        [] => return Err(refusal(StatusCode::NOT_FOUND, "nobody is known by this name")),
        _ => {
            return Err(refusal(
                StatusCode::CONFLICT,
                "several people are known by this name: name one by its id",
            ));
        }
    };
    let now = app.clock.now();
    let deed = Deed::of(holder, "POST /admin/v1/subjects/link", now);
    write_down(app, deed.saw(vec![person], BTreeSet::from(["preference-centre".to_owned()]))).await?;
    let link = app.links.centre(person, now.div_euclid(DAY));
    Ok(json(StatusCode::OK, &SubjectLink { version: VERSION, person, link }))
}
