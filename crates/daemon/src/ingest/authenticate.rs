//! Whose call it is: the source whose write key it carries.

use crate::app::App;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use filrouge_plan::{Plan, Source, SourceKind};
use subtle::ConstantTimeEq as _;

/// The key that a development daemon takes for its first source and for each webhook, so that nothing has to be set up.
pub(super) const DEVELOPMENT: &str = "dev";

/// The name of the source whose write key is `key`. Every source is compared, so that the time tells nothing.
pub(super) fn source(app: &App, plan: &Plan, key: &str) -> Option<String> {
    let in_development = app.mailbox.is_some() && key == DEVELOPMENT;
    let mut found = plan
        .sources
        .iter()
        .find(|source| in_development && is_http(source))
        .map(|source| source.name.clone());
    for source in &plan.sources {
        let SourceKind::Http { write_key } = &source.kind else { continue };
        let fits =
            app.needed.secrets.reveal(write_key).is_ok_and(|own| own.as_bytes().ct_eq(key.as_bytes()).into());
        if fits && found.is_none() {
            found = Some(source.name.clone());
        }
    }
    found
}

fn is_http(source: &Source) -> bool {
    matches!(source.kind, SourceKind::Http { .. })
}

/// The key in the `Authorization` header: the user of Basic, as Segment's libraries send it.
pub(super) fn key_in(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let key = decoded.split_once(':').map_or(decoded.as_str(), |(user, _)| user);
    Some(key.to_owned()).filter(|key| !key.is_empty())
}
