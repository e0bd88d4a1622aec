//! Our own call: a person's decision about one purpose.

use crate::{Told, camel_case, happened_at, identifier, is_user_id};
use filrouge_machine::{Consent, Id, InputKind};
use filrouge_plan::{Identifier as Declared, Plan};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A decision as it comes in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentCall {
    purpose: String,
    #[serde(default)]
    channel: Option<String>,
    granted: bool,
    evidence: String,
    #[serde(default)]
    message_id: Option<String>,
    #[serde(default)]
    timestamp: Option<String>,
    /// The write key, where a client puts it into the body.
    #[serde(default)]
    pub write_key: Option<String>,
    /// `userId`, `anonymousId`, and identifiers by their declared names.
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

impl ConsentCall {
    /// What the decision tells that came from `source` at `received`; `text` is the call as it came.
    ///
    /// # Errors
    /// What does not fit, without personal data.
    pub fn told(self, plan: &Plan, source: &str, text: &[u8], received: i64) -> Result<Told, String> {
        let purpose = plan.purposes.iter().find(|purpose| purpose.name == self.purpose);
        let purpose = purpose.ok_or("the purpose is not declared")?;
        if self.channel.as_ref().is_some_and(|channel| !purpose.channels.contains(channel)) {
            return Err("the channel does not carry the purpose".into());
        }
        let who = identifiers(plan, &self.rest)?;
        if who.is_empty() {
            return Err("the decision names nobody: give `userId` or `anonymousId`".into());
        }
        let content = || Id::of(&[&String::from_utf8_lossy(text), &received.to_string()]).to_string();
        let key = self.message_id.clone().unwrap_or_else(content);
        let at = happened_at(self.timestamp.as_deref(), None, received);
        let Self { purpose, channel, granted, evidence, .. } = self;
        let kind = InputKind::Consent(Consent { purpose, channel, granted, evidence });
        Ok(Told { id: Id::of(&[source, &key, "consent"]), at, kind, who })
    }
}

/// Whom `given` names, by every declared identifier, `userId` and `anonymousId`.
///
/// # Errors
/// When a value cannot be an identifier.
pub fn identifiers(plan: &Plan, given: &BTreeMap<String, Json>) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    for Declared { field, .. } in &plan.profile.identifiers {
        let spelled = || given.get(&camel_case(&field.name));
        let user = || given.get("userId").filter(|_| is_user_id(plan, &field.name));
        let text = identifier(field, given.get(&field.name).or_else(spelled).or_else(user))?;
        found.extend(text.map(|text| (field.name.clone(), text)));
    }
    Ok(found)
}
