//! `send`: sends one message.

use super::channel::Channel;
use super::purpose::Purpose;
use super::template::Template;
use crate::kinds::{Assignment, Name, Ref};
use crate::word::{part, word};

word! {
    /// Sends one message, if the person's consent to its purpose holds at that moment.
    pub struct Send = "send" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The channel, or a line of several: the next is taken when one cannot reach the person.
        either via: Several<Ref<Channel>>,
        /// What the message says.
        prop template: One<Ref<Template>>,
        /// Why it is sent; the journey's purpose, where nothing is said.
        prop purpose: Opt<Ref<Purpose>>,
        /// Whether the person asked for it by what they did, as for a receipt.
        prop transactional: Opt<bool>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// Values for the template.
        child with: Opt<With>,
    }
}

part! {
    /// Values for the template: `with discount=10`.
    pub struct With = "with" {
        /// A name and the expression that yields its value.
        rest values: Several<Assignment>,
    }
}
