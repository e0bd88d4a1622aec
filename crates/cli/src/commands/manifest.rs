//! `filrouge manifest`: what the project does with data, and by what right.

mod approve;
mod committed;
mod key;
mod verify;

use crate::against::{Against, Known, known};
use crate::arguments::{
    KeySource, Manifest as Options, ManifestAction, ManifestForm, ManifestFormat, Tongue, clash,
};
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle, dated_manifest, show};
use crate::terminal::Terminal;
use filrouge_note::Signer;
use filrouge_picture::{Overlay, data, svg};
use filrouge_plan::canonical_json;
use filrouge_plan::manifest::Manifest;
use filrouge_project::{commit_before, find_root};
use filrouge_register::{Language, csv, dpv, fideslang, html, ods};
use filrouge_review::since;
use std::path::{Path, PathBuf};

/// Prints, checks, signs, verifies or approves the audit manifest.
pub fn run(options: &Options, terminal: &Terminal) -> Outcome {
    match &options.action {
        None => print(options, terminal),
        Some(ManifestAction::Verify { file, signed_by, previous }) => {
            verify::run(file, signed_by, previous.as_deref(), terminal)
        }
        Some(ManifestAction::Key { name, output }) => key::run(name, output, terminal),
        Some(ManifestAction::Approve { project, key, against, admin_token_env }) => {
            approve::run(project, key, against, admin_token_env, terminal)
        }
    }
}

fn print(options: &Options, terminal: &Terminal) -> Outcome {
    if clash(&options.format) {
        let why = "two formats cannot share standard output; give one a file, as in `html=record.html`";
        return Err(Failure::new("--format", why));
    }
    let (root, analysis) = analysis(&options.project)?;
    let manifest = bundle(&root, &analysis).and_then(|bundle| dated_manifest(&root, &analysis, &bundle));
    let Some(mut manifest) = manifest else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    if let Some(copy) = &options.check {
        return committed::run(&manifest, copy, terminal);
    }
    let Some(before) = before(options, terminal)? else { return Ok(Exit::Found) };
    if let Before::Manifest(before) = before {
        manifest.since = Some(since(&before, &manifest));
    }
    for form in &options.format {
        write(form, &manifest, options, terminal)?;
    }
    Ok(Exit::Clean)
}

/// The manifest that this one is compared with.
enum Before {
    Nothing,
    Manifest(Box<Manifest>),
}

/// Nothing when the other side does not compile; its findings are shown then.
fn before(options: &Options, terminal: &Terminal) -> Result<Option<Before>, Failure> {
    if let Some(path) = &options.previous {
        return read(path).map(|before| Some(Before::Manifest(Box::new(before))));
    }
    let Some(against) = against(options)? else { return Ok(Some(Before::Nothing)) };
    let Some(known) = known(&against, &options.project, &options.admin_token_env, terminal)? else {
        return Ok(None);
    };
    let Known { name, manifest, .. } = known;
    let unknown = || Failure::new(name, "what it does with personal data is not known there");
    manifest.map(|manifest| Some(Before::Manifest(Box::new(manifest)))).ok_or_else(unknown)
}

/// What to compare with, a day being the last commit of it.
fn against(options: &Options) -> Result<Option<Against>, Failure> {
    let Some(day) = &options.since else { return Ok(options.against.clone()) };
    let root = find_root(&options.project.dir)?;
    let commit = commit_before(&root, &day.to_string());
    let none = || Failure::new("--since", format!("git knows no commit of {day} or before"));
    commit.map(|id| Some(Against::Revision(id))).ok_or_else(none)
}

/// A manifest from a file.
pub(super) fn read(path: &Path) -> Result<Manifest, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::new(path.display(), error))?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::new(path.display(), format!("this is no manifest: {error}")))
}

fn write(
    form: &ManifestForm,
    manifest: &Manifest,
    options: &Options,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let bytes = written(form, manifest, language(options, terminal))?;
    let Some(file) = &form.file else {
        if options.key.is_some() && form.format == ManifestFormat::Json {
            return Err(Failure::new(
                "--key",
                "what is signed needs a file, as in `--format json=manifest.json`",
            ));
        }
        terminal.print(&String::from_utf8_lossy(&bytes));
        return Ok(());
    };
    std::fs::write(file, bytes).map_err(|error| Failure::new(file.display(), error))?;
    match &options.key {
        Some(key) if form.format == ManifestFormat::Json => sign(manifest, key, file),
        _ => Ok(()),
    }
}

fn written(form: &ManifestForm, manifest: &Manifest, language: Language) -> Result<Vec<u8>, Failure> {
    let is_sheet = form.file.as_ref().is_some_and(|file| file.extension().is_some_and(|end| end == "ods"));
    Ok(match form.format {
        ManifestFormat::Json => format!("{}\n", canonical_json(manifest)).into_bytes(),
        ManifestFormat::Html => html(manifest, language)?.into_bytes(),
        ManifestFormat::Cnil if is_sheet => ods(manifest),
        ManifestFormat::Cnil => csv(manifest).into_bytes(),
        ManifestFormat::Fideslang => fideslang(manifest).into_bytes(),
        ManifestFormat::Dpv => dpv(manifest).into_bytes(),
        ManifestFormat::Svg => {
            svg(&data(manifest, language), &Overlay::default(), &filrouge_picture::Options::default())
                .into_bytes()
        }
    })
}

fn language(options: &Options, terminal: &Terminal) -> Language {
    match options.lang {
        Some(Tongue::Fr) => Language::French,
        None if terminal.speaks_french() => Language::French,
        Some(Tongue::En) | None => Language::English,
    }
}

/// What is signed of a manifest: its hash, the hash of the one before, and whose it is.
pub(super) fn signed_text(manifest: &Manifest) -> String {
    let before = manifest.since.as_ref().map_or("none", |since| since.manifest.as_str());
    let project = &manifest.organisation.project;
    format!("filrouge manifest\n{project}\nsha256 {}\nprevious {before}\n", manifest.hash())
}

fn sign(manifest: &Manifest, key: &KeySource, file: &Path) -> Result<(), Failure> {
    let note = signer(key)?.sign(&signed_text(manifest))?;
    let beside = note_of(file);
    std::fs::write(&beside, note).map_err(|error| Failure::new(beside.display(), error))
}

/// The file that holds the signature of another.
pub(super) fn note_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".note");
    PathBuf::from(name)
}

/// The secret key that `source` holds.
pub(super) fn signer(source: &KeySource) -> Result<Signer, Failure> {
    let (name, text) = match source {
        KeySource::File(path) => {
            let read = std::fs::read_to_string(path);
            (path.display().to_string(), read.map_err(|error| Failure::new(path.display(), error))?)
        }
        KeySource::Env(name) => {
            let unset = |_| Failure::new(name, "the environment variable is not set");
            (name.clone(), std::env::var(name).map_err(unset)?)
        }
    };
    text.trim().parse().map_err(|error| Failure::new(name, error))
}
