//! `goal`: what a journey is meant to bring about.

use super::event::Event;
use crate::kinds::{Condition, Duration, Name, Ref};
use crate::word::word;

word! {
    /// What a journey is meant to bring about. It is counted and does not end the journey.
    pub struct Goal = "goal" since "0.1" {
        /// The name of the goal.
        arg name: One<Name>,
        /// The event that reaches it.
        prop on: One<Ref<Event>>,
        /// Which of these events do.
        prop where_: Opt<Condition>,
        /// How long after the entry it still counts.
        prop within: Opt<Duration>,
    }
}
