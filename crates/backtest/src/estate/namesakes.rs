//! The lines after which people are named.

use filrouge_machine::Id;
use std::collections::BTreeMap;

/// The line that first had each name. Somebody new is named after it, whether their plan could read it or not, so that they
/// bear the same id under both plans, and get the same arm of an experiment.
#[derive(Default)]
pub(crate) struct Namesakes {
    /// By the key of the name: how many names were known before, and the line.
    first: BTreeMap<u128, (usize, Id)>,
    present: Option<Id>,
}

impl Namesakes {
    /// The next line, with these names.
    pub(crate) fn meet(&mut self, names: &[u128], line: Id) {
        let place = self.first.len();
        for name in names {
            self.first.entry(*name).or_insert((place, line));
        }
        self.present = Some(line);
    }

    /// The lines that first had one of these names, the earliest first; then the present one.
    pub(crate) fn of(&self, names: impl Iterator<Item = u128>) -> Vec<Id> {
        let mut lines: Vec<(usize, Id)> = names.filter_map(|name| self.first.get(&name).copied()).collect();
        lines.sort_unstable();
        lines.into_iter().map(|(_, line)| line).chain(self.present).collect()
    }
}
