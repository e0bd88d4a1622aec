//! The key that everybody may know.

use crate::{ED25519, Unusable, is_name};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519 as ALGORITHM, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// The key that everybody may know: it tells whether somebody signed. Its text is `name+number+key`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verifier {
    name: String,
    number: [u8; 4],
    key: [u8; 32],
}

impl Verifier {
    pub(crate) fn new(name: &str, key: [u8; 32]) -> Result<Self, Unusable> {
        if !is_name(name) {
            return Err(Unusable::Name);
        }
        Ok(Self { name: name.to_owned(), number: number(name, &key), key })
    }

    /// Whose key it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number that stands before each signature: it tells keys of one name apart.
    #[must_use]
    pub const fn number(&self) -> [u8; 4] {
        self.number
    }

    /// Whether `signature` is that of the owner of this key under `text`.
    #[must_use]
    pub fn signed(&self, text: &str, signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ALGORITHM, &self.key).verify(text.as_bytes(), signature).is_ok()
    }
}

/// The first bytes of the hash of the name and the key.
fn number(name: &str, key: &[u8; 32]) -> [u8; 4] {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([b'\n', ED25519]);
    hash.update(key);
    let hash = hash.finalize();
    let mut number = [0; 4];
    number.iter_mut().zip(hash).for_each(|(place, byte)| *place = byte);
    number
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u32::from_be_bytes(self.number);
        write!(f, "{}+{number:08x}+{}", self.name, coded(self.key))
    }
}

/// A key with the byte that says what it is.
pub(crate) fn coded(key: [u8; 32]) -> String {
    STANDARD.encode([&[ED25519][..], &key].concat())
}

impl FromStr for Verifier {
    type Err = Unusable;

    fn from_str(text: &str) -> Result<Self, Unusable> {
        let (name, number, key) = parts(text)?;
        let own = Self::new(name, key)?;
        if u32::from_be_bytes(own.number) == number { Ok(own) } else { Err(Unusable::Number) }
    }
}

/// `name+number+key` in its parts; the key in base64 may have a `+` of its own.
pub(crate) fn parts(text: &str) -> Result<(&str, u32, [u8; 32]), Unusable> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(number), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Unusable::Form);
    };
    if number.len() != 8 {
        return Err(Unusable::Form);
    }
    let number = u32::from_str_radix(number, 16).map_err(|_| Unusable::Form)?;
    let bytes = STANDARD.decode(key).map_err(|_| Unusable::Form)?;
    match bytes.split_first() {
        Some((&ED25519, key)) => Ok((name, number, key.try_into().map_err(|_| Unusable::Form)?)),
        Some(_) => Err(Unusable::Kind),
        None => Err(Unusable::Form),
    }
}
