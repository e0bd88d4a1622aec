//! `digest`: collects events for a while.

use super::event::Event;
use crate::kinds::{Condition, Duration, Expression, LocalTime, Name, Ref};
use crate::word::word;

word! {
    /// Collects events of the person for a while, and goes on with all of them.
    pub struct Digest = "digest" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The event that is collected.
        prop on: One<Ref<Event>>,
        /// Which of these events.
        prop where_: Opt<Condition>,
        /// What the events of one digest have in common.
        prop key: Opt<Expression>,
        /// How long, from the first one on.
        prop for_: Opt<Duration>,
        /// The next time that the person's clock shows this.
        prop until: Opt<LocalTime>,
        /// Most events that are kept; 50 where nothing is said.
        prop max: Opt<u32>,
        /// The name that the step had before.
        prop was: Opt<Name>,
    }
    one_of { for_, until }
}
