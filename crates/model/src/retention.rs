//! `retention`: how long a store keeps what it holds.

use crate::linker::name_of;
use crate::project::text;
use crate::retain::{Since, Then, period};
use filrouge_language::Opt;
use filrouge_language::kinds::Text;
use filrouge_language::words::retention as word;
use filrouge_plan::Period;
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::retention::Store;

/// How long a store keeps what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Retention {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// The store that it is about; absent when it was written wrongly.
    pub of: Option<Store>,
    /// How long; absent when it was written wrongly.
    pub keep: Option<Spanned<Period>>,
    /// What the period counts from.
    pub since: Opt<Since>,
    /// What happens at its end.
    pub then: Opt<Then>,
    /// Why this long.
    pub reason: Opt<Box<str>>,
}

pub(crate) fn link(word: &word::Retention) -> Retention {
    Retention {
        at: word.at.head,
        name: name_of(&word.name),
        of: word.of.value().copied(),
        keep: word.keep.get().map(|keep| keep.as_ref().map(|duration| period(*duration))),
        since: word.since.clone(),
        then: word.then.clone(),
        reason: text(&word.reason, Text::as_str),
    }
}
