//! The key that only its owner may know.

use crate::verifier::{coded, parts};
use crate::{Unusable, Verifier, is_text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use std::fmt;
use std::str::FromStr;

/// What the text of such a key begins with, so that nobody takes it for one to hand out.
const PRIVATE: &str = "PRIVATE+KEY+";

/// The key that only its owner may know: it signs. Equal texts get equal signatures.
pub struct Signer {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
    verifier: Verifier,
}

impl Signer {
    /// The key of `name` that grows from `seed`, 32 bytes that nobody can foresee.
    ///
    /// # Errors
    /// When the name cannot be that of a key.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, Unusable> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| Unusable::Form)?;
        let key = pair.public_key().as_ref().try_into().map_err(|_| Unusable::Form)?;
        Ok(Self { seed, pair, verifier: Verifier::new(name, key)? })
    }

    /// The key that everybody may know.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The key as a text, for the one file that holds it.
    #[must_use]
    pub fn written(&self) -> String {
        let (name, number) = (self.verifier.name(), u32::from_be_bytes(self.verifier.number()));
        format!("{PRIVATE}{name}+{number:08x}+{}", coded(self.seed))
    }

    /// `text` with the signature below it.
    ///
    /// # Errors
    /// When the text does not end with a line end, or holds control characters.
    pub fn sign(&self, text: &str) -> Result<String, Unusable> {
        Ok(format!("{text}\n{}\n", self.line(text)?))
    }

    /// The line that is put below `text`, for a note that others sign too.
    ///
    /// # Errors
    /// As for [`Signer::sign`].
    pub fn line(&self, text: &str) -> Result<String, Unusable> {
        if !is_text(text) {
            return Err(Unusable::Text);
        }
        let signature = self.pair.sign(text.as_bytes());
        let code = STANDARD.encode([&self.verifier.number()[..], signature.as_ref()].concat());
        Ok(format!("— {} {code}", self.verifier.name()))
    }
}

impl FromStr for Signer {
    type Err = Unusable;

    fn from_str(text: &str) -> Result<Self, Unusable> {
        let (name, number, seed) = parts(text.trim().strip_prefix(PRIVATE).ok_or(Unusable::Form)?)?;
        let own = Self::from_seed(name, seed)?;
        if u32::from_be_bytes(own.verifier.number()) == number { Ok(own) } else { Err(Unusable::Number) }
    }
}

/// Never the key itself.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("verifier", &self.verifier).finish_non_exhaustive()
    }
}
