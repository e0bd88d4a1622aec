//! `end`: ends the journey.

use crate::kinds::Name;
use crate::word::word;

word! {
    /// Ends the journey for this person.
    pub struct End = "end" since "0.1" {
        /// Why, in a word that reports and tests use.
        arg reason: Opt<Name>,
    }
}
