//! `retired`: a journey that is gone.

use crate::kinds::{Name, closed};
use crate::word::word;

word! {
    /// Says what becomes of people who are inside a journey that is gone.
    pub struct Retired = "retired" since "0.2" {
        /// What is gone.
        arg kind: One<RetiredKind>,
        /// The name that it had.
        arg name: One<Name>,
        /// What becomes of people inside.
        prop then: One<RetiredThen>,
    }
}

closed! {
    /// What can be retired.
    pub enum RetiredKind: "what is gone" {
        /// A journey.
        Journey = "journey",
    }
}

closed! {
    /// What becomes of people inside.
    pub enum RetiredThen: "what becomes of people inside" {
        /// They leave.
        Exit = "exit",
        /// They finish on the definition under which they came.
        Drain = "drain",
    }
}
