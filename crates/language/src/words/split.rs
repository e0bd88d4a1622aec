//! `split`: takes one of several ways.

use super::step::Step;
use crate::kinds::{Condition, Name};
use crate::word::{part, word};

word! {
    /// Takes the first way whose condition holds.
    pub struct Split = "split" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// A way, and its condition.
        child when: Several<Branch>,
        /// The way for everybody else. It may be empty, but it must be there.
        child otherwise: Opt<Otherwise>,
    }
}

part! {
    /// A way, and its condition.
    pub struct Branch = "when" {
        /// The name of the way.
        arg name: One<Name>,
        /// What must hold.
        arg condition: One<Condition>,
        /// What happens then.
        rest steps: Many<Step>,
    }
}

part! {
    /// The way for everybody else.
    pub struct Otherwise = "otherwise" {
        /// What happens then.
        rest steps: Many<Step>,
    }
}
