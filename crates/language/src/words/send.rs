//! `send`: sends one message.

use super::channel::Channel;
use super::purpose::Purpose;
use super::step::Step;
use super::template::Template;
use crate::kinds::{Assignment, Duration, LocalTime, Name, Ref, closed};
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
        /// When it leaves: at once, or at the hour at which the person is most often active.
        prop at_: Opt<SendAt>,
        /// How long the best hour may be waited for: a day at most, and a day where nothing is said.
        prop window: Opt<Duration>,
        /// The time of day for people of whom too little is known.
        prop default: Opt<LocalTime>,
        /// How long after it was due it may leave; the connector's bound, where nothing is said.
        prop within: Opt<Duration>,
        /// Values for the template.
        child with: Opt<With>,
        /// What happens after an outcome; without it, people go on behind the step.
        child on: Many<OnOutcome>,
    }
}

part! {
    /// What happens after an outcome: `on failed { … }`.
    pub struct OnOutcome = "on" {
        /// The outcome.
        arg outcome: One<SendOutcome>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

closed! {
    /// When a message leaves.
    pub enum SendAt: "a time to send" {
        /// At the hour at which the person is most often active.
        Best = "best",
    }
}

closed! {
    /// What became of a send.
    pub enum SendOutcome: "an outcome" {
        /// The provider took the message.
        Sent = "sent",
        /// It was not allowed, or could not be made; nothing was handed to a provider.
        Skipped = "skipped",
        /// A provider refused it for good, and no channel is left.
        Failed = "failed",
        /// Nobody knows whether the provider took it. It is never sent again.
        Unknown = "unknown",
    }
}

part! {
    /// Values for the template: `with discount=10`.
    pub struct With = "with" {
        /// A name and the expression that yields its value.
        rest values: Several<Assignment>,
    }
}
