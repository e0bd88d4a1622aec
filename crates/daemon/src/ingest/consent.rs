//! Our own call: a person's decision about one purpose.

use super::{authenticate, body, submit};
use crate::answer::{json, refusal};
use crate::app::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use filrouge_host::{Accepted, Entry, Identifier, Ingest, Who};
use filrouge_intake::{camel_case, happened_at, identifier, is_user_id};
use filrouge_machine::{Consent, Id, InputKind};
use filrouge_plan::{Identifier as Declared, Plan};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A decision as it comes in. Unlike a tracked event it is refused when it does not fit: whoever sends it must
/// know that it was not recorded.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    purpose: String,
    #[serde(default)]
    channel: Option<String>,
    granted: bool,
    evidence: String,
    #[serde(default)]
    message_id: Option<String>,
    #[serde(default)]
    timestamp: Option<String>,
    #[serde(default)]
    write_key: Option<String>,
    /// `userId`, `anonymousId`, and identifiers by their declared names.
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

/// Records a decision, and answers when it is on the disk.
pub(super) async fn consent(State(app): State<Arc<App>>, headers: HeaderMap, body: Body) -> Response {
    accept(&app, &headers, body).await.unwrap_or_else(|refused| refused)
}

async fn accept(app: &App, headers: &HeaderMap, body: Body) -> Result<Response, Response> {
    let bytes = body::read(body).await?;
    let bad = |reason: &str| refusal(StatusCode::BAD_REQUEST, reason);
    let decision: Decision = serde_json::from_slice(&bytes).map_err(|error| {
        bad(&format!(
            "a decision needs `purpose`, `granted`, `evidence` and `userId` (line {}, column {})",
            error.line(),
            error.column()
        ))
    })?;
    let bundle = app.handle.active();
    let key = authenticate::key_in(headers).or_else(|| decision.write_key.clone());
    let source = key.and_then(|key| authenticate::source(app, &bundle.plan, &key));
    let source = source.ok_or_else(|| refusal(StatusCode::UNAUTHORIZED, "the write key is not known"))?;
    let input =
        input(&bundle.plan, &source, decision, &bytes, app.clock.now()).map_err(|reason| bad(&reason))?;
    let accepted = submit(app, vec![Entry::Input(input)]).await?;
    let known = !accepted.contains(&Accepted::Nobody);
    if known {
        Ok(json(StatusCode::OK, &json!({ "success": true })))
    } else {
        Err(bad("the decision names nobody"))
    }
}

fn input(plan: &Plan, source: &str, decision: Decision, bytes: &[u8], now: i64) -> Result<Ingest, String> {
    let purpose = plan.purposes.iter().find(|purpose| purpose.name == decision.purpose);
    let purpose = purpose.ok_or("the purpose is not declared")?;
    if decision.channel.as_ref().is_some_and(|channel| !purpose.channels.contains(channel)) {
        return Err("the channel does not carry the purpose".into());
    }
    let who = identifiers(plan, &decision.rest)?;
    if who.is_empty() {
        return Err("the decision names nobody: give `userId` or `anonymousId`".into());
    }
    let content = || Id::of(&[&String::from_utf8_lossy(bytes), &now.to_string()]).to_string();
    let key = decision.message_id.clone().unwrap_or_else(content);
    let at = happened_at(decision.timestamp.as_deref(), None, now);
    let Decision { purpose, channel, granted, evidence, .. } = decision;
    Ok(Ingest {
        id: Id::of(&[source, &key, "consent"]),
        at,
        kind: InputKind::Consent(Consent { purpose, channel, granted, evidence }),
        who: Who::Known(who),
        source: source.to_owned(),
        releases: None,
    })
}

/// Whom `given` names, by every declared identifier, `userId` and `anonymousId`.
pub(crate) fn identifiers(plan: &Plan, given: &BTreeMap<String, Json>) -> Result<Vec<Identifier>, String> {
    let mut found = Vec::new();
    for Declared { field, .. } in &plan.profile.identifiers {
        let spelled = || given.get(&camel_case(&field.name));
        let user = || given.get("userId").filter(|_| is_user_id(plan, &field.name));
        let text = identifier(field, given.get(&field.name).or_else(spelled).or_else(user))?;
        found.extend(text.map(|text| Identifier::new(&field.name, text)));
    }
    Ok(found)
}
