//! The texts themselves, each line with an anchor.

use super::Page;
use crate::known::Known;
use crate::{Text, links};
use filrouge_plan::sha256_hex;
use serde_json::{Value as Json, json};

pub(super) fn list(known: &Known<'_>) -> Page {
    let files: Vec<Json> =
        known.project.texts.iter().map(|text| links::link(text.path, &links::file(text.path))).collect();
    Page::new("sources.html", "sources", known.word("sources"), json!({ "files": files }))
}

pub(super) fn page(_: &Known<'_>, text: &Text<'_>) -> Page {
    let lines = text.text.lines().enumerate();
    let lines: Vec<Json> = lines.map(|(at, line)| json!({ "number": at + 1, "text": line })).collect();
    let about = json!({ "sha256": sha256_hex(text.text.as_bytes()), "lines": lines });
    Page::new(&links::file(text.path), "source", text.path, about)
}
