//! A value for a named place: of the profile, of an event, of a template.

use super::Block;
use crate::names::duplicates;
use crate::{Expression, Schema, linker};
use filrouge_expression::Want;
use filrouge_language::kinds;
use filrouge_plan::Type;
use filrouge_source::{Span, Spanned};

/// A value for a named place.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Name and value together.
    pub at: Span,
    /// The place's name.
    pub name: Spanned<Box<str>>,
    /// The value; roots: `profile`, `entry`, `steps`, `now`. Absent when it was written wrongly.
    pub value: Option<Expression>,
}

/// The expressions that were understood.
pub(super) fn expressions(set: &[Assignment]) -> Vec<&Expression> {
    set.iter().filter_map(|assignment| assignment.value.as_ref()).collect()
}

/// What the names stand for.
pub(super) enum Places<'p> {
    /// Any name, any type: variables of a template.
    Free,
    /// Fields of something that is not known, because of a mistake that was told.
    Unknown,
    /// Fields of a schema: `the event `Cart Updated``.
    Fields(&'p Schema, String),
}

pub(super) fn link_all(
    words: &[Spanned<kinds::Assignment>],
    places: &Places<'_>,
    block: &mut Block<'_, '_, '_>,
) -> Vec<Assignment> {
    let names = words.iter().map(|word| (word.value.name.value.as_str(), word.value.name.span));
    for finding in duplicates("value", names) {
        block.linker.push(finding);
    }
    words.iter().map(|word| link(word, places, block)).collect()
}

fn link(word: &Spanned<kinds::Assignment>, places: &Places<'_>, block: &mut Block<'_, '_, '_>) -> Assignment {
    let kinds::Assignment { name, value } = &word.value;
    let view = block.inside.at_step();
    if let Places::Fields(schema, _) = places {
        block.linker.mention_if(name.span, schema.place(name.value.as_str()));
    }
    let mut compile = |want| block.linker.expression(value.value.as_str(), value.span, &view, want);
    let value = match places {
        Places::Free | Places::Unknown => compile(Want::Any),
        Places::Fields(schema, within) => match wanted(schema, name.value.as_str()) {
            Wanted::Type(ty) => compile(Want::Assignable(ty)),
            Wanted::Broken => compile(Want::Any),
            Wanted::Nothing => {
                let known = schema.fields.iter().map(|field| field.name.as_str());
                let within = Some(within.clone());
                block.linker.push(linker::unresolved("field", name.value.as_str(), name.span, known, within));
                None
            }
        },
    };
    Assignment { at: word.span, name: linker::boxed(name, kinds::FieldName::as_str), value }
}

/// Parameters of an address: any name, and a value that is written in one way only.
pub(super) fn link_parameters(
    words: &[Spanned<kinds::Parameter>],
    block: &mut Block<'_, '_, '_>,
) -> Vec<Assignment> {
    let names = words.iter().map(|word| (word.value.name.value.as_str(), word.value.name.span));
    duplicates("parameter", names).into_iter().for_each(|finding| block.linker.push(finding));
    let link = |word: &Spanned<kinds::Parameter>| {
        let kinds::Parameter { name, value } = &word.value;
        let view = block.inside.at_step();
        let value = block.linker.expression(value.value.as_str(), value.span, &view, Want::Written);
        Assignment { at: word.span, name: linker::boxed(name, kinds::Name::as_str), value }
    };
    words.iter().map(link).collect()
}

enum Wanted<'s> {
    Type(&'s Type),
    Broken,
    Nothing,
}

fn wanted<'s>(schema: &'s Schema, name: &str) -> Wanted<'s> {
    match schema.field(name) {
        Some(field) => Wanted::Type(&field.ty),
        None if schema.broken.iter().any(|broken| **broken == *name) => Wanted::Broken,
        None => Wanted::Nothing,
    }
}
