//! Shapes of people and events.

use crate::{Field, Period, Retention};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of a person. Slots of expressions count `identifiers` first, then `fields`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileSchema {
    /// Names by which a person is known, strongest first.
    pub identifiers: Vec<Identifier>,
    /// Fields in the order of declaration.
    pub fields: Vec<Field>,
    /// How long a profile is kept.
    pub retention: Option<Retention>,
    /// How long two people who became one can be separated again.
    #[serde(default = "ProfileSchema::usual_undo")]
    pub undo_merges: Period,
}

/// A name by which a person is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// Its field: name, type, category.
    pub field: Field,
    /// How many values of it one person may have; the last one given is the one that conditions see.
    pub max: u32,
    /// What becomes of one value more.
    #[serde(default)]
    pub overflow: Overflow,
    /// Whether two people whom a call names by it may become one.
    #[serde(default = "Identifier::usually_merges")]
    pub merge: bool,
    /// Values that say nothing about anybody, in any case of their letters.
    #[serde(default)]
    pub blocked: Vec<String>,
}

/// What becomes of one value more than a person may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Overflow {
    /// The oldest one gives way.
    #[default]
    DropOldest,
    /// It is not taken.
    Refuse,
}

impl Identifier {
    /// An identifier with the usual rules.
    #[must_use]
    pub fn new(field: Field, max: u32) -> Self {
        Self { field, max, overflow: Overflow::DropOldest, merge: true, blocked: Vec::new() }
    }

    const fn usually_merges() -> bool {
        true
    }
}

/// An event that may come in or be emitted. Slots of expressions count `fields`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventSchema {
    /// The event's name, as sources spell it: `Cart Updated`.
    pub name: String,
    /// Fields in the order of declaration.
    pub fields: Vec<Field>,
    /// How long an event is kept.
    pub retention: Option<Retention>,
}

impl Default for ProfileSchema {
    fn default() -> Self {
        Self { identifiers: Vec::new(), fields: Vec::new(), retention: None, undo_merges: Self::usual_undo() }
    }
}

impl ProfileSchema {
    /// How long a merge can be undone where nothing else is said: 30 days.
    #[must_use]
    pub const fn usual_undo() -> Period {
        Period { months: 0, days: 30, millis: 0 }
    }

    /// All fields in slot order: identifiers, then fields.
    pub fn slots(&self) -> impl Iterator<Item = &Field> + Clone {
        self.identifiers.iter().map(|identifier| &identifier.field).chain(&self.fields)
    }

    /// The slot of the field called `name`.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.slots().position(|field| field.name == name)
    }
}
