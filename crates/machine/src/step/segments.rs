//! Membership of segments.

use super::judge::View;
use super::turn::Turn;
use std::collections::BTreeSet;

impl Turn<'_> {
    /// Sorts the person into segments anew. A segment may ask for another one, so this goes on until nothing
    /// changes, at most once per segment.
    pub(super) fn sort_into_segments(&mut self) {
        for _ in 0..=self.ready.plan().segments.len() {
            let members = self.members();
            if members == self.person.segments {
                return;
            }
            self.person.segments = members;
        }
    }

    fn members(&self) -> BTreeSet<String> {
        let segments = self.ready.plan().segments.iter();
        let inside = segments.filter(|segment| self.holds(Some(&segment.when), View::default()));
        inside.map(|segment| segment.name.clone()).collect()
    }
}
