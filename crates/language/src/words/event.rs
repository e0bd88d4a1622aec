//! `event`: something that a person did.

use super::project::Owner;
use super::purpose::Purpose;
use super::retain::Retain;
use crate::kinds::{Field, Key, Name, Path, Ref, Text};
use crate::word::word;

word! {
    /// Something that a person did, with what is told about it.
    pub struct Event = "event" since "0.1" {
        /// The name, as the tracking plan spells it.
        arg name: One<Name>,
        /// A JSON Schema (draft 2020-12) that describes the fields.
        prop from: Opt<Path>,
        /// Category of personal data (a fideslang key) of the mere fact that it happened.
        prop category: Opt<Key>,
        /// Who answers for it; those whose journeys go by it, where nothing is said.
        prop owner: Opt<Ref<Owner>>,
        /// What people call it.
        leaf label: Opt<Text>,
        /// How long events of this kind are kept.
        child retain: Opt<Retain>,
        /// Purposes that it is collected for; every purpose, when nothing is said.
        leaf for_: Many<Ref<Purpose>>,
        /// A field and its type: `value decimal min=0`.
        rest fields: Many<Field>,
    }
}
