//! `concurrency`: in how many journeys a person may be at once.

use crate::linker::{Linker, boxed};
use crate::{Purpose, Reference};
use filrouge_language::kinds::Name;
use filrouge_language::words::project as word;
use filrouge_source::{Span, Spanned};

/// In how many journeys a person may be at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Concurrency {
    /// Where it is written.
    pub at: Span,
    /// How many.
    pub count: u32,
    /// The group of journeys that is counted; every journey when absent.
    pub group: Option<Spanned<Box<str>>>,
    /// Journeys that send for these purposes alone neither count nor are refused.
    pub except: Vec<Reference<Purpose>>,
}

pub(crate) fn link(word: &word::Concurrency, linker: &mut Linker<'_>) -> Option<Concurrency> {
    Some(Concurrency {
        at: word.at.head,
        count: *word.count.value()?,
        group: word.group.get().map(|group| boxed(group, Name::as_str)),
        except: word.except.iter().map(|purpose| linker.resolve(purpose)).collect(),
    })
}
