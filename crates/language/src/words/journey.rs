//! `journey`: what happens to a person, step by step.

use super::enter::Enter;
use super::exit::Exit;
use super::goal::Goal;
use super::project::Owner;
use super::purpose::Purpose;
use super::removed::Removed;
use super::rerun::Rerun;
use super::step::Step;
use crate::kinds::{Name, Ref, Text, Duration, Integer};
use crate::word::{part, word};

word! {
    /// What happens to a person, step by step, from an event that starts it.
    pub struct Journey = "journey" since "0.1" {
        /// The name of the journey.
        arg name: One<Name>,
        /// The name that it had before, for people who are inside.
        prop was: Opt<Name>,
        /// The version of its steps; 1 where nothing is said.
        prop version: Opt<u32>,
        /// Who goes first where not all can: the greater number; 0, where nothing is said.
        prop priority: Opt<Integer>,
        /// Whether somebody who comes in when there is no room takes the place of a journey of less priority.
        prop evict: Opt<bool>,
        /// Whether its messages are held until this is taken away.
        prop paused: Opt<bool>,
        /// What it is for.
        leaf description: Opt<Text>,
        /// The purpose of each send that names none.
        leaf purpose: Opt<Ref<Purpose>>,
        /// Who answers for it.
        leaf owner: Opt<Ref<Owner>>,
        /// People inside finish on the version under which they came.
        child drain: Opt<Box<Drain>>,
        /// Steps that are gone.
        child removed: Many<Removed>,
        /// Added steps to which people go back.
        child rerun: Many<Rerun>,
        /// Groups whose `concurrency` it counts for.
        leaf group: Many<Name>,
        /// How fast its messages leave, all people together.
        child throttle: Opt<Box<Throttle>>,
        /// What starts it.
        child enter: One<Enter>,
        /// What ends it early.
        child exit: Many<Exit>,
        /// What it is meant to bring about.
        child goal: Many<Goal>,
        /// The steps, in order.
        rest steps: Many<Step>,
    }
}

part! {
    /// People inside finish on the version under which they came.
    pub struct Drain = "drain" {}
}

part! {
    /// How fast messages leave, all people together.
    pub struct Throttle = "throttle" {
        /// How many messages.
        arg count: One<u32>,
        /// In what time.
        prop per: One<Duration>,
    }
}
