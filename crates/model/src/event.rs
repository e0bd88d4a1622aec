//! `event`: something that a person did.

use crate::linker::{Linker, map_opt, name_of};
use crate::project::text;
use crate::retain::{self, Retain};
use crate::{Field, Owner, Purpose, Reference, Schema, field, json_schema};
use filrouge_language::Opt;
use filrouge_language::kinds::{Key, Text};
use filrouge_language::words::event as word;
use filrouge_source::{FileId, Span, Spanned};

/// Something that a person did, with what is told about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name, as sources spell it.
    pub name: Spanned<Box<str>>,
    /// What people call it.
    pub label: Opt<Box<str>>,
    /// How long it is kept.
    pub retain: Opt<Retain>,
    /// Category of personal data of the mere fact that it happened.
    pub category: Opt<Box<str>>,
    /// Who answers for it, when it is said.
    pub owner: Opt<Reference<Owner>>,
    /// Purposes that it is collected for, and its fields that name none themselves.
    pub purposes: Vec<Reference<Purpose>>,
    /// The JSON Schema that describes fields of it.
    pub from: Option<FileId>,
    /// Its fields, those of the schema first.
    pub fields: Vec<Field>,
    /// Its fields as expressions see them.
    pub schema: Schema,
}

pub(crate) fn link(word: &word::Event, linker: &mut Linker<'_>) -> Event {
    let file = word.from.get().and_then(|from| Some((linker.file(from)?, from.span)));
    let mut fields = file.map_or_else(Vec::new, |(file, from)| json_schema::import(file, from, linker));
    fields.extend(field::link_some(&word.fields, linker));
    field::unique(&fields, linker);
    Event {
        from: file.map(|(file, _)| file),
        at: word.at.head,
        name: name_of(&word.name),
        label: text(&word.label, Text::as_str),
        retain: retain::link(&word.retain),
        category: text(&word.category, Key::as_str),
        owner: map_opt(&word.owner, |owner| Some(linker.resolve(owner))),
        purposes: word.for_.iter().map(|purpose| linker.resolve(purpose)).collect(),
        schema: Schema::of(fields.iter()),
        fields,
    }
}
