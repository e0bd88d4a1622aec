//! The fields that conditions read, by root.

use filrouge_model::{Event, Field, Journey, Setting, Trait};
use filrouge_plan::program::Root;
use filrouge_plan::{self as plan, Type};
use filrouge_source::Span;

/// The fields that the conditions of one place read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'m> {
    setting: &'m Setting,
    event: Option<&'m Event>,
    entry: Option<&'m Event>,
}

impl<'m> Fields<'m> {
    /// The profile alone.
    pub const fn of(setting: &'m Setting) -> Self {
        Self { setting, event: None, entry: None }
    }

    /// With an event at hand.
    pub const fn at(self, event: Option<&'m Event>) -> Self {
        Self { event, ..self }
    }

    /// Inside a journey.
    pub fn inside(self, journey: &Journey) -> Self {
        let entry = journey.entry_event().and_then(|event| self.setting.events.of(event));
        Self { entry, ..self }
    }

    /// The project.
    pub const fn setting(&self) -> &'m Setting {
        self.setting
    }

    fn schema(&self, root: Root) -> &'m [plan::Field] {
        let event = match root {
            Root::Profile => {
                return self.setting.profile.as_ref().map_or(&[], |profile| &profile.seen.fields);
            }
            Root::Event => self.event,
            Root::Entry => self.entry,
            Root::With | Root::Steps => None,
        };
        event.map_or(&[], |event| &event.schema.fields)
    }

    /// The field at the end of a path.
    pub fn field(&self, root: Root, path: &[u16]) -> Option<&'m plan::Field> {
        let (first, others) = path.split_first()?;
        let first = self.schema(root).get(usize::from(*first))?;
        others.iter().try_fold(first, |field, slot| match field.ty.required() {
            Type::Record(fields) => fields.get(usize::from(*slot)),
            _ => None,
        })
    }

    /// The beginnings of a path that may be without a value. Nobody has to tell anything about a person, but an event
    /// is refused when it lacks what it must have.
    pub fn absences(&self, root: Root, path: &[u16]) -> Vec<Vec<u16>> {
        let told = root == Root::Profile && self.computed(path).is_none();
        let may = |path: &&[u16]| told || self.field(root, path).is_none_or(|field| field.ty.is_optional());
        let beginnings = (1..=path.len()).filter_map(|length| path.get(..length));
        beginnings.filter(may).map(<[u16]>::to_vec).collect()
    }

    /// The computed trait at a path.
    pub fn computed(&self, path: &[u16]) -> Option<&'m Trait> {
        let own = self.setting.profile.as_ref()?.schema.fields.len();
        path.first().filter(|slot| usize::from(**slot) >= own)?;
        let name = &self.field(Root::Profile, path.get(..1)?)?.name;
        self.setting.traits.values().find(|own| *own.name.value == **name)
    }

    /// Where a field is declared.
    pub fn declared(&self, root: Root, path: &[u16]) -> Option<Span> {
        let name = &self.field(root, path.get(..1)?)?.name;
        let mut field = match root {
            Root::Profile if self.computed(path).is_some() => return Some(self.computed(path)?.at),
            Root::Profile => {
                self.setting.profile.as_ref()?.all_fields().find(|field| *field.name.value == **name)?
            }
            Root::Event => named(&self.event?.fields, name)?,
            Root::Entry => named(&self.entry?.fields, name)?,
            Root::With | Root::Steps => return None,
        };
        for length in 2..=path.len() {
            field = named(&field.fields, &self.field(root, path.get(..length)?)?.name)?;
        }
        Some(field.at)
    }
}

fn named<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    fields.iter().find(|field| *field.name.value == *name)
}
