//! `update`: changes the profile.

use crate::kinds::{Assignment, Name};
use crate::word::word;

word! {
    /// Changes fields of the profile.
    pub struct Update = "update" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// A field of the profile and the expression that yields its new value.
        rest fields: Several<Assignment>,
    }
}
