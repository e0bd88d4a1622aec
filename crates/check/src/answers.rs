//! Which journeys answer what happens, and with what messages.

use crate::patience::soonest;
use filrouge_model::{
    Action, Channel, Enter, Entry, Event, Id, Journey, Model, Purpose, Reference, Segment, Step,
};
use std::collections::{BTreeMap, BTreeSet};

/// What brings people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Door {
    /// This event.
    Event(Id<Event>),
    /// Coming into this segment, or leaving it.
    Segment(Id<Segment>, bool),
}

impl Door {
    /// The door of a journey, if something that happens to a person opens it.
    fn of(enter: &Enter) -> Option<Self> {
        match enter.by.as_ref()? {
            Entry::Event(event) => Some(Self::Event(event.id?)),
            Entry::Segment { segment, leave } => Some(Self::Segment(segment.id?, *leave)),
            _ => None,
        }
    }

    /// Its name in a sentence.
    pub fn named(self, model: &Model) -> String {
        let event = |id| model.events.get(id).map_or("", |event| &event.name.value);
        let segment = |id| model.segments.get(id).map_or("", |segment| &segment.name.value);
        match self {
            Self::Event(id) => format!("`{}`", event(id)),
            Self::Segment(id, false) => format!("coming into the segment `{}`", segment(id)),
            Self::Segment(id, true) => format!("leaving the segment `{}`", segment(id)),
        }
    }
}

/// What is sent: for what, and over what.
pub(crate) type Message = (Id<Purpose>, Id<Channel>);

/// The journeys that answer the same with a message of the same purpose over the same channel, where there are several.
pub(crate) fn groups(model: &Model) -> BTreeMap<(Door, Message), Vec<Id<Journey>>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (id, journey) in model.journeys.iter() {
        let Some(door) = journey.enter.as_ref().and_then(Door::of) else { continue };
        for message in messages(journey) {
            groups.entry((door, message)).or_default().push(id);
        }
    }
    groups.retain(|_, journeys| journeys.len() > 1);
    groups
}

fn messages(journey: &Journey) -> BTreeSet<Message> {
    journey.steps.values().filter_map(|step| message(step, journey)).collect()
}

/// What a send sends at first: over the first channel that it names.
fn message(step: &Step, journey: &Journey) -> Option<Message> {
    let Action::Send(send) = &step.action else { return None };
    let purpose: &Reference<Purpose> = send.purpose.value().or(journey.purpose.value())?;
    Some((purpose.id?, send.via.first()?.id?))
}

/// How soon after coming in a journey may send such a message by time alone; none when it hangs on something else.
pub(crate) fn delay(journey: &Journey, wanted: Message) -> Option<u64> {
    let soonest = soonest(journey);
    let sends = journey.steps.iter().filter(|(_, step)| message(step, journey) == Some(wanted));
    sends.filter_map(|(id, _)| soonest.get(&id).copied()).min()
}
