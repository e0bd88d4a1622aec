//! A field of a profile, an event or a record.

use crate::linker::{Linker, map_opt};
use crate::names::duplicates;
use crate::project::text;
use crate::retain::period_of;
use crate::{Purpose, Reference};
use filrouge_language::kinds::{self, Decimal, FieldType, TypeShape};
use filrouge_language::words::profile::Id as Identifier;
use filrouge_language::{One, Opt};
use filrouge_plan::{self as plan, Bounds, Type};
use filrouge_source::{Span, Spanned};

/// A named part of a profile, an event or a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// Its type; absent when it was written wrongly.
    pub ty: Option<Spanned<Type>>,
    /// Bounds on the value.
    pub bounds: Bounds,
    /// Category of personal data.
    pub category: Opt<Box<str>>,
    /// How long the field is kept, when that is shorter than for the whole.
    pub retain: Opt<plan::Period>,
    /// Purposes that it is collected for, where it names any itself.
    pub purposes: Vec<Reference<Purpose>>,
    /// Of a field of a JSON Schema: behind the brace with which its schema begins, where a keyword can be added.
    pub imported: Option<Span>,
    /// The fields of its record, or of the records in its list.
    pub fields: Vec<Field>,
}

impl Field {
    /// The field as the plan holds it; absent when its type was written wrongly.
    #[must_use]
    pub fn lower(&self) -> Option<plan::Field> {
        Some(plan::Field {
            name: self.name.value.to_string(),
            ty: self.ty.as_ref()?.value.clone(),
            bounds: self.bounds.clone(),
            category: self.category.value().map(ToString::to_string),
        })
    }

    /// The field itself, then the fields of its records.
    #[must_use]
    pub fn walk(&self) -> Vec<&Self> {
        let mut all = vec![self];
        all.extend(self.fields.iter().flat_map(Self::walk));
        all
    }
}

/// The fields of one block; a name that is used twice is a finding.
pub(crate) fn link_all(words: &[Spanned<kinds::Field>], linker: &mut Linker<'_>) -> Vec<Field> {
    let fields = link_some(words, linker);
    unique(&fields, linker);
    fields
}

/// The fields of one block, which may not be the only ones.
pub(crate) fn link_some(words: &[Spanned<kinds::Field>], linker: &mut Linker<'_>) -> Vec<Field> {
    words.iter().filter_map(|word| link(&word.value, linker)).collect()
}

/// A name that is used twice is a finding.
pub(crate) fn unique(fields: &[Field], linker: &mut Linker<'_>) {
    let names = fields.iter().map(|field| (&*field.name.value, field.name.span));
    duplicates("field", names).into_iter().for_each(|finding| linker.push(finding));
}

/// A field that has no name can be read by nothing: it is left out.
fn link(word: &kinds::Field, linker: &mut Linker<'_>) -> Option<Field> {
    let name = word.name.get()?;
    let (ty, fields) = link_type(&word.ty, linker);
    let category = text(&word.category, |key| key.as_str());
    Some(Field {
        at: word.at.head,
        name: Spanned::new(name.value.as_str().into(), name.span),
        bounds: Bounds { min: digits(&word.min), max: digits(&word.max) },
        category: category_or(category, ty.as_ref()),
        ty,
        retain: period_of(&word.retain),
        purposes: word.for_.iter().map(|purpose| linker.resolve(purpose)).collect(),
        imported: None,
        fields,
    })
}

/// The field of an identifier; one that has no name can be read by nothing.
pub(crate) fn identifier(word: &Identifier, linker: &mut Linker<'_>) -> Option<Field> {
    let name = word.name.get()?;
    let (ty, fields) = link_type(&word.ty, linker);
    let category = map_opt(&word.category, |category| Some(category.value.as_str().into()));
    Some(Field {
        at: word.at.head,
        name: Spanned::new(name.value.as_str().into(), name.span),
        bounds: Bounds::default(),
        category: category_or(category, ty.as_ref()),
        ty,
        retain: Opt::Absent,
        purposes: word.for_.iter().map(|purpose| linker.resolve(purpose)).collect(),
        imported: None,
        fields,
    })
}

/// The category of a field, or that which its type has by itself: an address to write to or to call is personal whoever has it.
pub(crate) fn category_or(own: Opt<Box<str>>, ty: Option<&Spanned<Type>>) -> Opt<Box<str>> {
    let by_type = |ty: &Spanned<Type>| Some(Spanned::new(category_of(ty.value.required())?.into(), ty.span));
    match own {
        Opt::Absent => ty.and_then(by_type).map_or(Opt::Absent, Opt::Given),
        own => own,
    }
}

const fn category_of(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Email => Some("user.contact.email"),
        Type::Phone => Some("user.contact.phone_number"),
        _ => None,
    }
}

fn digits(bound: &Opt<Decimal>) -> Option<String> {
    bound.value().map(|digits| digits.as_str().to_owned())
}

fn link_type(ty: &One<FieldType>, linker: &mut Linker<'_>) -> (Option<Spanned<Type>>, Vec<Field>) {
    let Some(given) = ty.get() else { return (None, Vec::new()) };
    let (ty, fields) = type_of(&given.value, linker);
    (ty.map(|ty| Spanned::new(ty, given.span)), fields)
}

fn type_of(written: &FieldType, linker: &mut Linker<'_>) -> (Option<Type>, Vec<Field>) {
    let (ty, fields) = shape(&written.shape, linker);
    let ty = ty.map(|ty| if written.optional { Type::Optional(Box::new(ty)) } else { ty });
    (ty, fields)
}

fn shape(shape: &TypeShape, linker: &mut Linker<'_>) -> (Option<Type>, Vec<Field>) {
    match shape {
        TypeShape::Simple(word) => (simple(word), Vec::new()),
        TypeShape::Enum(words) => {
            let names = words.iter().map(|word| (word.value.as_str(), word.span));
            duplicates("enum word", names).into_iter().for_each(|finding| linker.push(finding));
            let words = words.iter().map(|word| word.value.as_str().to_owned()).collect();
            (Some(Type::Enum(words)), Vec::new())
        }
        TypeShape::List(item) => {
            let (item, fields) = type_of(&item.value, linker);
            (item.map(|item| Type::List(Box::new(item))), fields)
        }
        TypeShape::Record(words) => {
            let fields = link_all(words, linker);
            let lowered: Option<Vec<_>> = fields.iter().map(Field::lower).collect();
            (lowered.map(Type::Record), fields)
        }
        TypeShape::Ref(_) => (Some(Type::String), Vec::new()),
    }
}

/// The type without parts that is called so.
pub(crate) fn simple(word: &str) -> Option<Type> {
    Some(match word {
        "string" => Type::String,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "decimal" => Type::Decimal,
        "money" => Type::Money,
        "date" => Type::Date,
        "datetime" => Type::Datetime,
        "duration" => Type::Duration,
        "email" => Type::Email,
        "phone" => Type::Phone,
        "url" => Type::Url,
        "country" => Type::Country,
        "locale" => Type::Locale,
        "timezone" => Type::Timezone,
        "currency" => Type::Currency,
        "point" => Type::Point,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_simple_type_of_the_language_has_a_type() {
        for word in FieldType::SIMPLE {
            assert_eq!(simple(word).map(|ty| ty.word()), Some(*word));
        }
    }
}
