//! `retention`: how long a store keeps what it holds.

use super::retain::{Since, Then};
use crate::kinds::{Duration, Name, Text, closed};
use crate::word::word;

word! {
    /// How long a store keeps what it holds.
    pub struct Retention = "retention" since "0.1" {
        /// The name of the rule.
        arg name: One<Name>,
        /// The store that it is about.
        prop of: One<Store>,
        /// How long.
        prop keep: One<Duration>,
        /// What the period counts from.
        prop since: Opt<Since>,
        /// What happens at its end; erasing, where nothing is said.
        prop then: Opt<Then>,
        /// Why this long.
        leaf reason: Opt<Text>,
    }
}

closed! {
    /// What the daemon stores.
    pub enum Store: "a store" {
        /// Profiles.
        Profiles = "profiles",
        /// Events.
        Events = "events",
        /// Consents and their proofs.
        Consents = "consents",
        /// Messages that were sent.
        Messages = "messages",
        /// The audit log.
        Audit = "audit",
        /// Events that were refused.
        Quarantine = "quarantine",
    }
}
