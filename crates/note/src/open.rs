//! A note, opened: its text, and who signed it.

use crate::{Verifier, is_name, is_text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// Most signatures of one note.
const MOST: usize = 100;

/// A note that somebody known has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'n> {
    /// The text, with the line end at its end.
    pub text: &'n str,
    /// Who of those that are known signed it, by name, in the order of the note.
    pub by: Vec<&'n str>,
}

/// Why a note is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is not laid out as a note.
    Form,
    /// A signature that bears the name and number of a known key is not of that key.
    Forged(String),
    /// Nobody who is known signed it.
    Unsigned,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("this is not laid out as a signed note"),
            Self::Forged(name) => write!(f, "the signature of `{name}` is not of this text"),
            Self::Unsigned => f.write_str("nobody signed it whose key was given"),
        }
    }
}

impl std::error::Error for Refused {}

/// The text of `note`, if at least one of `known` signed it. Signatures of others say nothing; one that claims to be of a known
/// key and is not spoils the note.
///
/// # Errors
/// When it is no note, when a signature is wrong, or when nobody of `known` signed.
pub fn open<'n>(note: &'n str, known: &[Verifier]) -> Result<Note<'n>, Refused> {
    let (text, lines) = split(note).ok_or(Refused::Form)?;
    let mut by = Vec::new();
    for line in lines {
        let (name, number, signature) = signature(line).ok_or(Refused::Form)?;
        let own = known.iter().find(|own| own.name() == name && own.number() == number);
        let Some(own) = own else { continue };
        if !own.signed(text, &signature) {
            return Err(Refused::Forged(name.to_owned()));
        }
        by.push(name);
    }
    if by.is_empty() { Err(Refused::Unsigned) } else { Ok(Note { text, by }) }
}

/// The text and the lines of signatures: the last empty line stands between them.
fn split(note: &str) -> Option<(&str, Vec<&str>)> {
    let at = note.rfind("\n\n")?;
    let (text, below) = (note.get(..=at)?, note.get(at + 2..)?);
    let lines: Vec<&str> = below.strip_suffix('\n')?.split('\n').collect();
    (is_text(text) && lines.len() <= MOST).then_some((text, lines))
}

/// Name, number of the key, and signature.
fn signature(line: &str) -> Option<(&str, [u8; 4], Vec<u8>)> {
    let (name, code) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = STANDARD.decode(code).ok()?;
    let (number, signature) = bytes.split_first_chunk::<4>()?;
    (is_name(name) && !signature.is_empty()).then(|| (name, *number, signature.to_vec()))
}
