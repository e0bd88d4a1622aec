//! `call`: asks for another journey, and waits until it ends.

use super::journey::Journey;
use super::step::Step;
use crate::kinds::{Assignment, Name, Ref};
use crate::word::{part, word};

word! {
    /// Asks for another journey, and waits until it ends.
    pub struct Call = "call" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The journey. It says `enter called`.
        prop journey: One<Ref<Journey>>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// Values for the fields of its entry.
        child with: Opt<With>,
        /// What happens after an end of it; without it, people go on behind the step.
        child on: Many<OnEnd>,
    }
}

part! {
    /// What happens after an end of the called journey: `on left { … }`.
    pub struct OnEnd = "on" {
        /// The reason for which it ended.
        arg outcome: One<Name>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

part! {
    /// Values for the fields of an entry: `with reason="'late'"`.
    pub struct With = "with" {
        /// A field and the expression that yields its value.
        rest values: Several<Assignment>,
    }
}
