//! `repeat`: goes round.

use super::step::Step;
use crate::kinds::{Condition, Duration, Name};
use crate::word::word;

word! {
    /// Does the steps inside again and again, at most so many times.
    pub struct Repeat = "repeat" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// Most rounds.
        prop max: One<u32>,
        /// Least time from the beginning of a round to that of the next one.
        prop every: Opt<Duration>,
        /// There is a round only while this holds: judged before each one.
        prop while_: Opt<Condition>,
        /// There is no other round when this holds: judged behind each one, and again after the pause.
        prop until: Opt<Condition>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// What happens in each round.
        rest steps: Several<Step>,
    }
}
