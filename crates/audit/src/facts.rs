//! What a record tells in the clear, as its header has it.

use crate::record::{Fact, Garbled};
use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A fact is cut behind so many bytes, so that an entry always fits its bundle.
const LONGEST: usize = 512;

/// Facts with their words, in the order in which they were told: as many as there are kinds of them at the most.
///
/// They are held as the bytes of the header, each behind its number and its length in two bytes: every decision has some, and a
/// list of texts would be as many pieces of memory. To serde they are a list of pairs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts {
    count: u8,
    bytes: Vec<u8>,
}

impl Facts {
    /// Tells one more. A long text is cut.
    pub fn push(&mut self, fact: Fact, text: &str) {
        if usize::from(self.count) < Fact::ALL.len() {
            let text = shortened(text);
            self.count += 1;
            self.bytes.push(fact as u8);
            self.bytes.extend_from_slice(&(text.len() as u16).to_be_bytes());
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }

    /// Each with its words.
    pub fn iter(&self) -> impl Iterator<Item = (Fact, &str)> {
        let mut rest = self.bytes.as_slice();
        std::iter::from_fn(move || {
            let (fact, behind) = first(rest).ok()?;
            rest = behind;
            Some(fact)
        })
    }

    /// Their bytes behind how many they are.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.count);
        bytes.extend_from_slice(&self.bytes);
    }

    /// Reads bytes of [`Facts::write`], all of them.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Garbled> {
        let (count, bytes) = bytes.split_first().ok_or(Garbled)?;
        let mut rest = bytes;
        for _ in 0..*count {
            rest = first(rest)?.1;
        }
        if rest.is_empty() { Ok(Self { count: *count, bytes: bytes.to_vec() }) } else { Err(Garbled) }
    }
}

/// The first fact of some bytes, and what is behind it.
fn first(bytes: &[u8]) -> Result<((Fact, &str), &[u8]), Garbled> {
    let ([fact, high, low], rest) = bytes.split_first_chunk().ok_or(Garbled)?;
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let (text, rest) = rest.split_at_checked(length).ok_or(Garbled)?;
    Ok(((Fact::of(*fact)?, str::from_utf8(text).map_err(|_| Garbled)?), rest))
}

/// A text, cut before the character that is too much.
fn shortened(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
}

impl<S: AsRef<str>> FromIterator<(Fact, S)> for Facts {
    fn from_iter<I: IntoIterator<Item = (Fact, S)>>(facts: I) -> Self {
        let mut own = Self::default();
        facts.into_iter().for_each(|(fact, text)| own.push(fact, text.as_ref()));
        own
    }
}

impl<S: AsRef<str>, const N: usize> From<[(Fact, S); N]> for Facts {
    fn from(facts: [(Fact, S); N]) -> Self {
        facts.into_iter().collect()
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.count.into()))?;
        self.iter().try_for_each(|pair| list.serialize_element(&pair))?;
        list.end()
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Pairs)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Facts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of facts with their words")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Facts, A::Error> {
        let mut facts = Facts::default();
        while let Some((fact, text)) = list.next_element::<(Fact, String)>()? {
            facts.push(fact, &text);
        }
        Ok(facts)
    }
}
