//! `approve`: somebody of the team decides.

use super::project::Owner;
use super::step::Step;
use super::wait::KeepTimers;
use super::wait_until::Timeout;
use crate::kinds::{Name, Ref, Text};
use crate::word::{part, word};

word! {
    /// Waits until somebody of the team approves.
    pub struct Approve = "approve" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// Who is asked: an `owner` of the project.
        prop by: One<Ref<Owner>>,
        /// What they are asked.
        prop question: Opt<Text>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// What happens when they say no.
        child refused: One<Refused>,
        /// What happens when nobody says anything in time; the same as when they say no, where it has no steps.
        child timeout: One<Timeout>,
        /// People who wait keep their timeout when it changes.
        child keep_timers: Opt<KeepTimers>,
    }
}

part! {
    /// What happens when they say no.
    pub struct Refused = "refused" {
        /// What happens then.
        rest steps: Several<Step>,
    }
}
