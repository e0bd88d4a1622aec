//! Who is an operator.

use crate::answer::refusal;
use crate::app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

/// Lets a call through when it carries the token.
pub(super) async fn authorise(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(token) = app.admin_token.as_deref().filter(|token| !token.is_empty()) else {
        let reason = "no admin token is configured, so the admin API is closed";
        return refusal(StatusCode::FORBIDDEN, reason);
    };
    let given = bearer(request.headers()).unwrap_or_default();
    if bool::from(given.as_bytes().ct_eq(token.as_bytes())) {
        next.run(request).await
    } else {
        let mut response = refusal(StatusCode::UNAUTHORIZED, "the admin token is missing or wrong");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        response
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
