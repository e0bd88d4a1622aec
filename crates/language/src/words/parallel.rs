//! `parallel`: goes several ways at once.

use super::step::Step;
use super::wait::KeepTimers;
use super::wait_until::Timeout;
use crate::kinds::{Join, Name};
use crate::word::{part, word};

word! {
    /// Goes several ways at once, and goes on when enough of them are through.
    pub struct Parallel = "parallel" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// How many ways must be through; all, where nothing is said.
        prop join: Opt<Join>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// One of the ways.
        child branch: Several<Branch>,
        /// What happens when not enough of them are through in time.
        child timeout: Opt<Timeout>,
        /// People who are inside keep their timeout when it changes.
        child keep_timers: Opt<KeepTimers>,
    }
}

part! {
    /// One of the ways.
    pub struct Branch = "branch" {
        /// The name of the branch.
        arg name: One<Name>,
        /// What happens on it.
        rest steps: Several<Step>,
    }
}
