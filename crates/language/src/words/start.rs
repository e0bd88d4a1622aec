//! `start`: asks for another journey, and goes on.

use super::call::With;
use super::journey::Journey;
use crate::kinds::{Name, Ref};
use crate::word::word;

word! {
    /// Asks for another journey, and goes on at once.
    pub struct Start = "start" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The journey. It says `enter called`.
        prop journey: One<Ref<Journey>>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// Values for the fields of its entry.
        child with: Opt<With>,
    }
}
