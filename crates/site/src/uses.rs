//! Who reads and who writes each field.

use crate::links;
use filrouge_plan::manifest::{FieldRead, Manifest};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::source::{Mapping, Telling};
use filrouge_plan::{Action, Journey, Plan, Program, SourceKind, address};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// A name, and where it stands; nothing for what has no page.
pub(crate) type Who = (String, Option<String>);

/// Readers and writers, by the address of the field or event.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    readers: BTreeMap<String, BTreeSet<Who>>,
    writers: BTreeMap<String, BTreeSet<Who>>,
}

impl Uses {
    pub fn of(plan: &Plan, manifest: &Manifest) -> Self {
        let mut uses = Self::default();
        for flow in &manifest.data_flows {
            uses.reads_of(&flow.step, flow.carries.iter().chain(&flow.decided_by));
        }
        for decision in &manifest.automated_decisions {
            uses.reads_of(&decision.step, &decision.inputs);
        }
        for own in &manifest.traits {
            let who = (own.name.clone(), Some(links::field(&address::declared("profile", &own.name))));
            own.inputs.iter().for_each(|input| uses.reader(&input.field, who.clone()));
        }
        for segment in &plan.segments {
            let who = (segment.name.clone(), Some(links::declared("segment", &segment.name)));
            slots(&segment.when, plan).iter().for_each(|field| uses.reader(field, who.clone()));
        }
        plan.journeys.iter().for_each(|journey| uses.writes_of(journey));
        uses.sources(plan);
        uses
    }

    fn reader(&mut self, address: &str, who: Who) {
        self.readers.entry(address.to_owned()).or_default().insert(who);
    }

    fn writer(&mut self, address: String, who: Who) {
        self.writers.entry(address).or_default().insert(who);
    }

    fn reads_of<'f>(&mut self, step: &str, fields: impl IntoIterator<Item = &'f FieldRead>) {
        // The page of the journey tells which of its messages and choices it is: often they are many.
        let Some(journey) = links::journey_of(step) else { return };
        for field in fields {
            self.reader(&field.field, (journey.to_owned(), Some(links::journey(journey))));
        }
    }

    fn writes_of(&mut self, journey: &Journey) {
        for step in &journey.steps {
            let (around, set) = match &step.action {
                Action::Update(update) => ("profile".to_owned(), &update.set),
                Action::Emit(emit) => (address::declared("event", &emit.event), &emit.set),
                _ => continue,
            };
            let Some((url, name)) = links::step(&address::step(&journey.name, &step.name)) else { continue };
            let who = (name, Some(url));
            set.iter().for_each(|own| self.writer(format!("{around}/{}", own.name), who.clone()));
            self.writer(around, who);
        }
    }

    fn sources(&mut self, plan: &Plan) {
        for source in &plan.sources {
            let who = (source.name.clone(), None);
            match &source.kind {
                SourceKind::Http { .. } => self.writer("any".to_owned(), who),
                SourceKind::Webhook { tells, .. } => {
                    tells.iter().for_each(|told| self.mapping(told, &who));
                }
            }
        }
    }

    fn mapping(&mut self, told: &Mapping, who: &Who) {
        let around = match &told.tells {
            Telling::Event(event) => address::declared("event", event),
            Telling::Profile => "profile".to_owned(),
            Telling::Refusal { .. } | Telling::Reply { .. } | Telling::Confirmation(_) => return,
        };
        let fields = told.fields.iter().map(|own| &own.name).chain(told.set.iter().map(|(name, _)| name));
        fields.for_each(|name| self.writer(format!("{around}/{name}"), who.clone()));
        told.person.iter().for_each(|own| self.writer(format!("profile/{}", own.name), who.clone()));
        self.writer(around, who.clone());
    }

    pub fn read(&self, address: &str) -> Vec<Json> {
        told(self.readers.get(address))
    }

    pub fn written(&self, address: &str) -> Vec<Json> {
        told(self.writers.get(address))
    }

    /// Sources that may tell anything.
    pub fn any(&self) -> Vec<Json> {
        told(self.writers.get("any"))
    }
}

fn told(who: Option<&BTreeSet<Who>>) -> Vec<Json> {
    who.into_iter().flatten().map(|(name, url)| json!({ "name": name, "url": url })).collect()
}

/// Addresses of the fields of the profile that a condition reads.
pub(crate) fn slots(program: &Program, plan: &Plan) -> BTreeSet<String> {
    let slot = |node: &Node| match node {
        Node::Slot { root: Root::Profile, slot } | Node::CompareSlot { root: Root::Profile, slot, .. } => {
            plan.slots().nth(usize::from(*slot))
        }
        _ => None,
    };
    program.nodes.iter().filter_map(slot).map(|field| address::declared("profile", &field.name)).collect()
}
