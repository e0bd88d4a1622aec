//! How many journeys a person may be in at once, and who gives way.

use super::exit::CROWDED_OUT;
use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{EntryRefusal, Id, Instance};
use filrouge_plan::{Concurrency, address};
use std::cmp::Reverse;
use std::collections::BTreeSet;

impl Turn<'_> {
    /// Makes room for one more walk through `journey`, if there is none: where it may, it takes the place of the walk
    /// of the least priority, and among equals of the latest. `own` ends in any case. Nobody is taken out when there is
    /// no room all the same.
    pub(super) fn make_room(&mut self, journey: &ReadyJourney, own: Option<Id>) -> Result<(), EntryRefusal> {
        let ready = self.ready;
        let mut gone: BTreeSet<Id> = own.into_iter().collect();
        for bound in ready.plan().project.concurrency.iter().filter(|bound| counts(bound, journey)) {
            if !self.is_full(bound, &gone) {
                continue;
            }
            gone.insert(self.weakest(bound, journey, &gone).ok_or(EntryRefusal::Crowded)?);
        }
        for id in gone.into_iter().filter(|id| Some(*id) != own) {
            self.leave(id, CROWDED_OUT, journey.enter.clone(), Vec::new());
        }
        Ok(())
    }

    /// Where the bound stands that leaves no room for `journey`.
    pub(super) fn crowding(&self, journey: &ReadyJourney) -> Option<String> {
        let bounds = self.ready.plan().project.concurrency.iter();
        let full = |bound: &Concurrency| counts(bound, journey) && self.is_full(bound, &BTreeSet::new());
        bounds.enumerate().find(|(_, bound)| full(bound)).map(|(number, _)| address::concurrency(number))
    }

    fn is_full(&self, bound: &Concurrency, gone: &BTreeSet<Id>) -> bool {
        let inside = self.counted(bound).filter(|(own, _)| !gone.contains(&own.id)).count();
        inside >= usize::try_from(bound.count).unwrap_or(usize::MAX)
    }

    fn counted<'t>(
        &'t self,
        bound: &'t Concurrency,
    ) -> impl Iterator<Item = (&'t Instance, &'t ReadyJourney)> {
        let walks = self.person.instances.iter().filter(|own| own.branch.is_none());
        let known = walks.filter_map(|own| Some((own, self.ready.walked(own)?)));
        known.filter(|(_, journey)| counts(bound, journey))
    }

    /// Who gives way to `journey`, when somebody does.
    fn weakest(&self, bound: &Concurrency, journey: &ReadyJourney, gone: &BTreeSet<Id>) -> Option<Id> {
        let rank = &journey.plan.rank;
        let place = |(own, journey): (&Instance, &ReadyJourney)| {
            (journey.plan.rank.priority, Reverse(own.entered_at), own.id)
        };
        let inside = self.counted(bound).filter(|(own, _)| !gone.contains(&own.id)).map(place);
        let weaker = inside.filter(|(priority, ..)| rank.evict && *priority < rank.priority);
        weaker.min().map(|(.., id)| id)
    }
}

/// Whether a bound counts the walks through a journey.
fn counts(bound: &Concurrency, journey: &ReadyJourney) -> bool {
    let in_group = bound.group.as_ref().is_none_or(|group| journey.plan.rank.groups.contains(group));
    let is_exempt =
        !journey.purposes.is_empty() && journey.purposes.iter().all(|purpose| bound.except.contains(purpose));
    in_group && !is_exempt
}
