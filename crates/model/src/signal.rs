//! `signal`: what the choices that a consent tool tells mean to the purposes of the project.

use crate::linker::{Linker, boxed};
use crate::{Purpose, Reference};
use filrouge_language::kinds::Text;
use filrouge_language::words::signal as word;
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::signal::{SignalField, SignalKind};

/// Fields of a signal, where they are named.
pub type SignalFields = Vec<Spanned<SignalField>>;

/// What each field of a signal means.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalMap {
    /// Where it is declared, without its block.
    pub at: Span,
    /// The signal; absent when it was written wrongly.
    pub kind: Option<Spanned<SignalKind>>,
    /// Fields that decide about a purpose, and that purpose.
    pub maps: Vec<(SignalFields, Reference<Purpose>)>,
    /// Fields that mean nothing, and why.
    pub ignored: Vec<(SignalFields, Spanned<Box<str>>)>,
}

impl SignalMap {
    /// Every field that is named, in the order of the text: those that are mapped first.
    pub fn named(&self) -> impl Iterator<Item = &Spanned<SignalField>> {
        let ignored = self.ignored.iter().flat_map(|(fields, _)| fields);
        self.maps.iter().flat_map(|(fields, _)| fields).chain(ignored)
    }
}

pub(crate) fn link(word: &word::Signal, linker: &mut Linker<'_>) -> SignalMap {
    let maps = word.map.iter().filter_map(|own| {
        let to = linker.resolve(own.value.to.get()?);
        Some((own.value.field.clone(), to))
    });
    let maps = maps.collect();
    let ignored = word.ignore.iter().filter_map(|own| {
        let reason = boxed(own.value.reason.get()?, Text::as_str);
        Some((own.value.field.clone(), reason))
    });
    SignalMap { at: word.at.head, kind: word.kind.get().cloned(), maps, ignored: ignored.collect() }
}
