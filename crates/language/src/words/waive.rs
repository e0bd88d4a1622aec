//! `waive`: an exception to a rule, with its reason.

use super::project::Owner;
use crate::kinds::{Date, Name, Path, Ref, Text};
use crate::word::word;

word! {
    /// An exception to a rule, with its reason.
    pub struct Waive = "waive" since "0.1" {
        /// The rule, by the name that its findings show.
        arg rule: One<Name>,
        /// Why the exception is right.
        prop reason: One<Text>,
        /// The last day on which it holds; it does not end, when nothing is said.
        prop until: Opt<Date>,
        /// Who allowed it: an owner of the project.
        prop approver: Opt<Ref<Owner>>,
        /// The file, the folder or the part of a JSON file that it holds in, at the top of a file.
        prop in_: Opt<Path>,
    }
}
