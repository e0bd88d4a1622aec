//! Who sends a template, and what it may read there.

use crate::enter::{Meaning, Started};
use crate::notes::along;
use crate::view::Told;
use crate::{Action, Event, Expression, Id, Journeys, Profile, Table, Template};
use filrouge_plan::{Field, Type};
use filrouge_source::Span;
use filrouge_template::Scope;
use std::collections::BTreeMap;

/// A variable with its type; absent when its expression was written wrongly.
type Variable<'m> = (&'m str, Option<&'m Type>);

/// Sends that let a template see the same.
#[derive(Debug, Clone)]
pub(crate) struct Use<'m> {
    /// The event that started the journey.
    entry: Started<'m>,
    /// What the send hands over.
    with: Vec<Variable<'m>>,
    /// Where the template is named.
    pub sends: Vec<Span>,
    /// Where each variable is given, in the order of the sends.
    pub given: Vec<(&'m str, Span)>,
}

/// The sends of each template, by what they let it see.
pub(crate) fn uses<'m>(
    journeys: &'m Journeys,
    events: &'m Table<Event>,
) -> BTreeMap<Id<Template>, Vec<Use<'m>>> {
    let mut groups: BTreeMap<_, Use<'m>> = BTreeMap::new();
    for journey in journeys.values() {
        let entry = Started::of(&journey.name.value, journey.enter.as_ref(), events);
        for send in journey.steps.values().filter_map(|step| match &step.action {
            Action::Send(send) => Some(send),
            _ => None,
        }) {
            let Some(template) = &send.template else { continue };
            let Some(id) = template.id else { continue };
            let with: Vec<_> =
                send.with.iter().map(|value| (&*value.name.value, type_of(&value.value))).collect();
            let group = groups.entry((id, entry.meaning(), with.clone()));
            let own = group.or_insert_with(|| Use { entry, with, ..Use::none() });
            own.sends.push(template.name.span);
            own.given.extend(send.with.iter().map(|value| (&*value.name.value, value.name.span)));
        }
    }
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for ((template, ..), group) in groups {
        all.entry(template).or_default().push(group);
    }
    // The first use shapes the template in the plan: which one that is must not depend on the order of the text.
    all.values_mut().for_each(|uses| uses.sort_by(|one, other| one.meaning().cmp(&other.meaning())));
    all
}

fn type_of(value: &Option<Expression>) -> Option<&Type> {
    value.as_ref().map(|value| &value.compiled.ty)
}

impl<'m> Use<'m> {
    /// The use of a template that nobody sends: nothing is known but the person.
    pub const fn none() -> Self {
        Self { entry: Started::Unknown, with: Vec::new(), sends: Vec::new(), given: Vec::new() }
    }

    /// What the use is about, whatever its place in the text.
    fn meaning(&self) -> (Meaning<'_>, &[Variable<'m>]) {
        (self.entry.meaning(), &self.with)
    }

    /// The names that the template may use.
    pub fn scope(&self, profile: Option<&Profile>) -> Scope {
        let record = |fields: &[Field]| Type::Record(fields.to_vec());
        let profile = profile.map(|profile| ("profile".to_owned(), record(&profile.seen.fields)));
        let entry = self.entry.schema().map(|entry| ("entry".to_owned(), record(&entry.fields)));
        let with = self.with.iter().filter_map(|(name, ty)| Some(((*name).to_owned(), (*ty)?.clone())));
        let links =
            ["unsubscribe_url", "preferences_url", "confirm_url"].map(|link| (link.to_owned(), Type::Url));
        profile.into_iter().chain(entry).chain(with).chain(links).collect()
    }

    /// Where each name on a path is declared, as far as an author declares it.
    pub fn declared(&self, path: &str, profile: Option<&Profile>) -> Vec<Option<Span>> {
        let mut names = path.split('.');
        let root = names.next().unwrap_or_default();
        let schema = match root {
            "profile" => profile.map(|profile| &profile.seen),
            "entry" => self.entry.schema(),
            _ => None,
        };
        let given = self.given.iter().find(|(name, _)| *name == root).map(|(_, place)| *place);
        let fields = schema.map(|schema| along(names, &schema.fields, &schema.declared));
        let mut places = vec![given];
        places.extend(fields.unwrap_or_default().into_iter().map(Some));
        places.resize(path.split('.').count(), None);
        places
    }

    /// The names about which nothing more may be said.
    pub fn told(&self, profile: Option<&'m Profile>) -> Told<'m> {
        let mut told = Told::default();
        told.add("profile", profile.map(|profile| &profile.seen));
        if !matches!(self.entry, Started::WithoutEvent) {
            told.add("entry", self.entry.schema());
        }
        self.with.iter().filter(|(_, ty)| ty.is_none()).for_each(|(name, _)| told.add(name, None));
        told
    }

    /// The variables with their types.
    pub fn variables(&self) -> Vec<Field> {
        let field = |(name, ty): &(&str, Option<&Type>)| {
            Some(Field {
                name: (*name).to_owned(),
                ty: (*ty)?.clone(),
                bounds: Default::default(),
                category: None,
            })
        };
        self.with.iter().filter_map(field).collect()
    }
}
