//! Whether a privacy approver has agreed to what is done with personal data.
//!
//! Who may agree is what the manifest *before* says: whoever changes a project cannot name themselves. What is agreed to is the
//! state of the manifest *after*, whole, so that an agreement to one change covers no other.

use crate::document::Shift;
use crate::privacy::between;
use filrouge_note::{Verifier, open};
use filrouge_plan::manifest::{Manifest, PrivacyApprover};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What such an agreement begins with.
const TITLE: &str = "filrouge privacy approval";

/// More is done with personal data, and somebody has been named who must agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PrivacyApproval {
    /// SHA-256 of all that the plan after says is done with data: what is agreed to.
    pub state: String,
    /// Who may agree, by the plan before; one is enough.
    pub approvers: Vec<String>,
    /// Who has agreed.
    pub agreed: Vec<String>,
}

/// A plan that does more with personal data, to which nobody who may has agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unapproved {
    /// Who may agree.
    pub approvers: Vec<String>,
    /// What is done more; empty when it cannot be told.
    pub widens: Vec<Shift>,
}

/// The text that an approver signs: the project, and the state that they agree to.
#[must_use]
pub fn approval_text(manifest: &Manifest) -> String {
    format!("{TITLE}\n{}\n{}\n", manifest.organisation.project, manifest.state())
}

/// What asks for an agreement on the way from one manifest to the other; nothing when nobody was named who must agree.
pub(crate) fn approval(
    before: Option<&Manifest>,
    now: &Manifest,
    notes: &[String],
) -> Option<PrivacyApproval> {
    let named = named(before, now);
    let agreed = agreed(named, now, notes);
    let approvers: Vec<String> = named.iter().map(|own| own.owner.clone()).collect();
    (!approvers.is_empty()).then(|| PrivacyApproval { state: now.state(), approvers, agreed })
}

/// Those of the manifest before. Where that is not known, those that the new one names: better they than nobody.
fn named<'m>(before: Option<&'m Manifest>, now: &'m Manifest) -> &'m [PrivacyApprover] {
    &before.unwrap_or(now).organisation.privacy_approvers
}

/// Those whose signature stands under exactly this state.
fn agreed(approvers: &[PrivacyApprover], now: &Manifest, notes: &[String]) -> Vec<String> {
    let text = approval_text(now);
    let has_signed = |own: &&PrivacyApprover| {
        let Ok(key) = own.key.parse::<Verifier>() else { return false };
        notes.iter().any(|note| open(note, std::slice::from_ref(&key)).is_ok_and(|note| note.text == text))
    };
    approvers.iter().filter(has_signed).map(|own| own.owner.clone()).collect()
}

/// What keeps a plan from going live: more is done with personal data than before, somebody has been named who must agree, and
/// no note holds their signature. What is not known counts as more.
#[must_use]
pub fn unapproved(before: Option<&Manifest>, now: Option<&Manifest>, notes: &[String]) -> Option<Unapproved> {
    let Some(now) = now else {
        let approvers =
            before.map(|before| before.organisation.privacy_approvers.as_slice()).unwrap_or_default();
        let approvers: Vec<String> = approvers.iter().map(|own| own.owner.clone()).collect();
        return (!approvers.is_empty()).then(|| Unapproved { approvers, widens: Vec::new() });
    };
    let shifts = before.map(|before| between(before, now));
    let widens = shifts.map(|shifts| shifts.into_iter().filter(|shift| shift.widens).collect::<Vec<_>>());
    if widens.as_ref().is_some_and(Vec::is_empty) {
        return None;
    }
    let asked = approval(before, now, notes).filter(|asked| asked.agreed.is_empty())?;
    Some(Unapproved { approvers: asked.approvers, widens: widens.unwrap_or_default() })
}
