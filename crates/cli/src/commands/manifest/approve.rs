//! `filrouge manifest approve`: a privacy approver agrees.

use super::signer;
use crate::against::{Against, Known, here, known};
use crate::arguments::{KeySource, ProjectDir};
use crate::exit::{Exit, Failure, Outcome};
use crate::project::APPROVALS;
use crate::terminal::Terminal;
use filrouge_note::Signer;
use filrouge_plan::manifest::Manifest;
use filrouge_project::find_root;
use filrouge_review::{approval_text, since};
use std::path::Path;

/// Shows what has changed, and writes the note.
pub fn run(
    project: &ProjectDir,
    key: &KeySource,
    against: &Against,
    token_env: &str,
    terminal: &Terminal,
) -> Outcome {
    let root = find_root(&project.dir)?;
    let signer = signer(key)?;
    let Some(Known { manifest: Some(manifest), .. }) = here(project, terminal)? else {
        return Ok(Exit::Found);
    };
    let Some(before) = known(against, project, token_env, terminal)? else { return Ok(Exit::Found) };
    let Some(before_manifest) = before.manifest else {
        return Err(Failure::new(&before.name, "what it does with personal data is not known there"));
    };
    may_agree(&before_manifest, &signer, &before.name)?;
    for change in since(&before_manifest, &manifest).changes {
        terminal.say(&format!("{}  {}", if change.widens { "more" } else { "less" }, change.statement));
    }
    let note = signer.sign(&approval_text(&manifest))?;
    let file = write(&root, &manifest, &signer, &note)?;
    terminal.say(&format!("written: {file}; commit it beside the change"));
    Ok(Exit::Clean)
}

/// A note of somebody who is not asked would let nothing pass.
fn may_agree(before: &Manifest, signer: &Signer, name: &str) -> Result<(), Failure> {
    let key = signer.verifier().to_string();
    let named = before.organisation.privacy_approvers.iter().any(|own| own.key == key);
    let why = format!("no `privacy-approver` of {name} has the key `{key}`");
    if named { Ok(()) } else { Err(Failure::new("--key", why)) }
}

fn write(root: &Path, manifest: &Manifest, signer: &Signer, note: &str) -> Result<String, Failure> {
    let state = manifest.state();
    let short = state.get(..16).unwrap_or(&state);
    let number = u32::from_be_bytes(signer.verifier().number());
    let file = format!("{APPROVALS}/{short}-{number:08x}.note");
    let written =
        std::fs::create_dir_all(root.join(APPROVALS)).and_then(|()| std::fs::write(root.join(&file), note));
    written.map_err(|error| Failure::new(&file, error))?;
    Ok(file)
}
