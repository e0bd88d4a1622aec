//! `filrouge manifest verify`: whether a manifest is whole, who signed it, and which one it follows.

use super::{note_of, read, signed_text};
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_note::{Verifier, open};
use filrouge_plan::canonical_json;
use filrouge_plan::manifest::Manifest;
use std::path::Path;

/// Tells what holds, or the first thing that does not.
pub fn run(file: &Path, keys: &[String], previous: Option<&Path>, terminal: &Terminal) -> Outcome {
    let key = |text: &String| text.parse::<Verifier>().map_err(|error| Failure::new(text, error));
    let keys = keys.iter().map(key).collect::<Result<Vec<_>, _>>()?;
    let manifest = read(file)?;
    let verified = whole(file, &manifest).and_then(|()| {
        let by = signed(file, &manifest, &keys)?;
        previous.map_or(Ok(()), |previous| follows(&manifest, previous))?;
        Ok(by)
    });
    match verified {
        Ok(by) => {
            terminal.print(&told(&manifest, &by));
            Ok(Exit::Clean)
        }
        Err(failure) => {
            terminal.complain(&failure);
            Ok(Exit::Found)
        }
    }
}

/// The bytes must be the ones that were hashed.
fn whole(file: &Path, manifest: &Manifest) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::new(file.display(), error))?;
    match text == format!("{}\n", canonical_json(manifest)) {
        true => Ok(()),
        false => Err(Failure::new(file.display(), "it is not laid out as `filrouge manifest` writes it")),
    }
}

fn signed(file: &Path, manifest: &Manifest, keys: &[Verifier]) -> Result<Vec<String>, Failure> {
    let beside = note_of(file);
    let note = std::fs::read_to_string(&beside).map_err(|error| Failure::new(beside.display(), error))?;
    let note = open(&note, keys).map_err(|error| Failure::new(beside.display(), error))?;
    match note.text == signed_text(manifest) {
        true => Ok(note.by.into_iter().map(str::to_owned).collect()),
        false => Err(Failure::new(beside.display(), "it is the signature of another manifest")),
    }
}

fn follows(manifest: &Manifest, previous: &Path) -> Result<(), Failure> {
    let before = read(previous)?.hash();
    match manifest.since.as_ref().map(|since| since.manifest == before) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::new(previous.display(), "the manifest follows another one")),
        None => Err(Failure::new(previous.display(), "the manifest names none that it follows")),
    }
}

fn told(manifest: &Manifest, by: &[String]) -> String {
    let before = manifest.since.as_ref().map_or("none", |since| since.manifest.as_str());
    let commit = manifest.commit.as_ref().map_or("none", |commit| commit.id.as_str());
    format!(
        "project    {}\nmanifest   {}\nplan       {}\ncommit     {commit}\nfollows    {before}\nsigned by  {}\n",
        manifest.organisation.project,
        manifest.hash(),
        manifest.plan,
        by.join(", ")
    )
}
