//! `emit`: lets an event happen.

use super::event::Event;
use crate::kinds::{Assignment, Name, Ref};
use crate::word::word;

word! {
    /// Lets an event happen for the person, as if it had come from a source.
    pub struct Emit = "emit" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The event.
        prop event: One<Ref<Event>>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// A field of the event and the expression that yields its value.
        rest fields: Many<Assignment>,
    }
}
