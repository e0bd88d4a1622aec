//! Calls from browsers on other sites. The write key of a browser is public, and no cookie is read.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Answers a browser's question before the call, and allows every site to read the answer to it.
pub(super) async fn cors(request: Request, next: Next) -> Response {
    let asked = request.method() == Method::OPTIONS;
    let mut response = if asked { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if asked {
        let allowed = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type, content-encoding, x-retry-count",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, "86400"),
        ];
        for (name, value) in allowed {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}
