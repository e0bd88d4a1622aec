//! `filrouge manifest --check`: whether the committed copy is what the source says.

use super::read;
use crate::exit::{Exit, Outcome};
use crate::terminal::Terminal;
use filrouge_plan::manifest::Manifest;
use filrouge_review::since;
use serde_json::Value;
use std::path::Path;

/// Tells what differs. What git knows of a manifest is left out: a copy cannot hold the commit that it is part of.
pub fn run(manifest: &Manifest, copy: &Path, terminal: &Terminal) -> Outcome {
    let before = match read(copy) {
        Ok(before) => before,
        Err(failure) => {
            terminal.complain(&failure);
            return Ok(Exit::Found);
        }
    };
    let parts = differing(&before.committed(), &manifest.committed());
    if parts.is_empty() {
        return Ok(Exit::Clean);
    }
    let file = copy.display();
    terminal.say(&format!("{file} is not what the source says: {} differ", parts.join(", ")));
    for change in since(&before, manifest).changes {
        terminal.say(&format!("  {}  {}", if change.widens { "more" } else { "less" }, change.statement));
    }
    terminal.say(&format!("help: `filrouge manifest --format json={file}` writes it anew"));
    Ok(Exit::Found)
}

/// The blocks of the manifest that are not the same.
fn differing(before: &Value, now: &Value) -> Vec<String> {
    let (Some(before), Some(now)) = (before.as_object(), now.as_object()) else { return Vec::new() };
    let keys = before.keys().chain(now.keys().filter(|key| !before.contains_key(*key)));
    keys.filter(|key| before.get(*key) != now.get(*key)).map(|key| format!("`{key}`")).collect()
}
