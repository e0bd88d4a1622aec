//! Which texts are bare and which are quoted.

use crate::tree::{StoredKind, Text, Tree, ValueData};
use crate::{chars, number, words};

/// Where a text stands in its node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'n> {
    /// The argument with this number, from 0.
    Argument(usize),
    /// The value of the property with this key.
    Property(&'n str),
}

/// How a text should be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// Without quotes, if the text allows it.
    Bare,
    /// Between quotes.
    Quoted,
    /// As the author wrote it.
    AsIs,
}

/// Decides about quotes, by place.
pub trait Quoting {
    /// How the text at `place` of a node is written; `path` holds the names of the nodes from the top of the file to
    /// that node.
    fn quotes(&self, path: &[&str], place: Place<'_>) -> Quotes;
}

/// Leaves every text as the author wrote it.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsWritten;

impl Quoting for AsWritten {
    fn quotes(&self, _path: &[&str], _place: Place<'_>) -> Quotes {
        Quotes::AsIs
    }
}

/// The literal of `value` as `quotes` wants it, if that differs from how it is written.
pub(super) fn requoted(tree: &Tree, value: &ValueData, quotes: Quotes) -> Option<String> {
    let StoredKind::Text { text, bare } = &value.kind else { return None };
    match quotes {
        Quotes::Quoted if *bare => Some(format!("\"{}\"", tree.decoded(*text))),
        Quotes::Bare if !bare && is_plainly_quoted(tree, *text) && may_be_bare(tree.decoded(*text)) => {
            Some(tree.decoded(*text).to_owned())
        }
        Quotes::Bare | Quotes::Quoted | Quotes::AsIs => None,
    }
}

fn is_plainly_quoted(tree: &Tree, text: Text) -> bool {
    tree.buffer
        .get(text.span.range())
        .is_some_and(|literal| literal.starts_with('"') && !literal.starts_with("\"\"\""))
}

/// Whether `text` means the same without quotes.
pub(crate) fn may_be_bare(text: &str) -> bool {
    let is_word_char = |c: char| {
        u8::try_from(c).map_or(true, chars::is_word_byte)
            && !chars::is_space(c)
            && !chars::is_newline(c)
            && !chars::is_control(c)
            && !chars::is_direction_control(c)
    };
    !text.is_empty()
        && text.chars().all(is_word_char)
        && !text.starts_with(',')
        && !text.ends_with([',', ':'])
        && text != "r"
        && !number::looks_like_number(text)
        && !words::is_keyword(text)
}
