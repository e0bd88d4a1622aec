//! What is kept of an erasure, apart from the data: enough to erase again from a backup, and no word of the person.

use super::request::Request;
use super::suppression::Hash;
use filrouge_machine::Id;
use filrouge_plan::Value;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// An erasure, as a line of the list that outlives the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Version of the line.
    pub version: u32,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The person, and everybody who had become one with them.
    pub people: Vec<Id>,
    /// Keyed hashes of the contact points.
    pub suppressed: Vec<Hash>,
    /// The request that asked for it.
    pub request: Request,
}

/// The shortest text that is looked for in something that is no JSON: shorter ones are anywhere.
const SHORTEST: usize = 6;

/// Whether something that could not be understood names one of `words`, which are in their normal form.
pub(crate) fn mentions(payload: &[u8], words: &BTreeSet<String>) -> bool {
    match serde_json::from_slice::<Json>(payload) {
        Ok(json) => is_in(&json, words),
        Err(_) => {
            let text = String::from_utf8_lossy(payload).to_lowercase();
            words.iter().any(|word| word.len() >= SHORTEST && text.contains(word.as_str()))
        }
    }
}

fn is_in(json: &Json, words: &BTreeSet<String>) -> bool {
    match json {
        Json::String(text) => names(text, words),
        Json::Number(number) => words.contains(&number.to_string()),
        Json::Array(items) => items.iter().any(|item| is_in(item, words)),
        Json::Object(members) => {
            members.iter().any(|(name, value)| names(name, words) || is_in(value, words))
        }
        Json::Null | Json::Bool(_) => false,
    }
}

/// The whole text, or a part of a longer one.
fn names(text: &str, words: &BTreeSet<String>) -> bool {
    let text = text.trim().to_lowercase();
    words.contains(&text) || words.iter().any(|word| word.len() >= SHORTEST && text.contains(word.as_str()))
}

/// A text that a value is.
pub(crate) fn text_of(value: &Value) -> Option<&str> {
    value.as_text().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_mentions_somebody_by_a_whole_text_or_a_long_part() {
        let words = BTreeSet::from(["lea@example.com".to_owned(), "u1".to_owned()]);
        let says = |payload: &str| mentions(payload.as_bytes(), &words);
        assert!(says(r#"{"userId": "u1"}"#));
        assert!(says(r#"{"traits": {"mail": "Lea <LEA@example.com>"}}"#));
        assert!(says("not json, lea@example.com"));
        assert!(!says(r#"{"userId": "u12", "menu": "u1x"}"#));
        assert!(!says("u1 is too short to be looked for here"));
    }
}
