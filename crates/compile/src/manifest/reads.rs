//! What the parts of a journey read.

use super::ground::Ground;
use filrouge_model::Expression;
use filrouge_model::step::{Assignment, Trigger};
use filrouge_plan::address;
use filrouge_plan::program::Root;
use std::collections::BTreeSet;

/// Data that is used.
#[derive(Debug, Clone, Default)]
pub(super) struct Reads {
    /// Addresses of fields.
    pub fields: BTreeSet<String>,
    /// Names of events of which it is used that they happened.
    pub events: BTreeSet<String>,
}

/// What the roots of an expression stand for at one place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'m> {
    /// The event that starts the journey.
    pub entry: Option<&'m str>,
    /// The journey whose entry has fields of its own, where no event starts it.
    pub asked: Option<&'m str>,
    /// The event at hand.
    pub event: Option<&'m str>,
}

impl<'m> Place<'m> {
    /// The same place with an event at hand.
    pub const fn at(self, event: &'m str) -> Self {
        Self { event: Some(event), ..self }
    }

    /// The address of the field that `path` leads to from its root; none for a variable of a template, whose
    /// expression is read by itself.
    pub fn address(self, path: &str) -> Option<String> {
        let mut names = path.split('.');
        let around = match Root::of_word(names.next()?)? {
            Root::Profile => "profile".to_owned(),
            Root::Event => address::declared("event", self.event?),
            Root::Entry => match self.entry {
                Some(event) => address::declared("event", event),
                None => address::enter(self.asked?),
            },
            Root::With | Root::Steps => return None,
        };
        Some(names.fold(around, |around, field| format!("{around}/{field}")))
    }
}

impl Reads {
    pub fn extend(&mut self, other: &Self) {
        self.fields.extend(other.fields.iter().cloned());
        self.events.extend(other.events.iter().cloned());
    }

    /// Adds what an expression reads, also through the segments that it asks for.
    pub fn expression(&mut self, expression: &Expression, place: Place<'_>, ground: &Ground<'_>) {
        self.read(expression, place, ground, &mut BTreeSet::new());
    }

    fn read<'m>(
        &mut self,
        expression: &'m Expression,
        place: Place<'_>,
        ground: &Ground<'m>,
        asked: &mut BTreeSet<&'m str>,
    ) {
        let reads = expression.compiled.reads.iter();
        self.fields.extend(ground.fields.whole(&reads.filter_map(|path| place.address(path)).collect()));
        let of_profile = expression.compiled.reads.iter().filter_map(|path| path.strip_prefix("profile."));
        of_profile.for_each(|path| self.computed(path, ground, asked));
        expression.compiled.segments.iter().for_each(|name| self.members(name, ground, asked));
    }

    /// Adds what decides who is in a segment.
    pub fn segment<'m>(&mut self, name: &'m str, ground: &Ground<'m>) {
        self.members(name, ground, &mut BTreeSet::new());
    }

    fn members<'m>(&mut self, name: &'m str, ground: &Ground<'m>, asked: &mut BTreeSet<&'m str>) {
        let segment = ground.model.segments.values().find(|segment| *segment.name.value == *name);
        let condition = segment.and_then(|segment| segment.when.as_ref());
        if let Some(condition) = condition
            && asked.insert(name)
        {
            self.read(condition, Place::default(), ground, asked);
        }
    }

    /// Adds what a trait is made of.
    pub fn made_of<'m>(&mut self, name: &'m str, ground: &Ground<'m>) {
        self.computed(name, ground, &mut BTreeSet::new());
    }

    /// Adds what a field of the profile is computed from, if it is a trait.
    fn computed<'m>(&mut self, path: &str, ground: &Ground<'m>, asked: &mut BTreeSet<&'m str>) {
        let name = path.split('.').next().unwrap_or(path);
        let Some(own) = ground.model.traits.values().find(|own| *own.name.value == *name) else { return };
        let event = own.on.value().map(|event| &*event.name.value);
        let place = Place { event, ..Place::default() };
        self.events
            .extend(own.on.value().into_iter().chain(own.then.value()).map(|on| on.name.value.to_string()));
        let conditions = [own.of.value(), own.filter.value(), own.when.value()];
        conditions.into_iter().flatten().for_each(|read| self.read(read, place, ground, asked));
    }

    /// Adds what is read to make the values of these places.
    pub fn assignments(&mut self, set: &[Assignment], place: Place<'_>, ground: &Ground<'_>) {
        let values = set.iter().filter_map(|assignment| assignment.value.as_ref());
        values.for_each(|value| self.expression(value, place, ground));
    }

    /// Adds an event, and what a condition on it reads.
    pub fn event<'m>(
        &mut self,
        event: &'m str,
        conditions: impl IntoIterator<Item = &'m Expression>,
        place: Place<'m>,
        ground: &Ground<'_>,
    ) {
        self.events.insert(event.to_owned());
        conditions.into_iter().for_each(|condition| self.expression(condition, place.at(event), ground));
    }

    /// Adds every field of an event: all of it is kept.
    pub fn whole_event(&mut self, name: &str, ground: &Ground<'_>) {
        let address = address::declared("event", name);
        self.fields.extend(ground.fields.whole(&BTreeSet::from([address])));
    }

    /// Adds what a trigger watches.
    pub fn trigger(&mut self, trigger: &Trigger, place: Place<'_>, ground: &Ground<'_>) {
        match trigger {
            Trigger::Event { event, when } => self.event(&event.name.value, when.value(), place, ground),
            Trigger::Condition(when) => self.expression(when, place, ground),
        }
    }

    /// Adds what a template holds, in any of its languages.
    pub fn template(&mut self, name: &str, place: Place<'_>, ground: &Ground<'_>) {
        let templates = &ground.plan.templates;
        let found = templates.binary_search_by(|template| template.name.as_str().cmp(name));
        let template = found.ok().and_then(|index| templates.get(index));
        let variants = template.into_iter().flat_map(|template| template.variants.values());
        let paths = variants.flat_map(|variant| &variant.reads);
        let of_profile = paths.clone().filter_map(|path| path.strip_prefix("profile."));
        of_profile.for_each(|path| self.computed(path, ground, &mut BTreeSet::new()));
        self.fields.extend(ground.fields.whole(&paths.filter_map(|path| place.address(path)).collect()));
    }
}
