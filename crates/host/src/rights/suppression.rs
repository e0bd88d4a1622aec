//! Contact points of people who were erased: keyed hashes, so that the list tells nobody who is on it.

use filrouge_machine::Id;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::collections::BTreeMap;

/// The keyed hash of a contact point.
pub type Hash = [u8; 32];

/// Contact points that may not be written to, and the key that finds them.
#[derive(Default)]
pub(crate) struct Suppressions {
    key: [u8; 32],
    /// With when their people were erased.
    known: BTreeMap<Hash, i64>,
}

impl Suppressions {
    pub(crate) fn new(key: [u8; 32], known: impl IntoIterator<Item = (Hash, i64)>) -> Self {
        Self { key, known: known.into_iter().collect() }
    }

    /// The hash of an address or number: letters count once, large or small.
    pub(crate) fn hash(&self, contact: &str) -> Hash {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return Hash::default() };
        mac.update(contact.trim().to_lowercase().as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Whether one of `contacts` is one of somebody who was erased.
    pub(crate) fn has_any<'c>(&self, mut contacts: impl Iterator<Item = &'c str>) -> bool {
        !self.known.is_empty() && contacts.any(|contact| self.known.contains_key(&self.hash(contact)))
    }

    /// When somebody who was known by `contact` was erased, in milliseconds since 1970.
    pub(crate) fn since(&self, contact: &str) -> Option<i64> {
        self.known.get(&self.hash(contact)).copied()
    }

    /// The name of the input that says so of a person whom `input` has named.
    pub(crate) fn input(input: Id) -> Id {
        Id::of(&["suppressed", &input.to_string()])
    }
}
