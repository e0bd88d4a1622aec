//! `stop-journey`: takes the person out of a journey.

use super::enter::key_text;
use super::exit::STOPPED;
use super::judge::View;
use super::turn::Turn;
use crate::{Evaluated, Id, Verdict};
use filrouge_plan::{Program, StopJourney, Target, address};

impl Turn<'_> {
    pub(super) fn stop_journey(&mut self, id: Id, stop: &StopJourney, next: &Target, depth: u8) {
        let Some(here) = self.here(id) else { return };
        let (key, proof) = stop.key.as_ref().map_or((Some(None), Vec::new()), |key| {
            let (key, evaluated) = self.key_to_stop(id, key, &here.origin);
            (key.map(Some), evaluated.into_iter().collect())
        });
        let others = key.map_or_else(Vec::new, |key| self.others_in(id, &stop.journey, key.as_deref()));
        let count = u32::try_from(others.len()).unwrap_or(u32::MAX);
        self.decide_here(id, Verdict::Stopped { journey: stop.journey.clone(), count }, proof);
        for other in others {
            self.leave(other, STOPPED, here.origin.clone(), Vec::new());
        }
        self.go_next(id, next, depth);
    }

    /// The key of the instance that is to be stopped; none when it is missing.
    fn key_to_stop(&self, id: Id, key: &Program, origin: &str) -> (Option<String>, Option<Evaluated>) {
        let evaluated = self.of_instance(id, |walk| {
            self.evaluate(key, address::key(origin), View { walk: Some(walk), ..View::default() })
        });
        let Some((value, evaluated)) = evaluated else { return (None, None) };
        (value.ok().and_then(|value| key_text(&value)), Some(evaluated))
    }

    /// The person's instances in a journey, but for the one that stops them.
    fn others_in(&self, id: Id, journey: &str, key: Option<&str>) -> Vec<Id> {
        let own = self.root_of(id);
        let walks = self.person.instances.iter().filter(|instance| instance.branch.is_none());
        let inside = walks.filter(|instance| {
            instance.id != own && instance.journey == journey && key.is_none_or(|key| instance.key == key)
        });
        inside.map(|instance| instance.id).collect()
    }
}
