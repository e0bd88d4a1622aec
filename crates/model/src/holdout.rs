//! `holdout`: people who get no messages, to measure by.

use crate::linker::{Linker, name_of};
use crate::project::text;
use crate::{Purpose, Reference};
use filrouge_language::Opt;
use filrouge_language::kinds::Text;
use filrouge_language::words::holdout as word;
use filrouge_source::{Span, Spanned};

/// People who get no messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Holdout {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// How many of a million people are in it; absent when it was written wrongly.
    pub share: Option<Spanned<u32>>,
    /// What mixes the dice.
    pub salt: Opt<Box<str>>,
    /// What it is for.
    pub description: Opt<Box<str>>,
    /// Purposes whose messages are withheld; all that a person may withdraw from when none is named.
    pub purposes: Vec<Reference<Purpose>>,
}

pub(crate) fn link(word: &word::Holdout, linker: &mut Linker<'_>) -> Holdout {
    Holdout {
        at: word.at.head,
        name: name_of(&word.name),
        share: word.share.get().map(|share| share.as_ref().map(|share| share.0)),
        salt: text(&word.salt, Text::as_str),
        description: text(&word.description, Text::as_str),
        purposes: word.purposes.iter().map(|purpose| linker.resolve(purpose)).collect(),
    }
}
