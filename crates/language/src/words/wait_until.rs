//! `wait-until`: waits for the first of several things.

use super::event::Event;
use super::step::Step;
use super::wait::KeepTimers;
use crate::kinds::{Condition, Duration, Name, Ref};
use crate::word::{choice, part, word};

word! {
    /// Waits for the first of several things. Of two at the same moment, the one above wins.
    pub struct WaitUntil = "wait-until" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// What happens when nothing came in time.
        child timeout: Opt<Timeout>,
        /// People who wait keep their timeout when it changes.
        child keep_timers: Opt<KeepTimers>,
        /// What is waited for.
        rest arms: Several<Arm>,
    }
}

choice! {
    /// Something that is waited for.
    pub enum Arm as "the arms" { OnArm, WhenArm }
}

part! {
    /// Waits for an event.
    pub struct OnArm = "on" {
        /// The name of the arm.
        arg name: One<Name>,
        /// The event.
        prop event: One<Ref<Event>>,
        /// Which of these events.
        prop where_: Opt<Condition>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

part! {
    /// Waits until something holds for the person.
    pub struct WhenArm = "when" {
        /// The name of the arm.
        arg name: One<Name>,
        /// What must hold.
        prop condition: One<Condition>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

part! {
    /// What happens when nothing came in time.
    pub struct Timeout = "timeout" {
        /// How long is waited.
        prop after: One<Duration>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}
