//! Tokens of the admin API: made, listed and revoked.

use super::{asked, operator, parameter};
use crate::access::{Fresh, Holder, Rights, Token};
use crate::answer::{json, refusal};
use crate::api::{CreatedToken, ListedToken, RevokedToken, Tokens, VERSION, WantedToken};
use crate::app::App;
use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::io;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The most days for which a token is valid.
const MOST_DAYS: u32 = 366;
const DAY: i64 = 86_400_000;

/// Every token, without its secret.
pub(super) async fn list(State(app): State<Arc<App>>) -> Response {
    let tokens = app.tokens.all().into_iter().map(listed).collect();
    json(StatusCode::OK, &Tokens { version: VERSION, tokens })
}

/// Makes a token. Nobody hands out more than they have.
pub(super) async fn create(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    body: Body,
) -> Response {
    make(&app, &holder, body).await.unwrap_or_else(|refused| refused)
}

/// Revokes `?id=`, from now on.
pub(super) async fn revoke(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let Some(id) = parameter(query.as_deref(), "id") else {
        return refusal(StatusCode::BAD_REQUEST, "give `id`, as the list of tokens shows it");
    };
    let (own, now) = (Arc::clone(&app), app.clock.now());
    match kept(spawn_blocking(move || own.tokens.revoke(&id, now)).await) {
        Ok(Some(token)) => json(StatusCode::OK, &RevokedToken { version: VERSION, revoked: listed(token) }),
        Ok(None) => refusal(StatusCode::NOT_FOUND, "there is no such token"),
        Err(refused) => refused,
    }
}

async fn make(app: &Arc<App>, holder: &Holder, body: Body) -> Result<Response, Response> {
    let how = "say what it is for: `{\"name\": \"…\", \"roles\": [\"…\"], \"days\": 90}`";
    let wanted: WantedToken = asked(body, how).await?;
    let fresh = fresh(app, holder, wanted)?;
    let own = Arc::clone(app);
    let (token, secret) = kept(spawn_blocking(move || own.tokens.create(fresh)).await)?;
    Ok(json(StatusCode::OK, &CreatedToken { version: VERSION, token: listed(token), secret }))
}

#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn fresh(app: &App, holder: &Holder, wanted: WantedToken) -> Result<Fresh, Response> {
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let WantedToken { name, mut roles, everything, days } = wanted;
    let name = operator(&name).ok_or_else(|| bad("`name` says in one line what the token is for"))?;
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(bad("`days` is a number from 1 to 366"));
    }
    if everything != roles.is_empty() {
        return Err(bad("a token has roles, or may do everything"));
    }
    roles.sort();
    roles.dedup();
    let plan = app.handle.active();
    if let Some(unknown) = roles.iter().find(|role| !plan.plan.roles.iter().any(|own| own.name == **role)) {
        return Err(bad(&format!("the plan that runs has no role `{unknown}`")));
    }
    if !has(holder, everything, &roles) {
        return Err(refusal(StatusCode::FORBIDDEN, "a token hands out no more than it has itself"));
    }
    let created_at = app.clock.now();
    let expires_at = created_at.saturating_add(i64::from(days) * DAY);
    Ok(Fresh { name, roles, everything, created_at, expires_at })
}

fn has(holder: &Holder, everything: bool, roles: &[String]) -> bool {
    match &holder.rights {
        Rights::Everything => true,
        Rights::Roles(own) => !everything && roles.iter().all(|role| own.contains(role)),
    }
}

#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn kept<T>(done: Result<io::Result<T>, tokio::task::JoinError>) -> Result<T, Response> {
    let failed = || refusal(StatusCode::INTERNAL_SERVER_ERROR, "the tokens cannot be written");
    done.map_err(|_| failed())?.map_err(|error| {
        tracing::error!(%error, "the tokens cannot be written");
        failed()
    })
}

fn listed(token: Token) -> ListedToken {
    ListedToken {
        id: token.id,
        name: token.name,
        roles: token.roles,
        everything: token.everything,
        created_at: token.created_at,
        expires_at: token.expires_at,
        revoked_at: token.revoked_at,
        last_used_at: token.last_used_at,
    }
}
