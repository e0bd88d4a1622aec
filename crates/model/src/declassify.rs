//! `declassify`: why what is made of data says less than the data.

use crate::linker::{Linker, boxed, map_opt};
use crate::{Owner, Purpose, Reference};
use filrouge_language::kinds::Text;
use filrouge_language::words::declassify as word;
use filrouge_language::{One, Opt};
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::declassify::Method;

/// Why what is made of data says less than the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Declassify {
    /// Where it is written, without its block.
    pub at: Span,
    /// What makes it say less; absent when it was written wrongly.
    pub method: Option<Spanned<Method>>,
    /// In how large a group each person is at least.
    pub k: Opt<u32>,
    /// Why that is enough; absent when it was written wrongly.
    pub reason: Option<Spanned<Box<str>>>,
    /// Purposes that it is opened for; with none, nothing of the limits of the data is left.
    pub opens: Vec<Reference<Purpose>>,
    /// Whether purposes are named, also when none of them is declared.
    pub opens_some: bool,
    /// Who judged so.
    pub approver: Opt<Reference<Owner>>,
}

pub(crate) fn link(word: &Opt<word::Declassify>, linker: &mut Linker<'_>) -> Opt<Declassify> {
    map_opt(word, |word| Some(declassify(&word.value, linker)))
}

fn declassify(word: &word::Declassify, linker: &mut Linker<'_>) -> Declassify {
    let method = match &word.method {
        One::Given(method) => Some(*method),
        One::Broken(_) => None,
    };
    Declassify {
        at: word.at.head,
        method,
        k: word.k.clone(),
        reason: word.reason.get().map(|reason| boxed(reason, Text::as_str)),
        opens: word.for_.iter().map(|purpose| linker.resolve(purpose)).collect(),
        opens_some: !word.for_.is_empty(),
        approver: map_opt(&word.approver, |approver| Some(linker.resolve(approver))),
    }
}
