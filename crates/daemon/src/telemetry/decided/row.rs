//! As much of a decision as a span tells. The rest may be about a person, and is not even read.

use filrouge_host::DecisionRow;
use filrouge_machine::Id;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;

/// A decision.
#[derive(Debug, Deserialize)]
pub(super) struct Row<'r> {
    pub(super) id: Id,
    pub(super) at: i64,
    pub(super) input: Id,
    #[serde(borrow)]
    pub(super) journey: Cow<'r, str>,
    pub(super) instance: Option<Id>,
    #[serde(borrow)]
    pub(super) step: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub(super) verdict: Verdict<'r>,
}

impl<'r> Row<'r> {
    pub(super) fn read(row: &'r DecisionRow) -> Option<Self> {
        serde_json::from_slice(&row.body).ok()
    }
}

/// What was decided: its word, and what is told beside it.
#[derive(Debug)]
pub(super) struct Verdict<'r> {
    pub(super) word: Cow<'r, str>,
    told: Told<'r>,
}

#[derive(Debug, Default, Deserialize)]
struct Told<'r> {
    #[serde(default)]
    effect: Option<Id>,
    #[serde(default, borrow)]
    reason: Option<Reason<'r>>,
}

/// A reason; one that is more than a word is not told.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Reason<'r> {
    Word(#[serde(borrow)] Cow<'r, str>),
    More(IgnoredAny),
}

impl Verdict<'_> {
    pub(super) fn reason(&self) -> Option<&str> {
        match &self.told.reason {
            Some(Reason::Word(word)) => Some(word),
            Some(Reason::More(_)) | None => None,
        }
    }

    pub(super) const fn effect(&self) -> Option<Id> {
        self.told.effect
    }
}

impl<'de: 'r, 'r> Deserialize<'de> for Verdict<'r> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

/// A verdict is its word, or an object with its word alone.
struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Verdict<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a verdict")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
        Ok(Verdict { word: Cow::Owned(word.to_owned()), told: Told::default() })
    }

    fn visit_borrowed_str<E: Error>(self, word: &'de str) -> Result<Self::Value, E> {
        Ok(Verdict { word: Cow::Borrowed(word), told: Told::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let word = map.next_key()?.ok_or_else(|| A::Error::custom("a verdict has a word"))?;
        Ok(Verdict { word, told: map.next_value()? })
    }
}
