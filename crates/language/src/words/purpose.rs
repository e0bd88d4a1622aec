//! `purpose`: why people's data is used.

use super::channel::Channel;
use crate::kinds::{Duration, Key, Name, Path, Ref, Text, closed};
use crate::word::word;

word! {
    /// Why people's data is used, and by what right.
    pub struct Purpose = "purpose" since "0.1" {
        /// The name of the purpose.
        arg name: One<Name>,
        /// The data use (a fideslang key).
        prop use_: Opt<Key>,
        /// What it is, for people.
        leaf description: Opt<Text>,
        /// The lawful basis (GDPR article 6).
        leaf basis: Opt<Basis>,
        /// Channels that may carry messages for it; all, when none is named.
        leaf channels: Many<Ref<Channel>>,
        /// The text that people are shown when they are asked.
        leaf notice: Opt<Path>,
        /// How long a consent holds.
        leaf expires: Opt<Duration>,
    }
}

closed! {
    /// A lawful basis.
    pub enum Basis: "a lawful basis" {
        /// The person said yes.
        Consent = "consent",
        /// Needed for a contract with the person.
        Contract = "contract",
        /// An interest of ours that the person's do not outweigh; the person may object.
        LegitimateInterest = "legitimate-interest",
        /// The law requires it.
        LegalObligation = "legal-obligation",
        /// It protects a life.
        VitalInterest = "vital-interest",
        /// A public task.
        PublicTask = "public-task",
    }
}
