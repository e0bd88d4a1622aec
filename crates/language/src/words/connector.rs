//! `connector`: one account at one service.

use super::ask::Ask;
use super::project::Owner;
use super::secret::Secret;
use crate::kinds::{Country, Date, Duration, Name, Ref, Text, closed};
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
        /// The company behind the service, as its contract and your notices call it.
        leaf company: Opt<Text>,
        /// Who answers for it; the owner of the project, when it has one alone.
        leaf owner: Opt<Ref<Owner>>,
        /// Whether the service works for us or for itself.
        leaf role: Opt<Role>,
        /// The contract with the service.
        leaf agreement: Opt<Text>,
        /// Where the service handles the data.
        leaf country: Opt<Country>,
        /// What protects the data in a country outside the EU.
        leaf safeguards: Opt<Text>,
        /// What allows the data to go to a country outside the European Economic Area.
        child transfer: Opt<Transfer>,
        /// A company that handles the data for the service.
        child sub_processor: Many<SubProcessor>,
        /// Countries where the service handles the data when its usual place is down.
        leaf failover: Many<Country>,
        /// How long the service keeps what it gets, at most.
        leaf keeps: Opt<Duration>,
        /// What the service does with a person's data when it is asked to.
        leaf can: Many<Capability>,
        /// The call by which it is asked to; for `http`.
        child ask: Many<Ask>,
        /// Somebody does by hand what the service cannot.
        child manual: Opt<Manual>,
        /// The sender, when the channel names none.
        leaf from: Opt<Text>,
        /// Most requests in a time.
        child rate: Opt<Rate>,
        /// Most calls at the same time; 5 where nothing is said.
        leaf together: Opt<u32>,
        /// How long to wait for an answer.
        leaf timeout: Opt<Duration>,
        /// How long after it was due a message may leave, where its send says nothing; without it, it waits until it can.
        leaf within: Opt<Duration>,
        /// How often to try again after a failure that may pass.
        child retry: Opt<Retry>,
        /// Whether it may be on this machine or in a private network; for `http`. Only public addresses are called, where nothing
        /// is said.
        leaf private_network: Opt<bool>,
    }
}

part! {
    /// What allows the data to go to a country outside the European Economic Area.
    pub struct Transfer = "transfer" {
        /// The mechanism.
        arg mechanism: One<Mechanism>,
        /// Since when it is in place.
        prop since: Opt<Date>,
        /// Where the assessment of the law of that country is kept.
        prop assessment: Opt<Text>,
        /// What takes its place when it falls.
        prop fallback: Opt<Mechanism>,
    }
}

part! {
    /// A company that handles the data for the service.
    pub struct SubProcessor = "sub-processor" {
        /// The name of the company.
        arg name: One<Text>,
        /// Where it handles the data.
        prop country: One<Country>,
        /// What allows the data to go there.
        prop transfer: Opt<Mechanism>,
    }
}

part! {
    /// Somebody does by hand what the service cannot.
    pub struct Manual = "manual" {
        /// Who: an owner of the project.
        prop owner: One<Ref<Owner>>,
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
    /// What allows data to go to a country outside the European Economic Area (GDPR articles 45 to 49).
    pub enum Mechanism: "a mechanism of transfer" {
        /// The Commission found the country adequate.
        Adequacy = "adequacy",
        /// Standard contractual clauses, with an assessment.
        Scc = "scc",
        /// Binding corporate rules.
        Bcr = "bcr",
        /// The service is on the list of the EU–US Data Privacy Framework.
        Dpf = "dpf",
        /// An exception of article 49.
        Derogation = "derogation",
    }
}

closed! {
    /// What a service does with a person's data when it is asked to (GDPR articles 15 to 20).
    pub enum Capability: "something that a service can do" {
        /// Hands out all of it.
        Export = "export",
        /// Corrects it.
        Rectify = "rectify",
        /// Removes it.
        Erase = "erase",
        /// Keeps it without using it.
        Restrict = "restrict",
        /// Writes to the person no more.
        Suppress = "suppress",
    }
}

closed! {
    /// The role of a service under the GDPR.
    pub enum Role: "a role" {
        /// Works on our instructions.
        Processor = "processor",
        /// Decides for itself.
        Controller = "controller",
        /// Is a system of your own.
        Own = "own",
    }
}
