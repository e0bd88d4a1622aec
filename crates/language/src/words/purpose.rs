//! `purpose`: why people's data is used.

use super::channel::{Channel, WhenFull};
use crate::kinds::{Duration, Key, Name, Path, Per, Ref, Text, closed};
use crate::word::{part, word};

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
        /// Most messages for it to one person in a time, over all channels or one.
        child cap: Many<PurposeCap>,
    }
}

part! {
    /// Most messages for a purpose to one person in a time.
    pub struct PurposeCap = "cap" {
        /// How many.
        arg count: One<u32>,
        /// In what time: any of a length, or a unit of the calendar.
        prop per: One<Per>,
        /// The channel that is counted; all together, when none is named.
        prop via: Opt<Ref<Channel>>,
        /// What becomes of a message when the cap is full; it is skipped, where nothing is said.
        prop then: Opt<WhenFull>,
        /// How long it is held at most, counted from when it was due; with `then=hold`.
        prop for_: Opt<Duration>,
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
