//! What may be done with personal data, across reloads and restarts.
//!
//! The manifest of the plan that runs is kept beside the data: who must agree before more is done is what it says, not what the
//! folder says by now.

use crate::{Allow, Refusal};
use filrouge_plan::manifest::Manifest;
use filrouge_review::{Unapproved, unapproved};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn path(data: &Path) -> PathBuf {
    data.join("running-manifest.json")
}

/// The manifest of the plan with this hash, as it was kept.
pub(crate) fn kept(data: &Path, plan: &str) -> Option<Manifest> {
    let manifest: Manifest = serde_json::from_slice(&fs::read(path(data)).ok()?).ok()?;
    Some(manifest).filter(|manifest| manifest.plan == plan)
}

/// Keeps it, whole or not at all.
pub(crate) fn keep(manifest: &Manifest, data: &Path) -> io::Result<()> {
    let new = data.join("running-manifest.json.new");
    fs::write(&new, serde_json::to_vec(manifest)?)?;
    fs::rename(new, path(data))
}

/// Refuses a plan that does more with personal data, if somebody has been named who must agree and has not.
pub(crate) fn agreed(
    before: Option<&Manifest>,
    now: Option<&Manifest>,
    notes: &[String],
    allow: Allow,
) -> Result<(), Refusal> {
    match unapproved(before, now, notes) {
        Some(asked) if !allow.unapproved => Err(refusal(&asked)),
        _ => Ok(()),
    }
}

fn refusal(asked: &Unapproved) -> Refusal {
    let what = match asked.widens.as_slice() {
        [] => "what the new plan does with personal data cannot be compared".to_owned(),
        [one] => one.sentence.clone(),
        [first, others @ ..] => format!("{}, and {} more", first.sentence, others.len()),
    };
    let help = format!(
        "{} agrees with `filrouge manifest approve`, and the note is committed to `approvals` in the project",
        asked.approvers.join(" or ")
    );
    Refusal::of("privacy-approval-missing", &format!("the privacy approver has not agreed: {what}"), &help)
}
