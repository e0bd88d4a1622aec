//! The fields of a profile or an event as expressions see them.

use crate::Field;
use filrouge_plan as plan;

/// The fields that expressions may read, in the order of their slots.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// Fields whose type is known.
    pub fields: Vec<plan::Field>,
    /// Names of fields whose type was written wrongly: nothing is said about expressions that read them.
    pub broken: Vec<Box<str>>,
}

impl Schema {
    pub(crate) fn of<'f>(fields: impl Iterator<Item = &'f Field>) -> Self {
        let mut schema = Self::default();
        for field in fields {
            match field.lower() {
                Some(lowered) => schema.fields.push(lowered),
                None => schema.broken.push(field.name.value.clone()),
            }
        }
        schema
    }

    /// The field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&plan::Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
