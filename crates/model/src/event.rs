//! `event`: something that a person did.

use crate::linker::{Linker, name_of};
use crate::project::text;
use crate::retain::{self, Retain};
use crate::{Field, Schema, field};
use filrouge_language::Opt;
use filrouge_language::kinds::Text;
use filrouge_language::words::event as word;
use filrouge_source::{Span, Spanned};

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
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its fields as expressions see them.
    pub schema: Schema,
}

pub(crate) fn link(word: &word::Event, linker: &mut Linker<'_>) -> Event {
    let fields = field::link_all(&word.fields, linker);
    Event {
        at: word.at.head,
        name: name_of(&word.name),
        label: text(&word.label, Text::as_str),
        retain: retain::link(&word.retain),
        schema: Schema::of(fields.iter()),
        fields,
    }
}
