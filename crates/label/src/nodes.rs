//! The places that data may be at, by number.

use filrouge_model::{Event, Id, Journey, Model, Schema, Segment, Step, Suppression};

/// A place that data may be at.
pub(crate) type Node = u32;

/// Where the numbers of the places of each thing begin.
pub(crate) struct Nodes {
    events: Vec<Node>,
    segments: Node,
    suppressions: Node,
    journeys: Vec<Node>,
    /// How many places there are.
    pub count: Node,
}

/// The places of one step.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OfStep {
    /// What decides whether it runs.
    Runs,
    /// What it reads to decide where people go.
    Decides,
    /// What it hands to somebody outside.
    Holds,
    /// What it leaves behind.
    Left,
    /// What stands in the address of a question.
    Address,
}

/// How many places a step has.
const OF_STEP: u32 = 5;
/// Before the steps of a journey: who is inside, and how it ends.
const OF_JOURNEY: u32 = 2;

impl Nodes {
    /// Gives every place a number: fields of the profile first, then events, segments, suppressions and journeys.
    pub fn of(model: &Model) -> Self {
        let mut count = model.profile.as_ref().map_or(0, |profile| small(profile.seen.fields.len()));
        let mut take = |size: u32| {
            let first = count;
            count = count.saturating_add(size);
            first
        };
        let fields = |schema: &Schema| 1 + small(schema.fields.len());
        let events = model.events.values().map(|event| take(fields(&event.schema))).collect();
        let segments = take(small(model.segments.len()));
        let suppressions = take(small(model.suppressions.len()));
        let journeys = model.journeys.values().map(|journey| take(places(journey))).collect();
        Self { events, segments, suppressions, journeys, count }
    }

    /// A field of the profile, or a trait.
    #[expect(clippy::unused_self, reason = "fields of the profile are the first places")]
    pub fn profile(&self, slot: usize) -> Node {
        small(slot)
    }

    /// The fact that an event happened.
    pub fn happened(&self, event: Id<Event>) -> Node {
        self.events.get(event.index()).copied().unwrap_or_default()
    }

    /// A field of an event.
    pub fn of_event(&self, event: Id<Event>, slot: usize) -> Node {
        self.happened(event) + 1 + small(slot)
    }

    /// Membership in a segment.
    pub fn segment(&self, segment: Id<Segment>) -> Node {
        self.segments + small(segment.index())
    }

    /// What decides whether a rule holds messages back.
    pub fn suppression(&self, rule: Id<Suppression>) -> Node {
        self.suppressions + small(rule.index())
    }

    /// What decides who is in a journey.
    pub fn door(&self, journey: Id<Journey>) -> Node {
        self.journeys.get(journey.index()).copied().unwrap_or_default()
    }

    /// How a journey ends.
    pub fn ends(&self, journey: Id<Journey>) -> Node {
        self.door(journey) + 1
    }

    /// A place of a step.
    pub fn step(&self, journey: Id<Journey>, step: Id<Step>, of: OfStep) -> Node {
        self.door(journey) + OF_JOURNEY + small(step.index()) * OF_STEP + of as u32
    }

    /// A field that whoever asks for a journey gives; `steps` is how many steps it has.
    pub fn of_entry(&self, journey: Id<Journey>, steps: usize, slot: usize) -> Node {
        self.door(journey) + OF_JOURNEY + small(steps) * OF_STEP + small(slot)
    }
}

fn places(journey: &Journey) -> u32 {
    let fields = journey.enter.as_ref().map_or(0, |enter| enter.schema.fields.len());
    OF_JOURNEY + small(journey.steps.len()) * OF_STEP + small(fields)
}

pub(crate) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
