//! `removed`: a step that is gone.

use crate::kinds::Name;
use crate::word::word;

word! {
    /// Says where people go who stand on a step that is gone from the journey.
    pub struct Removed = "removed" since "0.2" {
        /// The name that the step had.
        arg name: One<Name>,
        /// The step to which they go, or `exit`.
        prop then: One<Name>,
    }
}

/// What stands for the way out of a journey.
pub const EXIT: &str = "exit";
