//! Every label of a model.

use super::{Kept, Label};
use crate::nodes::{Node, Nodes, OfStep};
use filrouge_model::{
    Action, Event, Field, Id, Journey, Model, Opt, Profile, Purpose, Reference, Retain, Schema, Trait,
};
use filrouge_plan::address;
use filrouge_source::Spanned;

/// The labels of everything that says its category or its purposes, in the order of the text of each kind.
#[must_use]
pub fn labels(model: &Model) -> Vec<Label<'_>> {
    let mut all = Labels { nodes: Nodes::of(model), found: Vec::new() };
    if let Some(profile) = &model.profile {
        all.profile(profile);
        model.traits.values().for_each(|own| all.computed(own, profile));
    }
    model.events.iter().for_each(|(id, event)| all.event(id, event));
    model.journeys.iter().for_each(|(id, journey)| all.journey(id, journey));
    all.found
}

struct Labels<'m> {
    nodes: Nodes,
    found: Vec<Label<'m>>,
}

/// What holds for fields that say nothing themselves, and where they are.
#[derive(Clone)]
struct Around<'m> {
    address: String,
    /// What is said behind the name of a field.
    owner: String,
    purposes: &'m [Reference<Purpose>],
    category: Option<&'m Spanned<Box<str>>>,
    kept: Option<Kept>,
    home: Node,
    path: String,
}

impl<'m> Labels<'m> {
    fn profile(&mut self, profile: &'m Profile) {
        for field in profile.all_fields() {
            let Some(slot) = slot(&profile.seen, &field.name.value) else { continue };
            let around = Around {
                address: "profile".to_owned(),
                owner: String::new(),
                purposes: &profile.purposes,
                category: None,
                kept: kept(&profile.retain),
                home: self.nodes.profile(slot),
                path: String::new(),
            };
            self.field(field, around, "profile.");
        }
    }

    fn computed(&mut self, own: &'m Trait, profile: &'m Profile) {
        let Some(slot) = slot(&profile.seen, &own.name.value) else { return };
        let Opt::Given(category) = &own.category else { return };
        self.found.push(Label {
            address: address::declared("profile", &own.name.value),
            name: format!("`profile.{}`", own.name.value),
            at: own.name.span,
            category: Some(category),
            purposes: &[],
            kept: None,
            home: self.nodes.profile(slot),
            path: own.name.value.to_string(),
        });
    }

    fn event(&mut self, id: Id<Event>, event: &'m Event) {
        let around = Around {
            address: address::declared("event", &event.name.value),
            owner: format!(" of the event `{}`", event.name.value),
            purposes: &event.purposes,
            category: None,
            kept: kept(&event.retain),
            home: self.nodes.happened(id),
            path: String::new(),
        };
        if event.category.value().is_some() || !event.purposes.is_empty() {
            self.found.push(Label {
                address: around.address.clone(),
                name: format!("the event `{}`", event.name.value),
                at: event.name.span,
                category: event.category.get(),
                purposes: around.purposes,
                kept: around.kept,
                home: around.home,
                path: String::new(),
            });
        }
        for field in &event.fields {
            let Some(slot) = slot(&event.schema, &field.name.value) else { continue };
            self.field(field, Around { home: self.nodes.of_event(id, slot), ..around.clone() }, "");
        }
    }

    fn journey(&mut self, id: Id<Journey>, journey: &'m Journey) {
        let name = &journey.name.value;
        let steps = journey.steps.len();
        for (enter, field) in
            journey.enter.iter().flat_map(|enter| enter.fields.iter().map(move |field| (enter, field)))
        {
            let Some(slot) = slot(&enter.schema, &field.name.value) else { continue };
            let home = self.nodes.of_entry(id, steps, slot);
            self.field(field, given(address::enter(name), format!(" of the entry of `{name}`"), home), "");
        }
        for (step, own) in journey.steps.iter() {
            let Action::Fetch(fetch) = &own.action else { continue };
            let home = self.nodes.step(id, step, OfStep::Left);
            let (step, owner) = (&own.name.value, format!(" in the answer of `{}`", own.name.value));
            let around = given(address::step(name, step), owner, home);
            fetch.answer.iter().for_each(|field| self.field(field, around.clone(), ""));
        }
    }

    /// The label of a field, and of those in its record.
    fn field(&mut self, field: &'m Field, around: Around<'m>, before: &str) {
        let (name, owner) = (&field.name.value, &around.owner);
        let path = if around.path.is_empty() { name.to_string() } else { format!("{}.{name}", around.path) };
        let purposes = if field.purposes.is_empty() { around.purposes } else { &field.purposes };
        let own = field.retain.get().map(|keep| Kept { period: keep.value, at: keep.span });
        let inner = Around {
            address: format!("{}/{name}", around.address),
            owner: owner.clone(),
            category: field.category.get().or(around.category),
            kept: own.or(around.kept),
            purposes,
            home: around.home,
            path: path.clone(),
        };
        field.fields.iter().for_each(|part| self.field(part, inner.clone(), before));
        if inner.category.is_some() || !purposes.is_empty() {
            let Around { address, category, purposes, kept, home, .. } = inner;
            let name = format!("`{before}{path}`{owner}");
            self.found.push(Label {
                address,
                name,
                at: field.name.span,
                category,
                purposes,
                kept,
                home,
                path,
            });
        }
    }
}

/// Around a field that somebody gives, for whom nothing more is said.
fn given<'m>(address: String, owner: String, home: Node) -> Around<'m> {
    Around { address, owner, purposes: &[], category: None, kept: None, home, path: String::new() }
}

fn kept(retain: &Opt<Retain>) -> Option<Kept> {
    let keep = retain.value()?.keep.get()?;
    Some(Kept { period: keep.value, at: keep.span })
}

/// The place of a field among those whose type is known.
pub(crate) fn slot(schema: &Schema, name: &str) -> Option<usize> {
    schema.fields.iter().position(|field| field.name == name)
}
