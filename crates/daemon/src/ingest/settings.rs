//! The document that Segment's browser library asks for before anything else.

use crate::answer::json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

/// Tells the library to send everything to us and to load no other integration. It holds no secret: the key came
/// with the question.
pub(super) async fn settings(Path(key): Path<String>) -> Response {
    let document = json!({
        "integrations": { "Segment.io": { "apiKey": key, "unbundledIntegrations": [], "addBundledMetadata": true } },
        "plan": { "track": { "__default": { "enabled": true } } },
        "edgeFunction": {},
        "analyticsNextEnabled": true,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": { "sampleRate": 0 },
        "legacyVideoPluginsEnabled": false,
        "remotePlugins": [],
    });
    json(StatusCode::OK, &document)
}
