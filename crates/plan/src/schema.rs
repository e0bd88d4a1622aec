//! Shapes of people and events.

use crate::{Field, Retention};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of a person. Slots of expressions count `identifiers` first, then `fields`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileSchema {
    /// Names by which a person is known, strongest first.
    pub identifiers: Vec<Identifier>,
    /// Fields in the order of declaration.
    pub fields: Vec<Field>,
    /// How long a profile is kept.
    pub retention: Option<Retention>,
}

/// A name by which a person is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// Its field: name, type, category.
    pub field: Field,
    /// How many values of it one person may have; the last one given is the one that conditions see.
    pub max: u32,
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

impl ProfileSchema {
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
