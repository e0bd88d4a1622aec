//! `journey`: what happens to a person, step by step.

use super::enter::Enter;
use super::exit::Exit;
use super::goal::Goal;
use super::project::Owner;
use super::purpose::Purpose;
use super::removed::Removed;
use super::rerun::Rerun;
use super::step::Step;
use crate::kinds::{Duration, Integer, Name, Ref, Text, closed};
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
        /// What its branches decide about a person (GDPR article 22).
        child decides: Opt<Box<Decides>>,
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
    /// What the branches of a journey decide about a person.
    pub struct Decides = "decides" {
        /// How far it goes.
        arg class: One<DecisionClass>,
        /// What allows it, where it goes far (GDPR article 22(2)).
        prop ground: Opt<DecisionGround>,
        /// Where people contest it.
        prop contest: Opt<Text>,
    }
}

closed! {
    /// How far a decision goes.
    pub enum DecisionClass: "a class of decisions" {
        /// Nothing about the person decides.
        Nothing = "nothing",
        /// What is known about the person decides what they are told.
        Profiling = "profiling",
        /// It has a legal effect, or one that matters as much: a price, a refusal, access.
        LegalOrSimilar = "legal-or-similar",
    }
}

closed! {
    /// What allows a decision of legal or similar effect without a human (GDPR article 22(2)).
    pub enum DecisionGround: "a ground for decisions" {
        /// The contract with the person needs it.
        Contract = "contract",
        /// A law allows it.
        Law = "law",
        /// The person agreed expressly.
        Consent = "consent",
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
