//! Our own call: a person's decision about one purpose.

use crate::proof::{Seen, Told as Proved};
use crate::{Told, camel_case, happened_at, identifier, is_user_id};
use filrouge_machine::{Consent, Id, InputKind};
use filrouge_plan::{Identifier as Declared, Plan};
use jiff::Timestamp;
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
    #[serde(flatten)]
    proof: Proved,
    /// The write key, where a client puts it into the body.
    #[serde(default)]
    pub write_key: Option<String>,
    /// `userId`, `anonymousId`, and identifiers by their declared names.
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

impl ConsentCall {
    /// What the decision tells that came in a call of which `seen` was seen; `text` is the call as it came.
    ///
    /// # Errors
    /// What does not fit, without personal data.
    pub fn told(self, plan: &Plan, text: &[u8], seen: &Seen) -> Result<Told, String> {
        let purpose = plan.purposes.iter().find(|purpose| purpose.name == self.purpose);
        let purpose = purpose.ok_or("the purpose is not declared")?;
        if self.channel.as_ref().is_some_and(|channel| !purpose.channels.contains(channel)) {
            return Err("the channel does not carry the purpose".into());
        }
        let who = identifiers(plan, &self.rest)?;
        if who.is_empty() {
            return Err("the decision names nobody: give `userId` or `anonymousId`".into());
        }
        let content = || Id::of(&[&String::from_utf8_lossy(text), &seen.received.to_string()]).to_string();
        let key = self.message_id.clone().unwrap_or_else(content);
        let at = happened_at(self.timestamp.as_deref(), None, seen.received);
        let acted_at = acted_at(self.timestamp.as_deref())?;
        let Self { channel, granted, evidence, .. } = self;
        let proof = self.proof.proof(purpose, &evidence, acted_at, seen)?;
        let consent = Consent::said(&purpose.name, channel.as_deref(), granted, &evidence).proved(proof);
        let id = Id::of(&[&seen.source, &key, "consent"]);
        Ok(Told { id, at, kind: InputKind::Consent(consent), who })
    }
}

/// When the person acted, where the call says so. A moment that cannot be read would count as now.
pub(crate) fn acted_at(timestamp: Option<&str>) -> Result<Option<i64>, String> {
    let moment = |text: &str| text.parse::<Timestamp>().map(Timestamp::as_millisecond);
    timestamp.map(moment).transpose().map_err(|_| "`timestamp` is no moment".to_owned())
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
