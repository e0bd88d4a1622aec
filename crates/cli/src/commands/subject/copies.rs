//! The copy of all that is known of a person, in files that nobody else may read.

use super::{PATH, opened, told};
use crate::admin::{ask, page, show};
use crate::arguments::{Copies, Daemon, ExportSubject};
use crate::exit::{Failure, Outcome};
use crate::terminal::Terminal;
use crate::why::encoded;
use reqwest::Method;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Opens the request, and writes the copy once it is sure who asks.
pub(super) fn export(daemon: &Daemon, export: &ExportSubject, terminal: &Terminal) -> Outcome {
    let answer = opened(daemon, "export", &export.asked, &json!({}))?;
    let is_sure = export.asked.identity.is_some();
    if !is_sure || (export.copies.out.is_none() && export.copies.html.is_none()) {
        return show(daemon, &answer, terminal, told::one);
    }
    let id = answer.text("/request/id").to_owned();
    download(daemon, &id, &export.copies, &export.asked.by, terminal)
}

/// Writes the copy, and says that it was handed over.
pub(super) fn download(daemon: &Daemon, id: &str, copies: &Copies, by: &str, terminal: &Terminal) -> Outcome {
    let path = format!("{PATH}/{}", encoded(id));
    if let Some(file) = &copies.out {
        write(file, &page(daemon, &format!("{path}/export"))?.text)?;
    }
    if let Some(file) = &copies.html {
        let language = if terminal.speaks_french() { "fr" } else { "en" };
        write(file, &page(daemon, &format!("{path}/export?format=html&language={language}"))?.text)?;
    }
    if copies.out.is_none() && copies.html.is_none() {
        return Err(Failure::new("nothing to write", "name a file with `--out` or `--html`"));
    }
    let answer = ask(daemon, Method::POST, &path, Some(&json!({ "act": "hand-over", "by": by })))?;
    show(daemon, &answer, terminal, told::one)
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let written = opened.and_then(|mut opened| opened.write_all(text.as_bytes()));
    written.map_err(|error| Failure::new(format!("`{}` cannot be written", file.display()), error))
}
