//! `split`: takes one of several ways.

use super::step::Step;
use crate::kinds::{Condition, Expression, Name};
use crate::word::{part, word};

word! {
    /// Takes the first way whose condition holds.
    pub struct Split = "split" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// What is looked at, when each way is for one value: `by="profile.plan"`.
        prop by: Opt<Expression>,
        /// A way, and its condition.
        child when: Many<Branch>,
        /// A way, and the value of `by` that leads to it.
        child on: Many<OnValue>,
        /// The way for people of whom nothing is known that `by` could look at.
        child missing: Opt<Missing>,
        /// The way for everybody else. It may be empty, but it must be there, unless every value has a way.
        child otherwise: Opt<Otherwise>,
    }
    one_of { when, on }
}

part! {
    /// A way, and the value of `by` that leads to it.
    pub struct OnValue = "on" {
        /// The value, which is the name of the way.
        arg value: One<Name>,
        /// What happens then.
        rest steps: Many<Step>,
    }
}

part! {
    /// The way for people of whom nothing is known that `by` could look at.
    pub struct Missing = "missing" {
        /// What happens then.
        rest steps: Many<Step>,
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
