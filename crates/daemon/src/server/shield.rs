//! What every answer carries, and how often somebody may ask in vain.

use super::guest::Guest;
use super::pace::Caller;
use crate::answer::refusal_for_now;
use crate::app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Instant;

/// What browsers are told about every answer, unless it says so itself.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Counts calls to pages for people, and those that prove nothing: a call with a proof is never held back by others of its
/// address.
pub(super) async fn shield(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let caller = caller(&app, &request);
    let path = request.uri().path();
    let is_page = path.starts_with("/u/") || path.starts_with("/p/");
    let is_admin = path.starts_with("/admin/");
    let counted = || app.throttle.count(Caller::at(caller), Instant::now());
    if is_page && let Err(seconds) = counted() {
        return too_many(&app, seconds);
    }
    let mut response = next.run(request).await;
    let proves_nothing = matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    if proves_nothing && let Err(seconds) = counted() {
        response = too_many(&app, seconds);
    }
    if is_admin {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.is_tls {
        let a_year = HeaderValue::from_static("max-age=31536000");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, a_year);
    }
    response
}

/// Who calls.
fn caller(app: &App, request: &Request) -> IpAddr {
    let guest = request.extensions().get::<Guest>().copied();
    let guest = guest.unwrap_or(Guest(Ipv4Addr::UNSPECIFIED.into()));
    guest.caller(request.headers(), &app.proxies)
}

/// The answer to one call too many.
pub(crate) fn too_many(app: &App, seconds: u32) -> Response {
    app.metrics.held_off.add(1);
    refusal_for_now(StatusCode::TOO_MANY_REQUESTS, "too many calls; come back later", seconds)
}
