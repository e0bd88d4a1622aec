//! `experiment`: gives each person one of several arms, by chance, and remembers it.

use super::step::Step;
use crate::kinds::{Name, Weight, closed};
use crate::word::{part, word};

word! {
    /// Gives each person one of several arms, by chance. Who was given an arm keeps it.
    pub struct Experiment = "experiment" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// What the chance hangs on, besides the person: experiments of one salt and the same arms go together.
        prop salt: Opt<Name>,
        /// Whether people are placed by the weights of today, whatever they were given before.
        prop reshuffle: Opt<bool>,
        /// Who shares the people out: the written weights, or a bandit.
        prop policy: Opt<Policy>,
        /// The goal that a bandit works towards.
        prop optimise: Opt<Name>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// One thing that is tried.
        child arm: Several<Arm>,
        /// The control group: people who are left out of what is tried.
        child holdout: Opt<Holdout>,
    }
}

part! {
    /// One thing that is tried.
    pub struct Arm = "arm" {
        /// The name of the arm.
        arg name: One<Name>,
        /// Its share, compared with the other weights. Nobody new comes into an arm of weight 0.
        prop weight: One<Weight>,
        /// The name that the arm had before.
        prop was: Opt<Name>,
        /// What happens to its people; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

part! {
    /// The control group: people who are left out of what is tried.
    pub struct Holdout = "holdout" {
        /// Its share, compared with the other weights.
        prop weight: One<Weight>,
        /// What happens to its people; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

closed! {
    /// Who shares the people out.
    pub enum Policy: "a policy" {
        /// The weights, as they are written.
        Fixed = "fixed",
        /// A bandit that draws from what it believes of each arm.
        Thompson = "thompson",
        /// A bandit that takes the arm of the highest hope.
        Ucb = "ucb",
    }
}
