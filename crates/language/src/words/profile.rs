//! `profile`: what is known about a person.

use super::purpose::Purpose;
use super::retain::Retain;
use crate::kinds::{Duration, Field, FieldName, FieldType, Key, Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// What is known about a person: identifiers, strongest first, and fields.
    pub struct Profile = "profile" since "0.1" {
        /// A field that tells people apart; the first one is the strongest.
        child id: Several<Id>,
        /// How long a profile is kept.
        child retain: Opt<Retain>,
        /// Purposes that its fields are collected for, where a field names none itself; every purpose, when nothing is said.
        leaf for_: Many<Ref<Purpose>>,
        /// How long two people who became one can be separated again; 30 days, when nothing is said.
        leaf undo_merges: Opt<Duration>,
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
        /// Purposes that it is collected for.
        either for_: Many<Ref<Purpose>>,
        /// Most values that one person may have: 10, and 1 of the strongest, when nothing is said.
        prop max: Opt<u32>,
        /// What becomes of one value more; the oldest is dropped, when nothing is said.
        prop overflow: Opt<Overflow>,
        /// Whether two people who are named by it in one call may become one; `#false` for what people share.
        prop merge: Opt<bool>,
        /// Values that say nothing about anybody, such as `"0000"`.
        leaf blocked: Many<Text>,
        /// Whether the usual values are blocked as well, such as `null` and `undefined`; `#true`, when nothing is said.
        leaf blocks_usual: Opt<bool>,
    }
}

closed! {
    /// What becomes of one value more than a person may have.
    pub enum Overflow: "what becomes of one value more" {
        /// The oldest one gives way.
        DropOldest = "drop-oldest",
        /// It is not taken.
        Refuse = "refuse",
    }
}
