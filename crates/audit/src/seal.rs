//! Keys: one for the log, and below it one for each person. Whoever destroys a person's key makes their bodies unreadable.

use crate::hash::Hash;
use crate::place::Place;
use crate::record::Tag;
use aes_gcm_siv::aead::{Aead, AeadInOut as _, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use ring::hmac;
use std::fmt;

/// What a fresh key of a person is drawn from, besides the root key: chance that is forgotten once the key is kept.
pub type Salt = [u8; 32];

/// The root key. It opens the keys of people and is kept outside of the data.
#[derive(Clone)]
pub struct Root {
    wraps: Box<Aes256GcmSiv>,
    draws: hmac::Key,
    fingerprint: Hash,
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Root")
    }
}

/// A body, or a key, that this key does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was sealed with another key, or was changed since")
    }
}

impl std::error::Error for Unreadable {}

impl Root {
    /// The root key of these bytes.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let derived = |purpose: &[u8]| hash(&hmac::sign(&key, purpose));
        Self {
            wraps: Box::new(Aes256GcmSiv::new(&derived(b"filrouge wrap 1").into())),
            draws: hmac::Key::new(hmac::HMAC_SHA256, &derived(b"filrouge draw 1")),
            fingerprint: derived(b"filrouge fingerprint 1"),
        }
    }

    /// By what the key is known, in hexadecimal digits. It tells nothing of the key.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.fingerprint.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// A fresh key for `person`. The same salt gives the same key, so that what is written again after a crash is the same.
    #[must_use]
    pub fn draw(&self, salt: &Salt, person: &[u8]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.draws);
        context.update(salt);
        context.update(person);
        hash(&context.sign())
    }

    /// A key as it is kept: nobody reads it without the root key, nor in another's place.
    ///
    /// # Errors
    /// When the cipher refuses, which it does for no key.
    pub fn wrap(&self, key: &[u8; 32], owner: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.wraps.encrypt(&Nonce::default(), Payload { msg: key, aad: owner }).map_err(|_| Unreadable)
    }

    /// The key that was kept.
    ///
    /// # Errors
    /// When it was kept under another root key, or for somebody else.
    pub fn unwrap(&self, kept: &[u8], owner: &[u8]) -> Result<[u8; 32], Unreadable> {
        let key = self.wraps.decrypt(&Nonce::default(), Payload { msg: kept, aad: owner });
        key.map_err(|_| Unreadable)?.try_into().map_err(|_| Unreadable)
    }
}

/// The key of a person, or the one for what is about nobody.
#[derive(Clone)]
pub struct Subject {
    seals: Box<Aes256GcmSiv>,
    tags: hmac::Key,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject")
    }
}

impl Subject {
    /// The key of these bytes.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let derived = |purpose: &[u8]| hash(&hmac::sign(&key, purpose));
        Self {
            seals: Box::new(Aes256GcmSiv::new(&derived(b"filrouge body 1").into())),
            tags: hmac::Key::new(hmac::HMAC_SHA256, &derived(b"filrouge tag 1")),
        }
    }

    /// What ties the record of this number to its person.
    #[must_use]
    pub fn tag(&self, seq: u64) -> Tag {
        beginning(&hmac::sign(&self.tags, &seq.to_be_bytes()))
    }

    /// The body of the record of this number, encrypted. The record has its digest, which ties the two.
    ///
    /// # Errors
    /// When it is longer than the cipher takes: 64 GiB.
    pub fn seal(&self, seq: u64, body: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.seal_at(Place::record(seq), body)
    }

    /// The body that was encrypted.
    ///
    /// # Errors
    /// When it is another's, or was changed.
    pub fn open(&self, seq: u64, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.open_at(Place::record(seq), sealed)
    }

    /// What is kept at `place`, encrypted.
    ///
    /// # Errors
    /// As [`Subject::seal`].
    pub fn seal_at(&self, place: Place, text: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.seals.encrypt(&place.nonce(), text).map_err(|_| Unreadable)
    }

    /// What was encrypted for `place`.
    ///
    /// # Errors
    /// When it is another's, of another place, or was changed.
    pub fn open_at(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.seals.decrypt(&place.nonce(), sealed).map_err(|_| Unreadable)
    }
}

/// The key of the house: it seals what is nobody's or outlives its person, and hides the names by which people are looked up.
#[derive(Clone)]
pub struct House {
    seals: Subject,
    names: hmac::Key,
}

impl fmt::Debug for House {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("House")
    }
}

impl House {
    /// The key of these bytes.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        let names = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"filrouge name 1");
        Self { seals: Subject::new(key), names: hmac::Key::new(hmac::HMAC_SHA256, &hash(&names)) }
    }

    /// What stands for a value that is looked up: the same for the same value, and nobody without the key tells of which.
    #[must_use]
    pub fn name(&self, value: &str) -> Tag {
        beginning(&hmac::sign(&self.names, value.as_bytes()))
    }

    /// As [`Subject::seal_at`].
    ///
    /// # Errors
    /// As [`Subject::seal`].
    pub fn seal_at(&self, place: Place, text: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.seals.seal_at(place, text)
    }

    /// As [`Subject::open_at`].
    ///
    /// # Errors
    /// As [`Subject::open_at`].
    pub fn open_at(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        self.seals.open_at(place, sealed)
    }

    /// Encrypts what stands in `text` behind its first `clear` bytes, where it stands.
    ///
    /// # Errors
    /// As [`Subject::seal`].
    pub fn seal_in_place(&self, place: Place, text: &mut Vec<u8>, clear: usize) -> Result<(), Unreadable> {
        let (_, body) = text.split_at_mut_checked(clear).ok_or(Unreadable)?;
        let tag = self.seals.seals.encrypt_inout_detached(&place.nonce(), &[], body.into());
        text.extend(tag.map_err(|_| Unreadable)?);
        Ok(())
    }
}

fn beginning(whole: &hmac::Tag) -> Tag {
    let mut tag = [0; 16];
    whole.as_ref().iter().zip(&mut tag).for_each(|(from, to)| *to = *from);
    tag
}

fn hash(tag: &hmac::Tag) -> Hash {
    let mut hash = [0; 32];
    tag.as_ref().iter().zip(&mut hash).for_each(|(from, to)| *to = *from);
    hash
}
