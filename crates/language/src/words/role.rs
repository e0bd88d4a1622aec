//! `role`: who works with the daemon, and what they may do and see.

use super::project::Owner;
use super::purpose::Purpose;
use crate::kinds::{Key, Name, Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// What somebody who works with the daemon may do and see.
    pub struct Role = "role" since "0.1" {
        /// The name of the role.
        arg name: One<Name>,
        /// What it is for.
        leaf description: Opt<Text>,
        /// What its holders may do.
        leaf may: Many<Act>,
        /// A category of personal data that they may see; all other personal data is masked.
        child see: Many<See>,
        /// An identifier of the profile that they may see.
        child reveal: Many<Reveal>,
        /// Owners in whose name they may approve.
        leaf approve: Many<Ref<Owner>>,
    }
}

part! {
    /// A category of personal data that may be seen.
    pub struct See = "see" {
        /// The category (a fideslang key), with all below it.
        arg category: One<Key>,
        /// The purpose that whoever looks has to name.
        prop for_: Opt<Ref<Purpose>>,
    }
}

part! {
    /// An identifier of the profile that may be seen.
    pub struct Reveal = "reveal" {
        /// The identifier.
        arg identifier: One<Name>,
        /// The purpose that whoever looks has to name.
        prop for_: Opt<Ref<Purpose>>,
    }
}

closed! {
    /// Something that is done through the admin API.
    pub enum Act: "something that a role may do" {
        /// See how things stand.
        Status = "status",
        /// Look at people, their decisions and what waits.
        Look = "look",
        /// Take out people and what they did.
        Export = "export",
        /// Bring somebody into a journey.
        Start = "start",
        /// Pause a part of the project, or let it go on.
        Pause = "pause",
        /// Compile the project again.
        Reload = "reload",
        /// Make a saved plan the one that runs.
        Apply = "apply",
        /// Separate people who became one.
        Unmerge = "unmerge",
        /// Send again or drop messages that did not arrive.
        Resend = "resend",
        /// Try again or drop messages that could not be taken in.
        Replay = "replay",
        /// Change what is logged.
        Logs = "logs",
        /// Run a plan beside the one that runs.
        Shadow = "shadow",
        /// Make and revoke tokens.
        Tokens = "tokens",
        /// Answer what people ask about their own data.
        Rights = "rights",
        /// Read and prove the audit log.
        Audit = "audit",
    }
}
