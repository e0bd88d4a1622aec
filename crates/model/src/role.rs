//! `role`: who works with the daemon, and what they may do and see.

use crate::linker::{Linker, boxed, name_of, unresolved};
use crate::project::text;
use crate::{Owner, Profile, Purpose, Reference};
use filrouge_language::Opt;
use filrouge_language::kinds::{Key, Name, Ref, Text};
use filrouge_language::words::{purpose, role as word};
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::role::Act as MayDo;

/// What somebody who works with the daemon may do and see.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessRole {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// What it is for.
    pub description: Opt<Box<str>>,
    /// What its holders may do.
    pub may: Vec<Spanned<MayDo>>,
    /// Categories that they may see.
    pub see: Vec<AccessSight>,
    /// Identifiers that they may see.
    pub reveal: Vec<AccessSight>,
    /// Owners in whose name they may approve.
    pub approve: Vec<Reference<Owner>>,
}

/// Something that may be seen.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessSight {
    /// The category, or the identifier.
    pub what: Spanned<Box<str>>,
    /// The purpose that whoever looks has to name.
    pub purpose: Option<Reference<Purpose>>,
}

pub(crate) fn link(word: &word::Role, profile: Option<&Profile>, linker: &mut Linker<'_>) -> AccessRole {
    let see = word.see.iter().filter_map(|see| {
        let category = boxed(see.value.category.get()?, Key::as_str);
        Some(sight(category, &see.value.for_, linker))
    });
    let see = see.collect();
    let reveal = word.reveal.iter().filter_map(|reveal| {
        let name = boxed(reveal.value.identifier.get()?, Name::as_str);
        known(&name, profile, linker);
        Some(sight(name, &reveal.value.for_, linker))
    });
    let reveal = reveal.collect();
    AccessRole {
        at: word.at.head,
        name: name_of(&word.name),
        description: text(&word.description, Text::as_str),
        may: word.may.clone(),
        see,
        reveal,
        approve: word.approve.iter().map(|owner| linker.resolve(owner)).collect(),
    }
}

fn sight(
    what: Spanned<Box<str>>,
    purpose: &Opt<Ref<purpose::Purpose>>,
    linker: &mut Linker<'_>,
) -> AccessSight {
    AccessSight { what, purpose: purpose.get().map(|purpose| linker.resolve(purpose)) }
}

/// Finds an identifier that the profile does not have.
fn known(name: &Spanned<Box<str>>, profile: Option<&Profile>, linker: &mut Linker<'_>) {
    let Some(profile) = profile else { return };
    let names = profile.identifiers.iter().map(|identifier| &*identifier.field.name.value);
    if !names.clone().any(|known| known == &*name.value) {
        let finding = unresolved("identifier", &name.value, name.span, names, None);
        linker.push(finding);
    }
}
