//! Messages that wait to leave, in the order in which they do.

use super::OutboxRow;
use filrouge_machine::Id;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};

/// Messages that wait to leave, by connector and moment. Whoever hands out messages asks for the first ones again and again,
/// and must not look at all that wait.
#[derive(Debug, Clone, Default)]
pub struct Waiting(BTreeMap<String, BTreeSet<(i64, Id)>>);

impl Waiting {
    /// Adds a message that may leave at `at`; one in flight does not wait.
    pub fn put(&mut self, at: i64, row: &OutboxRow) {
        if row.in_flight {
            return;
        }
        match self.0.get_mut(&row.connector) {
            Some(line) => line.insert((at, row.effect)),
            None => self.0.entry(row.connector.clone()).or_default().insert((at, row.effect)),
        };
    }

    /// Removes a message that could leave at `at`.
    pub fn take(&mut self, at: i64, row: &OutboxRow) {
        let Some(line) = self.0.get_mut(&row.connector) else { return };
        line.remove(&(at, row.effect));
        if line.is_empty() {
            self.0.remove(&row.connector);
        }
    }

    fn lines<'w>(&'w self, connector: Option<&'w str>) -> impl Iterator<Item = &'w BTreeSet<(i64, Id)>> {
        let one = connector.and_then(|name| self.0.get(name));
        let all = connector.is_none().then(|| self.0.values());
        one.into_iter().chain(all.into_iter().flatten())
    }

    /// Messages over one connector or all that may leave at `now`, the longest waiting first.
    #[must_use]
    pub fn first(&self, connector: Option<&str>, now: i64, limit: usize) -> Vec<(i64, Id)> {
        let of_line = |line: &BTreeSet<(i64, Id)>| {
            line.iter().take_while(|(at, _)| *at <= now).take(limit).copied().collect::<Vec<_>>()
        };
        let mut first: Vec<_> = self.lines(connector).flat_map(of_line).collect();
        first.sort_unstable();
        first.truncate(limit);
        first
    }

    /// When the next one may leave that may not at `now`.
    #[must_use]
    pub fn next(&self, connector: Option<&str>, now: i64) -> Option<i64> {
        let behind = (Excluded((now, Id(u128::MAX))), Unbounded);
        self.lines(connector).filter_map(|line| line.range(behind).next()).map(|(at, _)| *at).min()
    }

    /// Connectors over which messages wait.
    pub fn carriers(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}
