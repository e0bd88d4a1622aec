//! The states of Google's Consent Mode v2.

use super::{Said, Spoken};
use filrouge_machine::SignalSeen;
use filrouge_plan::SignalKind;
use std::collections::BTreeMap;

/// Reads the states: `granted` or `denied` by type. `chosen_at` is when the person chose, where the call says so.
///
/// # Errors
/// What is wrong with them, without the words of the call.
pub(super) fn read(states: &BTreeMap<String, String>, chosen_at: Option<i64>) -> Result<Spoken, String> {
    let mut said = BTreeMap::new();
    for (name, state) in states {
        let known = SignalKind::ConsentMode.fields().iter().find(|field| *field == name);
        let field = known.ok_or("`consentMode` has a type that Consent Mode v2 does not know")?;
        let state = match state.as_str() {
            "granted" => Said::Yes,
            "denied" => Said::No,
            _ => return Err("`consentMode` has a state that is neither `granted` nor `denied`".to_owned()),
        };
        said.insert(*field, state);
    }
    let text = serde_json::to_string(states).unwrap_or_default();
    let seen = SignalSeen { text, version: "Consent Mode 2".to_owned(), tool: None };
    Ok(Spoken { kind: SignalKind::ConsentMode, said, agrees: true, chosen_at, seen })
}
