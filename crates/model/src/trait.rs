//! `trait`: something that is computed over what a person did.

use crate::declassify::{self, Declassify};
use crate::linker::{Linker, boxed, map_opt};
use crate::notes::Declared;
use crate::project::text;
use crate::retain::period_of;
use crate::rules::duplicate_declaration::DuplicateDeclaration;
use crate::view::View;
use crate::{Event, Expression, Profile, Reference, Schema, Table};
use filrouge_expression::Want;
use filrouge_language::kinds::{Key, Ref};
use filrouge_language::words::event::Event as EventWord;
use filrouge_language::words::r#trait as word;
use filrouge_language::{Opt, Several};
use filrouge_plan::program::Root;
use filrouge_plan::{self as plan, Period, Type};
use filrouge_source::{Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use filrouge_language::words::r#trait::TraitKind;

/// Something that is computed over what a person did.
#[derive(Debug, Clone, PartialEq)]
pub struct Trait {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// What is computed; absent when it was written wrongly.
    pub kind: Option<Spanned<TraitKind>>,
    /// The event that it is computed over.
    pub on: Opt<Reference<Event>>,
    /// The event that must follow.
    pub then: Opt<Reference<Event>>,
    /// What is taken of each event; root: `event`.
    pub of: Opt<Expression>,
    /// Which events count; root: `event`.
    pub filter: Opt<Expression>,
    /// What must hold; roots: `profile`, `now`.
    pub when: Opt<Expression>,
    /// How long an event counts, or how soon the second must follow.
    pub within: Opt<Period>,
    /// How long nothing must have come, or the condition must have held.
    pub lasting: Opt<Period>,
    /// How late an event may come.
    pub late: Opt<Period>,
    /// Category of personal data, where it is said.
    pub category: Opt<Box<str>>,
    /// What makes the value say less than the data that it is made of.
    pub declassify: Opt<Declassify>,
    /// What conditions see: name, type, category; absent when the type is not known.
    pub field: Option<plan::Field>,
}

/// The traits in the order of their slots; the profile sees them from now on.
pub(crate) fn link_all(
    words: &Several<Arc<word::Trait>>,
    profile: Option<&mut Profile>,
    events: &Table<Event>,
    segments: &[&str],
    linker: &mut Linker<'_>,
) -> Table<Trait> {
    let Some(profile) = profile else { return Table::default() };
    let mut words: Vec<_> =
        words.iter().map(|word| &*word.value).filter(|word| word.name.get().is_some()).collect();
    tell_duplicates(&words, profile, linker);
    words
        .sort_by_key(|word| (!word.when.is_absent(), word.name.value().map(|name| name.as_str().to_owned())));
    let (held, made): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| !word.when.is_absent());
    let mut traits = link_some(&made, events, &View::of(Some(&*profile), segments), linker);
    traits.iter().for_each(|own| see(own, profile));
    // What is held may not read what is held: there is no order in which to judge them.
    let held = link_some(&held, events, &View::of(Some(&*profile), segments), linker);
    held.iter().for_each(|own| see(own, profile));
    traits.extend(held);
    traits.into_iter().collect()
}

fn link_some(
    words: &[&word::Trait],
    events: &Table<Event>,
    person: &View<'_>,
    linker: &mut Linker<'_>,
) -> Vec<Trait> {
    words.iter().filter_map(|word| link(word, events, person, linker)).collect()
}

fn see(own: &Trait, profile: &mut Profile) {
    match &own.field {
        Some(field) => {
            profile.seen.fields.push(field.clone());
            profile.seen.declared.push(Declared { at: own.name.span, inside: Box::default() });
        }
        None => profile.seen.broken.push(own.name.value.clone()),
    }
}

/// A trait stands among the fields of the profile: no two of them have one name.
fn tell_duplicates(words: &[&word::Trait], profile: &Profile, linker: &mut Linker<'_>) {
    let fields = profile.all_fields().map(|field| (field.name.value.clone(), field.name.span));
    let mut known: BTreeMap<Box<str>, Span> = fields.collect();
    for name in words.iter().filter_map(|word| word.name.get()) {
        let text = name.value.as_str();
        match known.get(text) {
            Some(first) => {
                let (again, first) = (name.span, *first);
                linker.push(DuplicateDeclaration { kind: "trait", name: text.to_owned(), again, first });
            }
            None => drop(known.insert(text.into(), name.span)),
        }
    }
}

fn link(
    word: &word::Trait,
    events: &Table<Event>,
    person: &View<'_>,
    linker: &mut Linker<'_>,
) -> Option<Trait> {
    let (on, then) = (event(&word.on, linker), event(&word.then, linker));
    let schema = on.value().and_then(|on| events.of(on)).map(|event| &event.schema);
    let at_event = View::default().and(Root::Event, schema);
    let of = map_opt(&word.of, |of| linker.expression(of.value.as_str(), of.span, &at_event, Want::Any));
    let filter = map_opt(&word.where_, |when| {
        linker.expression(when.value.as_str(), when.span, &at_event, Want::Condition)
    });
    let when = map_opt(&word.when, |when| {
        linker.expression(when.value.as_str(), when.span, person, Want::Condition)
    });
    let mut own = Trait {
        at: word.at.head,
        name: boxed(word.name.get()?, |name| name.as_str()),
        kind: word.kind.get().cloned(),
        on,
        then,
        of,
        filter,
        when,
        within: period_of(&word.within),
        lasting: period_of(&word.for_),
        late: period_of(&word.late),
        category: text(&word.category, Key::as_str),
        declassify: declassify::link(&word.declassify, linker),
        field: None,
    };
    own.field = own.seen(schema);
    Some(own)
}

fn event(part: &Opt<Ref<EventWord>>, linker: &mut Linker<'_>) -> Opt<Reference<Event>> {
    map_opt(part, |event| Some(linker.resolve(event)))
}

impl Trait {
    /// What conditions see of the trait.
    fn seen(&self, event: Option<&Schema>) -> Option<plan::Field> {
        let ty = self.ty()?;
        let category =
            self.category.value().map(ToString::to_string).or_else(|| self.inherited_category(event?));
        Some(plan::Field { name: self.name.value.to_string(), ty, bounds: Default::default(), category })
    }

    /// The category of the first field in `of` that has one.
    fn inherited_category(&self, event: &Schema) -> Option<String> {
        let reads = &self.of.value()?.compiled.reads;
        reads.iter().find_map(|path| category_of(&event.fields, path.strip_prefix("event.")?))
    }

    /// The type of the value; absent when it cannot be known.
    fn ty(&self) -> Option<Type> {
        let of = self.of.value().map(|of| of.compiled.ty.required());
        match self.kind.as_ref()?.value {
            TraitKind::Count | TraitKind::Distinct => Some(Type::Int),
            TraitKind::Sequence | TraitKind::Absence | TraitKind::Held => Some(Type::Bool),
            TraitKind::Sum => of.filter(|ty| is_summed(ty)).cloned(),
            TraitKind::Average => of.filter(|ty| is_averaged(ty)).map(|_| optional(Type::Decimal)),
            TraitKind::Min | TraitKind::Max => of.filter(|ty| is_ordered(ty)).cloned().map(optional),
            TraitKind::First | TraitKind::Last | TraitKind::MostFrequent => {
                of.filter(|ty| is_simple(ty)).cloned().map(optional)
            }
        }
    }

    /// Whether the trait can be made of values of the type of `of`; true when that is not known.
    #[must_use]
    pub fn takes_its_values(&self) -> bool {
        let (Some(kind), Some(of)) = (&self.kind, self.of.value()) else { return true };
        let ty = of.compiled.ty.required();
        match kind.value {
            TraitKind::Sum => is_summed(ty),
            TraitKind::Average => is_averaged(ty),
            TraitKind::Min | TraitKind::Max => is_ordered(ty),
            _ => is_simple(ty),
        }
    }
}

fn category_of(fields: &[plan::Field], path: &str) -> Option<String> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = fields.iter().find(|field| field.name == *name)?;
    let inner = match field.ty.required() {
        Type::Record(fields) => category_of(fields, rest),
        _ => None,
    };
    inner.or_else(|| field.category.clone())
}

fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

const fn is_averaged(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Decimal)
}

const fn is_summed(ty: &Type) -> bool {
    is_averaged(ty) || matches!(ty, Type::Duration)
}

const fn is_ordered(ty: &Type) -> bool {
    is_summed(ty) || matches!(ty, Type::Date | Type::Datetime)
}

const fn is_simple(ty: &Type) -> bool {
    !matches!(ty, Type::List(_) | Type::Record(_))
}
