//! `profile`: what is known about a person.

use super::retain::Retain;
use crate::kinds::{Field, FieldName, FieldType, Key};
use crate::word::{part, word};

word! {
    /// What is known about a person: identifiers, strongest first, and fields.
    pub struct Profile = "profile" since "0.1" {
        /// A field that tells people apart; the first one is the strongest.
        child id: Several<Id>,
        /// How long a profile is kept.
        child retain: Opt<Retain>,
        /// A field and its type: `first_name string?`.
        rest fields: Many<Field>,
    }
}

part! {
    /// An identifier.
    pub struct Id = "id" {
        /// The name of the field.
        arg name: One<FieldName>,
        /// Its type.
        rest ty: One<FieldType>,
        /// Category of personal data (a fideslang key).
        prop category: Opt<Key>,
        /// Most values that one person may have.
        prop max: Opt<u32>,
    }
}
