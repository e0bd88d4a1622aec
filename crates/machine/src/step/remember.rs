//! What is remembered of past entries: as much as `re-entry` asks for, and no more.

use super::turn::Turn;
use crate::{PastEntry, moment};
use filrouge_plan::ReEntry;
use std::collections::BTreeSet;

/// Entries under different keys that are remembered of one person. Of more the oldest are forgotten.
const MOST_ENTRIES: usize = 10_000;

/// So many new keys are remembered before the next look at all of them.
const ROUND: usize = 64;

type Key = (String, String);

impl Turn<'_> {
    /// Remembers an entry; now and then, those that nothing asks for any more are forgotten.
    pub(super) fn remember_entry(&mut self, journey: &str, key: &str, past: PastEntry) {
        let before = self.person.entries.len();
        self.person.entries.insert((journey.to_owned(), key.to_owned()), past);
        let now = self.person.entries.len();
        if now > MOST_ENTRIES || (now > before && now.is_multiple_of(ROUND)) {
            self.forget_entries();
        }
    }

    fn forget_entries(&mut self) {
        let mut entries = std::mem::take(&mut self.person.entries);
        let walks = self.person.instances.iter();
        let inside: BTreeSet<(&str, &str)> = walks.map(|walk| (&*walk.journey, &*walk.key)).collect();
        let is_inside = |key: &Key| inside.contains(&(&*key.0, &*key.1));
        entries.retain(|key, past| is_inside(key) || self.may_ask_for(key, past));
        while entries.len() > MOST_ENTRIES {
            let outside = entries.iter().filter(|(key, _)| !is_inside(key));
            let oldest = outside.min_by_key(|(_, past)| past.last).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            entries.remove(&oldest);
        }
        self.person.entries = entries;
    }

    /// Whether it may matter once more that the person came in under a key. Without a key there is one entry for each
    /// journey, which is kept whatever `re-entry` says: it may say something else tomorrow. So is that of a journey which
    /// the plan does not have, and that of this very moment, since it tells two walks apart.
    fn may_ask_for(&self, (journey, key): &Key, past: &PastEntry) -> bool {
        let Some(journey) = self.ready.journey(journey).filter(|_| !key.is_empty()) else { return true };
        match journey.plan.enter.re_entry {
            _ if past.last >= self.now() => true,
            ReEntry::Never => true,
            ReEntry::After(period) => moment::after(past.last, period, &self.zone) > self.now(),
            ReEntry::AfterExit | ReEntry::Every => false,
        }
    }
}
