//! `end`: ends the journey.

use crate::project::text;
use filrouge_language::Opt;
use filrouge_language::kinds::Name;
use filrouge_language::words::end as word;

/// Ends the journey.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// Why, in a word; absent means that the journey is completed.
    pub reason: Opt<Box<str>>,
}

pub(super) fn link(word: &word::End) -> End {
    End { reason: text(&word.reason, Name::as_str) }
}
