//! Identities that follow from what they name.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// 128 bits of SHA-256 over what is named; written as 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u128);

impl Id {
    /// The identity of `parts`, in this order. Each part is length-prefixed, so `["ab", "c"]` is not `["a", "bc"]`.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        let digest: [u8; 32] = hasher.finalize().into();
        Self(digest.iter().take(16).fold(0, |id, byte| id << 8 | u128::from(*byte)))
    }

    /// The input that wakes a person with `timer`, which is due at `due`.
    #[must_use]
    pub fn of_timer(timer: Self, due: i64) -> Self {
        Self::of(&["timer", &timer.to_string(), &due.to_string()])
    }

    /// The input that lets a person be known by the names that `input` brought with it.
    #[must_use]
    pub fn of_introduction(input: Self) -> Self {
        Self::of(&["identify", &input.to_string()])
    }

    /// The input that tells what became of the message of `effect`.
    #[must_use]
    pub fn of_outcome(effect: Self) -> Self {
        Self::of(&["outcome", &effect.to_string()])
    }
}

impl JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 32];
        let mut rest = self.0;
        // By hand: the formatter divides 128-bit numbers, and an id is written for every decision.
        for digit in digits.iter_mut().rev() {
            let low = (rest & 0xf) as u8;
            *digit = if low < 10 { b'0' + low } else { b'a' - 10 + low };
            rest >>= 4;
        }
        f.write_str(std::str::from_utf8(&digits).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id has 32 hex digits")
    }
}

impl std::error::Error for NotAnId {}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex.then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Self).ok_or(NotAnId)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return u128::deserialize(deserializer).map(Self);
        }
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        for id in [0, 1, 0xfeed, u128::MAX, 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210] {
            assert_eq!(Id(id).to_string(), format!("{id:032x}"));
            assert_eq!(Id(id).to_string().parse(), Ok(Id(id)));
        }
        assert_eq!("+0000000000000000000000000000001".parse::<Id>(), Err(NotAnId));
    }

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(Id::of(&["ab", "c"]), Id::of(&["a", "bc"]));
    }
}
