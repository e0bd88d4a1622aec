//! `profile`: what is known about a person.

use crate::linker::Linker;
use crate::names::duplicates;
use crate::retain::{self, Retain};
use crate::{Field, Purpose, Reference, Schema, field};
use filrouge_language::kinds::Text;
use filrouge_language::words::profile as word;
use filrouge_language::{Many, Opt};
use filrouge_plan::Period;
use filrouge_source::Span;

/// What is known about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Names by which a person is known, strongest first.
    pub identifiers: Vec<Identifier>,
    /// Fields.
    pub fields: Vec<Field>,
    /// How long a profile is kept.
    pub retain: Opt<Retain>,
    /// Purposes that fields are collected for that name none themselves.
    pub purposes: Vec<Reference<Purpose>>,
    /// How long a merge can be undone.
    pub undo_merges: Opt<Period>,
    /// Identifiers and fields.
    pub schema: Schema,
    /// What expressions see: identifiers, fields and computed traits, in the order of their slots.
    pub seen: Schema,
}

/// A name by which a person is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Identifier {
    /// Its field.
    pub field: Field,
    /// Most values that one person may have.
    pub max: Opt<u32>,
    /// What becomes of one value more.
    pub overflow: Opt<word::Overflow>,
    /// Whether two people who are named by it may become one.
    pub merge: Opt<bool>,
    /// Values that say nothing about anybody.
    pub blocked: Many<Text>,
    /// Whether the usual values are blocked as well.
    pub blocks_usual: Opt<bool>,
}

impl Profile {
    /// Identifiers and fields, in the order of their slots.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.identifiers.iter().map(|identifier| &identifier.field).chain(&self.fields)
    }
}

pub(crate) fn link(word: &word::Profile, linker: &mut Linker<'_>) -> Profile {
    let identifiers: Vec<_> = word.id.iter().filter_map(|id| identifier(&id.value, linker)).collect();
    let fields = field::link_all(&word.fields, linker);
    let all = || identifiers.iter().map(|identifier| &identifier.field).chain(&fields);
    let ids = identifiers.iter().map(|identifier| &identifier.field.name);
    let names = ids.chain(fields.iter().map(|field| &field.name)).map(|name| (&*name.value, name.span));
    // Two fields of one name were reported with the fields; here one of the two is an identifier.
    let first_field = fields.first().map(|field| field.at);
    for finding in duplicates("field", names) {
        if first_field.is_none_or(|first| finding.first < first) {
            linker.push(finding);
        }
    }
    let schema = Schema::of(all());
    let seen = schema.clone();
    let retain = retain::link(&word.retain);
    let undo_merges = retain::period_of(&word.undo_merges);
    let purposes = word.for_.iter().map(|purpose| linker.resolve(purpose)).collect();
    Profile { at: word.at.head, retain, purposes, undo_merges, schema, seen, identifiers, fields }
}

fn identifier(word: &word::Id, linker: &mut Linker<'_>) -> Option<Identifier> {
    Some(Identifier {
        field: field::identifier(word, linker)?,
        max: word.max.clone(),
        overflow: word.overflow.clone(),
        merge: word.merge.clone(),
        blocked: word.blocked.clone(),
        blocks_usual: word.blocks_usual.clone(),
    })
}
