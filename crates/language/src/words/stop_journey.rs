//! `stop-journey`: takes the person out of a journey.

use super::journey::Journey;
use crate::kinds::{Expression, Name, Ref};
use crate::word::word;

word! {
    /// Takes the person out of a journey, as `stopped`.
    pub struct StopJourney = "stop-journey" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The journey.
        prop journey: One<Ref<Journey>>,
        /// Which instance, by its key; all of the person's, when nothing is said.
        prop key: Opt<Expression>,
        /// The name that the step had before.
        prop was: Opt<Name>,
    }
}
