//! A checkpoint: how large a log is and the hash over it, signed.

use crate::hash::Hash;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use filrouge_note::{Refused, Signer, Unusable, Verifier};
use std::fmt;

/// What is signed of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// How many records it has.
    pub size: u64,
    /// The hash over them.
    pub root: Hash,
}

/// Why a text is no checkpoint that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misread {
    /// The note is not taken.
    Note(Refused),
    /// What was signed is no checkpoint.
    Body,
    /// It is one of another log.
    Origin,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(refused) => refused.fmt(f),
            Self::Body => f.write_str("what is signed is no checkpoint"),
            Self::Origin => f.write_str("it is the checkpoint of another log"),
        }
    }
}

impl std::error::Error for Misread {}

impl Checkpoint {
    /// Its text, without a signature.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root))
    }

    /// It as a signed note.
    ///
    /// # Errors
    /// When the name of the log cannot be signed.
    pub fn sign(&self, signer: &Signer) -> Result<String, Unusable> {
        signer.sign(&self.text())
    }

    /// Reads a note that `verifier` stands for, of the log of the verifier's name.
    ///
    /// # Errors
    /// When it is no such note.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, Misread> {
        let checkpoint = Self::read(
            filrouge_note::open(note, std::slice::from_ref(verifier)).map_err(Misread::Note)?.text,
        )?;
        if checkpoint.origin == verifier.name() { Ok(checkpoint) } else { Err(Misread::Origin) }
    }

    /// Reads the text; lines behind the third are extensions, which are not ours.
    fn read(text: &str) -> Result<Self, Misread> {
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(Misread::Body);
        };
        let plain = !origin.is_empty() && (size == "0" || !size.starts_with(['0', '+']));
        let size = size.parse().ok().filter(|_| plain).ok_or(Misread::Body)?;
        let root = BASE64_STANDARD.decode(root).ok().and_then(|root| root.try_into().ok());
        Ok(Self { origin: origin.to_owned(), size, root: root.ok_or(Misread::Body)? })
    }
}
