//! Signed notes: a text that people can read, and below it who put their name under it.
//!
//! The format is the signed note of C2SP (<https://c2sp.org/signed-note>) with Ed25519, so that other programs can verify
//! what is signed here, and sign for us. Bytes in, bytes out: whoever makes a key hands in the chance.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod open;
mod signer;
mod verifier;

pub use open::{Note, Refused, open};
pub use signer::Signer;
pub use verifier::Verifier;

use std::fmt;

/// Why a key is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// A name is empty, or has a blank or a `+` in it.
    Name,
    /// The text is not laid out as a key.
    Form,
    /// The key is of a kind that is not known here.
    Kind,
    /// The number before the key is that of another one.
    Number,
    /// The text to sign has no line end at its end, or a control character in it.
    Text,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "the name of a key has no blank and no `+`",
            Self::Form => "this is not laid out as a key",
            Self::Kind => "only Ed25519 is known here",
            Self::Number => "the number in the key is that of another key",
            Self::Text => "the text must end with a line end, and hold no control characters",
        })
    }
}

impl std::error::Error for Unusable {}

/// The byte that says Ed25519.
const ED25519: u8 = 1;

/// Whether `name` can be that of a key.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.chars().any(|letter| letter == '+' || letter.is_whitespace() || letter.is_control())
}

/// Whether `text` can be signed.
fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.chars().any(|letter| letter != '\n' && letter.is_ascii_control())
}

#[cfg(test)]
mod tests;
