//! The fields of a profile or an event as expressions see them.

use crate::Field;
use crate::notes::{Declared, along};
use filrouge_plan as plan;
use filrouge_plan::Type;
use filrouge_source::Span;

/// The fields that expressions may read, in the order of their slots.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// Fields whose type is known.
    pub fields: Vec<plan::Field>,
    /// Names of fields whose type was written wrongly: nothing is said about expressions that read them.
    pub broken: Vec<Box<str>>,
    /// Where the fields are declared, in their order, as far as an author declares them.
    pub declared: Vec<Declared>,
}

impl Schema {
    pub(crate) fn of<'f>(fields: impl Iterator<Item = &'f Field>) -> Self {
        let mut schema = Self::default();
        for field in fields {
            match field.lower() {
                Some(lowered) => {
                    schema.fields.push(lowered);
                    schema.declared.push(Declared::of(field));
                }
                None => schema.broken.push(field.name.value.clone()),
            }
        }
        schema
    }

    /// The same fields, where those at `paths` below `root` are known to be there; none where that was known before.
    pub(crate) fn with_present(&self, root: &str, paths: &[Box<str>]) -> Option<Self> {
        let mut known = self.clone();
        for path in paths {
            let mut names = path.split('.');
            if names.next() == Some(root) {
                require(&mut known.fields, names);
            }
        }
        (known != *self).then_some(known)
    }

    /// Where the field called `name` is declared.
    pub(crate) fn place(&self, name: &str) -> Option<Span> {
        along([name], &self.fields, &self.declared).pop()
    }

    /// Where the fields inside of the field called `name` are declared.
    pub(crate) fn inside(&self, name: &str) -> &[Declared] {
        let slot = self.fields.iter().position(|field| field.name == name);
        slot.and_then(|slot| self.declared.get(slot)).map_or(&[], |declared| &declared.inside)
    }

    /// The field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&plan::Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// The field to which `names` lead is there.
fn require<'n>(fields: &mut [plan::Field], mut names: impl Iterator<Item = &'n str>) {
    let Some(name) = names.next() else { return };
    let Some(field) = fields.iter_mut().find(|field| field.name == name) else { return };
    // Whatever has a field is there itself.
    field.ty = field.ty.required().clone();
    if let Type::Record(parts) = &mut field.ty {
        require(parts, names);
    }
}
