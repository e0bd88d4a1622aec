//! What each trait and segment is computed for: the purposes of everything that its data comes to.

use crate::build::read::{Site, reads};
use crate::graph::{Graph, Sink};
use crate::label::collect::slot;
use crate::nodes::{Node, OfStep};
use filrouge_model::{Action, Id, Journey, Purpose, Step};
use std::collections::{BTreeMap, BTreeSet};

/// What every trait and segment is computed for.
#[derive(Debug, Default)]
pub struct Served<'m> {
    traits: BTreeMap<&'m str, BTreeSet<&'m str>>,
    segments: BTreeMap<&'m str, BTreeSet<&'m str>>,
}

/// For what a place is used: a purpose that people may refuse, or anything else.
type Use = Option<Id<Purpose>>;
/// Where data is used, by what for.
type Uses = BTreeMap<Use, BTreeSet<Node>>;

impl<'m> Served<'m> {
    /// The names of the purposes that a trait is computed for, if people may refuse each of them and nothing else uses it.
    /// None for one that nothing reads.
    pub fn by_trait(&self, name: &str) -> impl Iterator<Item = &'m str> {
        self.traits.get(name).into_iter().flatten().copied()
    }

    /// The same of a segment.
    pub fn by_segment(&self, name: &str) -> impl Iterator<Item = &'m str> {
        self.segments.get(name).into_iter().flatten().copied()
    }
}

impl<'m> Graph<'m> {
    /// What every trait and segment is computed for.
    ///
    /// A message or a question uses what comes to it for its purpose. What decides where people go is used for
    /// whatever lies behind, as also the time of a message follows from it. What a journey writes down, and what its
    /// goals read, is used for the purposes of the journey. Without one, who uses it for what is not known.
    #[must_use]
    pub fn served(&self) -> Served<'m> {
        let mut served = Served::default();
        if self.model.traits.is_empty() && self.model.segments.is_empty() {
            return served;
        }
        let (back, mut uses) = (self.backwards(), self.uses());
        let others = uses.remove(&None).map(|ends| leading(&ends, &back)).unwrap_or_default();
        for (purpose, ends) in uses {
            let Some(purpose) = purpose.and_then(|purpose| self.model.purposes.get(purpose)) else {
                continue;
            };
            let leading = leading(&ends, &back);
            let alone: BTreeSet<Node> = leading.difference(&others).copied().collect();
            self.note(&purpose.name.value, &alone, &mut served);
        }
        served
    }

    fn note(&self, purpose: &'m str, here: &BTreeSet<Node>, served: &mut Served<'m>) {
        let seen = self.model.profile.as_ref().map(|profile| &profile.seen);
        for own in self.model.traits.values() {
            let place = seen.and_then(|seen| slot(seen, &own.name.value));
            if place.is_some_and(|place| here.contains(&self.nodes.profile(place))) {
                served.traits.entry(&own.name.value).or_default().insert(purpose);
            }
        }
        for (_, own) in self.model.segments.iter().filter(|(id, _)| here.contains(&self.nodes.segment(*id))) {
            served.segments.entry(&own.name.value).or_default().insert(purpose);
        }
    }

    /// The places from which a way leads to each place.
    fn backwards(&self) -> Vec<Vec<Node>> {
        let mut back = vec![Vec::new(); self.ways.len()];
        for (from, ways) in (0..).zip(&self.ways) {
            for edge in ways {
                if let Some(before) = back.get_mut(edge.to as usize) {
                    before.push(from);
                }
            }
        }
        back
    }

    /// Where data is used, by what for.
    fn uses(&self) -> Uses {
        let mut uses = BTreeMap::new();
        let mut leaving: BTreeMap<Id<Journey>, Vec<&Sink>> = BTreeMap::new();
        for sink in &self.sinks {
            leaving.entry(sink.journey).or_default().push(sink);
            self.used(sink.purpose, sink.node, &mut uses);
        }
        for (id, journey) in self.model.journeys.iter() {
            let sinks = leaving.get(&id).map_or(&[][..], Vec::as_slice);
            self.used_inside(id, journey, sinks, &mut uses);
        }
        uses
    }

    fn used(&self, purpose: Id<Purpose>, node: Node, uses: &mut Uses) {
        uses.entry(self.refusable(purpose)).or_default().insert(node);
    }

    fn used_inside(&self, id: Id<Journey>, journey: &Journey, sinks: &[&Sink], uses: &mut Uses) {
        let own = self.purposes(journey, sinks);
        for node in self.written(journey).into_iter().chain(self.aims(id, journey)) {
            for purpose in &own {
                uses.entry(*purpose).or_default().insert(node);
            }
        }
        for (step, _) in journey.steps.iter().filter(|_| !sinks.is_empty()) {
            let (behind, decides) = (behind(journey, step), self.nodes.step(id, step, OfStep::Decides));
            let later = sinks.iter().filter(|sink| behind.contains(&sink.step));
            later.for_each(|sink| self.used(sink.purpose, decides, uses));
        }
    }

    fn refusable(&self, purpose: Id<Purpose>) -> Use {
        self.model.purposes.get(purpose).filter(|own| own.may_be_refused()).map(|_| purpose)
    }

    /// The purposes of a journey: its own, and those of what leaves from it. Something else where it has none.
    fn purposes(&self, journey: &Journey, sinks: &[&Sink]) -> BTreeSet<Use> {
        let own = journey.purpose.value().and_then(|purpose| purpose.id);
        let all = sinks.iter().map(|sink| sink.purpose).chain(own);
        let all: BTreeSet<Use> = all.map(|purpose| self.refusable(purpose)).collect();
        if all.is_empty() { BTreeSet::from([None]) } else { all }
    }

    /// Fields of people and of events that the steps of a journey write.
    fn written(&self, journey: &Journey) -> BTreeSet<Node> {
        let profile = self.model.profile.as_ref();
        let of_step = |step: &Step| -> Vec<Node> {
            match &step.action {
                Action::Update(update) => {
                    let places = update.set.iter().filter_map(|set| slot(&profile?.seen, &set.name.value));
                    places.map(|place| self.nodes.profile(place)).collect()
                }
                Action::Emit(emit) => {
                    let Some(id) = emit.event.as_ref().and_then(|event| event.id) else { return Vec::new() };
                    let Some(event) = self.model.events.get(id) else { return Vec::new() };
                    let places = emit.set.iter().filter_map(|set| slot(&event.schema, &set.name.value));
                    let fields = places.map(|place| self.nodes.of_event(id, place));
                    fields.chain([self.nodes.happened(id)]).collect()
                }
                _ => Vec::new(),
            }
        };
        journey.steps.values().flat_map(of_step).collect()
    }

    /// What the goals of a journey read.
    fn aims(&self, id: Id<Journey>, journey: &Journey) -> BTreeSet<Node> {
        let mut read = BTreeSet::new();
        for goal in &journey.goals {
            let event = goal.event.as_ref().and_then(|event| event.id);
            let site = Site { event, journey: Some(id) };
            let all = goal.when.value().map(|when| reads(when, site, self)).unwrap_or_default();
            read.extend(all.into_iter().map(|read| read.from));
        }
        read
    }
}

/// The steps behind a step.
fn behind(journey: &Journey, step: Id<Step>) -> BTreeSet<Id<Step>> {
    let (mut open, mut found) = (vec![step], BTreeSet::new());
    while let Some(step) = open.pop() {
        let next = journey.steps.get(step).map(Step::successors).unwrap_or_default();
        let next = next.into_iter().filter_map(|target| journey.lands(target));
        open.extend(next.filter(|next| found.insert(*next)));
    }
    found
}

/// Everything that leads to one of `ends`, these included.
fn leading(ends: &BTreeSet<Node>, back: &[Vec<Node>]) -> BTreeSet<Node> {
    let (mut open, mut found): (Vec<Node>, _) = (ends.iter().copied().collect(), ends.clone());
    while let Some(node) = open.pop() {
        let before = back.get(node as usize).map_or(&[][..], Vec::as_slice);
        open.extend(before.iter().copied().filter(|before| found.insert(*before)));
    }
    found
}
