//! `test`: what must happen, on a clock of its own.

use super::act::{Act, Granted, Refused};
use super::always::Always;
use super::journey::Journey;
use super::step::StepName;
use crate::kinds::{Given, Name, Path, Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// What must happen to one person, on a clock of its own.
    pub struct Test = "test" since "0.1" {
        /// What it shows, as a sentence.
        arg name: One<Text>,
        /// The journey that expectations are about.
        prop journey: One<Ref<Journey>>,
        /// In which zones it is lived besides the person's own.
        prop zones: Opt<Zones>,
        /// A file with every decision that the test leads to, in order.
        prop golden: Opt<Path>,
        /// What holds before the first moment.
        child given: Opt<GivenBlock>,
        /// What must hold all the time, in this test.
        child always: Many<Always>,
        /// What happens, and what must follow, in order.
        rest acts: Several<Act>,
    }
}

part! {
    /// What holds before the first moment.
    pub struct GivenBlock = "given" {
        /// The person.
        child profile: Opt<GivenProfile>,
        /// A purpose that the person consented to.
        child granted: Many<Granted>,
        /// A purpose that the person refused.
        child refused: Many<Refused>,
        /// An arm that the person was given before.
        child assigned: Many<Assigned>,
    }
}

part! {
    /// An arm of an experiment that the person was given before.
    pub struct Assigned = "assigned" {
        /// The experiment, of the journey that the test is about.
        arg experiment: One<Ref<StepName>>,
        /// The arm, or `holdout`.
        prop arm: One<Name>,
    }
}

part! {
    /// The person's profile.
    pub struct GivenProfile = "profile" {
        /// A field and its value.
        rest fields: Many<Given>,
    }
}

closed! {
    /// In which zones a test is lived.
    pub enum Zones: "a choice of zones" {
        /// Twelve zones, on the days on which their clocks or calendars do something.
        AllEdges = "all-edges",
    }
}
