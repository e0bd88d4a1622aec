//! The list of everything that can be found, as a script: a page that is opened as a file may not read another file.

use serde_json::Value as Json;

/// A part of the site that can be found.
pub(crate) struct Entry {
    pub title: String,
    pub kind: &'static str,
    pub url: String,
    pub text: String,
}

pub(crate) fn index(entries: &[Entry]) -> String {
    let told = entries.iter().map(|entry| {
        serde_json::json!({ "title": entry.title, "kind": entry.kind, "url": entry.url, "text": entry.text })
    });
    let list = Json::Array(told.collect()).to_string();
    // Nothing in it may end the script, wherever it is put.
    let list = list.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("window.filrougeSearch = {list};\n")
}
