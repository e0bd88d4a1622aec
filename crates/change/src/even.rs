//! Conditions read fields by their places. A field that is new moves those behind it, and nothing is said otherwise: before
//! two plans are compared, the older one is told with the places of the newer one.

use crate::programs::{At, entry_event, visit};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::{Fold, Made, Plan, Program};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// `old`, with fields in the places that they have in `new`; those that are gone stand behind all others.
pub(crate) fn even<'p>(old: &'p Plan, new: &Plan) -> Cow<'p, Plan> {
    let moves = Moves::between(old, new);
    if moves.is_still() {
        return Cow::Borrowed(old);
    }
    let mut plan = old.clone();
    moves.reorder(&mut plan);
    moves.declarations(&mut plan);
    for journey in &mut plan.journeys {
        let entry = entry_event(&journey.enter).map(str::to_owned);
        let entry = entry.as_deref();
        for program in journey.enter.when.iter_mut().chain(&mut journey.enter.key) {
            moves.program(program, entry, entry);
        }
        visit(journey, &mut |program, at| moves.program(program, at, entry));
    }
    Cow::Owned(plan)
}

/// Where each field goes, by the place that it had.
struct Moves {
    profile: Vec<u16>,
    events: BTreeMap<String, Vec<u16>>,
}

impl Moves {
    fn between(old: &Plan, new: &Plan) -> Self {
        let names = |plan: &Plan| -> Vec<String> { plan.slots().map(|field| field.name.clone()).collect() };
        let events = old.events.iter().filter_map(|event| {
            let now = new.events.iter().find(|now| now.name == event.name)?;
            let names = |fields: &[filrouge_plan::Field]| -> Vec<String> {
                fields.iter().map(|field| field.name.clone()).collect()
            };
            Some((event.name.clone(), places(&names(&event.fields), &names(&now.fields))))
        });
        Self { profile: places(&names(old), &names(new)), events: events.collect() }
    }

    fn is_still(&self) -> bool {
        let still =
            |places: &Vec<u16>| places.iter().enumerate().all(|(place, to)| place == usize::from(*to));
        still(&self.profile) && self.events.values().all(still)
    }

    /// Events list their fields in their places.
    fn reorder(&self, plan: &mut Plan) {
        for event in &mut plan.events {
            let Some(places) = self.events.get(&event.name) else { continue };
            let mut fields: Vec<_> = places.iter().zip(std::mem::take(&mut event.fields)).collect();
            fields.sort_by_key(|(place, _)| **place);
            event.fields = fields.into_iter().map(|(_, field)| field).collect();
        }
    }

    fn declarations(&self, plan: &mut Plan) {
        for segment in &mut plan.segments {
            self.program(&mut segment.when, None, None);
        }
        for channel in &mut plan.channels {
            let to = usize::try_from(channel.address).ok().and_then(|place| self.profile.get(place));
            channel.address = to.map_or(channel.address, |to| u32::from(*to));
        }
        for suppression in &mut plan.suppressions {
            self.program(&mut suppression.when, None, None);
        }
        for own in &mut plan.traits {
            self.made(&mut own.made);
        }
    }

    fn made(&self, made: &mut Made) {
        match made {
            Made::Fold(Fold { event, when, of, by: _, within: _, late: _ }) => {
                when.iter_mut().chain(of).for_each(|program| self.program(program, Some(event), None));
            }
            Made::Sequence { first, when, .. } => {
                when.iter_mut().for_each(|program| self.program(program, Some(first), None));
            }
            Made::Absence { event, when, .. } => {
                when.iter_mut().for_each(|program| self.program(program, Some(event), None));
            }
            Made::Held { when, .. } => self.program(when, None, None),
        }
    }

    fn program(&self, program: &mut Program, at: At<'_>, entry: At<'_>) {
        for node in &mut program.nodes {
            let (Node::Slot { root, slot } | Node::CompareSlot { root, slot, .. }) = node else { continue };
            let places = match root {
                Root::Profile => Some(&self.profile),
                Root::Event => at.and_then(|event| self.events.get(event)),
                Root::Entry => entry.and_then(|event| self.events.get(event)),
                Root::With | Root::Steps => None,
            };
            if let Some(to) = places.and_then(|places| places.get(usize::from(*slot))) {
                *slot = *to;
            }
        }
    }
}

/// The place in `new` of each name of `old`; a name that is gone gets one behind all others.
fn places(old: &[String], new: &[String]) -> Vec<u16> {
    let mut behind = new.len();
    let mut place = |name: &String| {
        new.iter().position(|now| now == name).unwrap_or_else(|| {
            behind += 1;
            behind - 1
        })
    };
    old.iter().map(|name| u16::try_from(place(name)).unwrap_or(u16::MAX)).collect()
}
