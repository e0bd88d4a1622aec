//! Updates that move people into segments and out of them, and the journeys that this brings them into.

use crate::conditions::Condition;
use crate::logic::{Fact, Formula, judge};
use crate::walk::steps_at_once;
use filrouge_model::step::Assignment;
use filrouge_model::{Action, Entry, Id, Journey, Model, Segment};
use filrouge_plan::program::{Node, Root};
use filrouge_source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Coming into a segment, or leaving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crossing {
    segment: Id<Segment>,
    leave: bool,
}

/// A journey that somebody may come into by an update, where that is made, and by what crossing.
pub(crate) type Brought = (Id<Journey>, Span, Crossing);

/// What updates bring about in the moment in which their journey is entered.
#[derive(Debug, Default)]
pub(crate) struct Crossings {
    brought: BTreeMap<Id<Journey>, Vec<Brought>>,
    /// The crossings that a journey brings about for certain.
    made: BTreeMap<Id<Journey>, BTreeSet<Crossing>>,
}

impl Crossings {
    /// Those into journeys for which `may_enter` holds.
    pub fn of(model: &Model, may_enter: impl Fn(&Journey) -> bool) -> Self {
        let mut entered: BTreeMap<Crossing, Vec<Id<Journey>>> = BTreeMap::new();
        for (id, journey) in model.journeys.iter().filter(|(_, journey)| may_enter(journey)) {
            if let Some(crossing) = entered_by(journey) {
                entered.entry(crossing).or_default().push(id);
            }
        }
        let mut crossings = Self::default();
        if !entered.is_empty() {
            let watched = Watched::of(&entered, model);
            let looping = model.journeys.iter().filter(|(_, journey)| may_enter(journey));
            looping.for_each(|(id, journey)| crossings.learn(id, journey, &watched, model));
        }
        crossings
    }

    /// The journeys that an update of a journey may bring people into.
    pub fn from(&self, journey: Id<Journey>) -> &[Brought] {
        self.brought.get(&journey).map_or(&[], Vec::as_slice)
    }

    /// Whether a journey certainly brings about the contrary of a crossing.
    pub fn takes_back(&self, journey: Id<Journey>, crossing: Crossing) -> bool {
        let back = Crossing { leave: !crossing.leave, ..crossing };
        self.made.get(&journey).is_some_and(|made| made.contains(&back))
    }

    fn learn(&mut self, id: Id<Journey>, journey: &Journey, watched: &Watched<'_>, model: &Model) {
        for step in steps_at_once(journey) {
            let Action::Update(update) = &step.action else { continue };
            for (slot, fact) in update.set.iter().filter_map(|set| fact(set, model)) {
                for segment in watched.by_slot.get(&slot).into_iter().flatten() {
                    let holds = |formula: &Formula| !judge(&[formula, &fact]).is_never();
                    let (comes, leaves) = (holds(segment.inside.holds()), holds(segment.inside.fails()));
                    for (leave, may, certain) in [(false, comes, !leaves), (true, leaves, !comes)] {
                        let crossing = Crossing { segment: segment.id, leave };
                        if certain {
                            self.made.entry(id).or_default().insert(crossing);
                        }
                        let next = watched.entered.get(&crossing).filter(|_| may).into_iter().flatten();
                        let brought = self.brought.entry(id).or_default();
                        brought.extend(next.map(|to| (*to, step.at, crossing)));
                    }
                }
            }
        }
    }
}

/// The segments that bring people into journeys, by the fields of the profile that they read.
struct Watched<'m> {
    entered: &'m BTreeMap<Crossing, Vec<Id<Journey>>>,
    by_slot: BTreeMap<u16, Vec<Members<'m>>>,
}

/// Who is in a segment.
#[derive(Clone)]
struct Members<'m> {
    id: Id<Segment>,
    inside: std::rc::Rc<Condition<'m>>,
}

impl<'m> Watched<'m> {
    fn of(entered: &'m BTreeMap<Crossing, Vec<Id<Journey>>>, model: &'m Model) -> Self {
        let segments: BTreeSet<_> = entered.keys().map(|crossing| crossing.segment).collect();
        let mut by_slot: BTreeMap<u16, Vec<Members<'m>>> = BTreeMap::new();
        for id in segments {
            let Some(when) = model.segments.get(id).and_then(|segment| segment.when.as_ref()) else {
                continue;
            };
            let inside = std::rc::Rc::new(Condition::of_segment(when, model));
            let slots: BTreeSet<_> = when.slots(Root::Profile).map(|(slot, _)| slot).collect();
            for slot in slots {
                by_slot.entry(slot).or_default().push(Members { id, inside: inside.clone() });
            }
        }
        Self { entered, by_slot }
    }
}

fn entered_by(journey: &Journey) -> Option<Crossing> {
    match journey.enter.as_ref()?.by.as_ref()? {
        Entry::Segment { segment, leave } => Some(Crossing { segment: segment.id?, leave: *leave }),
        _ => None,
    }
}

/// A field of the profile and its value, when that is written out.
fn fact(set: &Assignment, model: &Model) -> Option<(u16, Formula)> {
    let program = &set.value.as_ref()?.compiled.program;
    let [Node::Constant(place)] = program.nodes.as_slice() else { return None };
    let value = program.constants.get(usize::from(*place))?;
    let fields = &model.profile.as_ref()?.seen.fields;
    let slot = fields.iter().position(|field| field.name == *set.name.value)?;
    let slot = u16::try_from(slot).ok()?;
    Some((slot, Fact { slot, at: set.at }.equals(value)?))
}
