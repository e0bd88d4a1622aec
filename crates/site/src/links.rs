//! Where each part of a project stands in the site.

use filrouge_picture::Line;
use filrouge_plan::sha256_hex;
use serde_json::{Value as Json, json};

/// A name as a part of a path or an anchor. What would not survive there makes room for a piece of its hash, so that
/// two names never meet.
pub(crate) fn slug(name: &str) -> String {
    let safe = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-' || letter == '_'
    };
    if !name.is_empty() && name.chars().all(safe) {
        return name.to_owned();
    }
    let kept: String =
        name.to_lowercase().chars().map(|letter| if safe(letter) { letter } else { '-' }).take(60).collect();
    let hash: String = sha256_hex(name.as_bytes()).chars().take(8).collect();
    format!("{kept}-{hash}")
}

/// The anchor of a part of some kind.
pub(crate) fn anchor(kind: &str, name: &str) -> String {
    format!("{kind}-{}", slug(name))
}

pub(crate) fn journey(name: &str) -> String {
    format!("journeys/{}.html", slug(name))
}

pub(crate) fn file(path: &str) -> String {
    format!("source/{}.html", slug(path))
}

/// The place of a declared part: `declared("segment", "asleep")`.
pub(crate) fn declared(kind: &str, name: &str) -> String {
    let page = match kind {
        "journey" => return journey(name),
        "segment" => "segments",
        "purpose" => "purposes",
        "connector" => "recipients",
        "owner" => "owners",
        _ => "data",
    };
    format!("{page}.html#{}", anchor(kind, name))
}

/// The place of a field of the profile, of an event, or of an entry, by its address.
pub(crate) fn field(address: &str) -> String {
    match address.strip_prefix("journey/").and_then(|rest| rest.split_once("/enter")) {
        Some((name, _)) => format!("{}#entry", journey(name)),
        None => format!("data.html#{}", anchor("field", address)),
    }
}

/// The place of a step, by its address.
pub(crate) fn step(address: &str) -> Option<(String, String)> {
    let (own, step) = address.strip_prefix("journey/")?.split_once("/step/")?;
    let step = step.split('/').next().unwrap_or(step);
    Some((format!("{}#{}", journey(own), anchor("step", step)), format!("{own} / {step}")))
}

/// The journey of a step, by the address of the step.
pub(crate) fn journey_of(address: &str) -> Option<&str> {
    Some(address.strip_prefix("journey/")?.split_once("/step/")?.0)
}

/// A link as pages are told it.
pub(crate) fn link(name: &str, url: &str) -> Json {
    json!({ "name": name, "url": url })
}

/// A link to a line of the source.
pub(crate) fn stands(line: &Line) -> Json {
    let Line { file: path, line } = line;
    link(&format!("{path}:{line}"), &format!("{}#L{line}", file(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_never_meet() {
        let names =
            ["cart", "Cart", "ca rt", "ca-rt", "ca/rt", "", "é", "è", "a".repeat(99).as_str(), "../x"]
                .map(slug);
        let mut different = names.to_vec();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), names.len(), "{names:?}");
        assert!(names.iter().all(|name| !name.contains('/') && !name.contains('.')), "{names:?}");
    }
}
