//! `connector`: one account at one service.

use super::secret::Secret;
use crate::kinds::{Country, Duration, Name, Text, closed};
use crate::word::{part, word};

word! {
    /// One account at one service that messages leave through.
    pub struct Connector = "connector" since "0.1" {
        /// The name of the connector.
        arg name: One<Name>,
        /// The service, or how it is spoken to.
        prop kind: One<ConnectorKind>,
        /// Whether its messages are held until this is taken away.
        prop paused: Opt<bool>,
        /// The address of the service, with its password, as a secret.
        child url: One<Secret>,
        /// The key that requests are signed with (Standard Webhooks); for `http`.
        child signing_key: Opt<Secret>,
        /// Whether the service works for us or for itself.
        leaf role: Opt<Role>,
        /// The contract with the service.
        leaf agreement: Opt<Text>,
        /// Where the service handles the data.
        leaf country: Opt<Country>,
        /// What protects the data in a country outside the EU.
        leaf safeguards: Opt<Text>,
        /// The sender, when the channel names none.
        leaf from: Opt<Text>,
        /// Most requests in a time.
        child rate: Opt<Rate>,
        /// Most calls at the same time; 5 where nothing is said.
        leaf together: Opt<u32>,
        /// How long to wait for an answer.
        leaf timeout: Opt<Duration>,
        /// How often to try again after a failure that may pass.
        child retry: Opt<Retry>,
    }
}

part! {
    /// Most requests in a time.
    pub struct Rate = "rate" {
        /// How many.
        arg count: One<u32>,
        /// In what time.
        prop per: One<Duration>,
    }
}

part! {
    /// How often to try again after a failure that may pass.
    pub struct Retry = "retry" {
        /// Most tries, the first one included.
        prop max: Opt<u32>,
        /// Longest time between the first try and the last.
        prop within: Opt<Duration>,
    }
}

closed! {
    /// How a service is spoken to.
    pub enum ConnectorKind: "a kind of connector" {
        /// A mail server.
        Smtp = "smtp",
        /// Any service that takes a signed HTTP request.
        Http = "http",
    }
}

closed! {
    /// The role of a service under the GDPR.
    pub enum Role: "a role" {
        /// Works on our instructions.
        Processor = "processor",
        /// Decides for itself.
        Controller = "controller",
    }
}
