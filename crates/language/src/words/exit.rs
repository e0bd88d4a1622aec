//! `exit`: what ends a journey early.

use super::event::Event;
use crate::kinds::{Condition, Name, Ref};
use crate::word::word;

word! {
    /// What ends a journey early, before every step and while waiting.
    pub struct Exit = "exit" since "0.1" {
        /// The name of the exit, for reports and tests.
        arg name: One<Name>,
        /// The event that ends it.
        prop on: Opt<Ref<Event>>,
        /// Which of these events do.
        prop where_: Opt<Condition>,
        /// The condition on the person that ends it.
        prop when: Opt<Condition>,
    }
    one_of { on, when }
}
