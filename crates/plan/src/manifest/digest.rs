//! What a manifest is known by.

use super::Manifest;
use crate::{canonical_json, sha256_hex};
use serde_json::Value;

/// Parts that say how a manifest came about, not what is done with data.
const ABOUT_ITSELF: [&str; 7] = ["built_at", "commit", "compiler", "format", "plan", "since", "sources"];

/// Parts that depend on what git holds around the project, the manifest itself among it.
const OF_GIT: [&str; 3] = ["built_at", "commit", "since"];

impl Manifest {
    /// SHA-256 of its canonical JSON, in hex: what the next manifest names it by.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256_hex(canonical_json(self).as_bytes())
    }

    /// SHA-256 of what it says is done with data, in hex: neither the layout of the text nor a longer wait changes it. It is
    /// what a privacy approver agrees to.
    #[must_use]
    pub fn state(&self) -> String {
        sha256_hex(canonical_json(&without_places(self.without(&ABOUT_ITSELF))).as_bytes())
    }

    /// All of it but what git knows of it: a copy that lies in the repository cannot hold the commit that it is part of.
    #[must_use]
    pub fn committed(&self) -> Value {
        self.without(&OF_GIT)
    }

    fn without(&self, parts: &[&str]) -> Value {
        // Plain data with keys that are texts: there is no way to fail.
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(members) = &mut value {
            members.retain(|key, _| !parts.contains(&key.as_str()));
        }
        value
    }
}

fn without_places(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(key, _)| key != "stands");
            kept.map(|(key, value)| (key, without_places(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_places).collect(),
        other => other,
    }
}
