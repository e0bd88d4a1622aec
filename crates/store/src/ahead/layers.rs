//! The layers over the file: one that grows, and one that is being written to it.

use super::layer::{Layer, Map, Parcel};
use super::order::{Order, Touched};
use filrouge_host::{
    AliasRow, Commit, Identifier, OutboxRow, PersonRow, PlanRow, QuarantineChange, ReleaseChange, StoreError,
    TimerRow,
};
use filrouge_machine::Id;
use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

/// The layers over the file, the upper one first.
#[derive(Default)]
pub(crate) struct Layers {
    pub active: Layer,
    pub frozen: Option<Arc<Layer>>,
    upper: Order,
    lower: Order,
}

impl Layers {
    /// Adds a commit to the upper layer, as [`Layer::merge`] does.
    pub(crate) fn merge(&mut self, commit: Commit, record: (u64, usize), before: Map<Id, Option<Parcel>>) {
        let touched = Touched::by(&commit);
        self.upper.take(&touched, &self.active);
        if let Some(frozen) = &self.frozen {
            self.lower.take(&touched, frozen);
        }
        self.active.merge(commit, record, before);
        self.upper.put(&touched, &self.active);
    }

    /// The upper layer becomes the lower one; `spare` is the upper one from now on.
    pub(crate) fn freeze(&mut self, spare: Layer) {
        self.frozen = Some(Arc::new(mem::replace(&mut self.active, spare)));
        self.lower = mem::take(&mut self.upper);
    }

    /// The file has the lower layer.
    pub(crate) fn thaw(&mut self) {
        self.frozen = None;
        self.lower = Order::default();
    }

    /// What the uppermost layer says that says anything.
    fn look<T>(&self, find: impl Fn(&Layer) -> Option<T>) -> Option<T> {
        find(&self.active).or_else(|| self.frozen.as_deref().and_then(find))
    }

    fn each(&self) -> impl Iterator<Item = &Layer> {
        [Some(&self.active), self.frozen.as_deref()].into_iter().flatten()
    }

    pub(crate) fn plan(&self) -> Option<PlanRow> {
        let active = |layer: &Layer| layer.plans.iter().rev().find(|(_, active)| *active).cloned();
        self.look(active).map(|(plan, _)| plan)
    }

    pub(crate) fn release(&self) -> Option<ReleaseChange> {
        self.look(|layer| layer.release.clone())
    }

    pub(crate) fn has_seen(&self, input: Id) -> bool {
        self.each().any(|layer| layer.seen.contains_key(&input))
    }

    pub(crate) fn person(&self, person: Id) -> Option<PersonRow> {
        self.look(|layer| layer.people.get(&person).cloned())
    }

    /// Whom a name leads to; `Some(None)` when it was forgotten.
    pub(crate) fn owner(&self, identifier: &Identifier) -> Option<Option<Id>> {
        self.look(|layer| layer.identifiers.get(identifier).copied())
    }

    pub(crate) fn alias(&self, person: Id) -> Option<AliasRow> {
        self.look(|layer| layer.aliases.get(&person).copied())
    }

    /// A message; `Some(None)` when it was removed.
    pub(crate) fn parcel(&self, effect: Id) -> Option<Option<Parcel>> {
        self.look(|layer| layer.outbox.get(&effect).cloned())
    }

    /// Whether the file does not know the present state of a message.
    pub(crate) fn moves(&self, effect: Id) -> bool {
        self.each().any(|layer| layer.outbox.contains_key(&effect))
    }

    /// Whether the file does not know the present state of a timer.
    pub(crate) fn sets(&self, timer: Id) -> bool {
        self.each().any(|layer| layer.timers.contains_key(&timer))
    }

    /// Messages of the layers, and when each may leave.
    fn parcels(&self) -> impl Iterator<Item = &Parcel> {
        let upper = self.active.outbox.values().flatten();
        let lower = self.frozen.iter().flat_map(|layer| &layer.outbox);
        let lower = lower.filter(|(effect, _)| !self.active.outbox.contains_key(effect));
        upper.chain(lower.filter_map(|(_, parcel)| parcel.as_ref()))
    }

    /// Messages of the layers that may leave at `now`, the longest waiting first.
    pub(crate) fn sendable(&self, connector: Option<&str>, now: i64, limit: usize) -> Vec<Parcel> {
        let mut first = self.upper.waiting.first(connector, now, limit);
        first.extend(self.lower.waiting.first(connector, now, limit));
        first.sort_unstable();
        first.truncate(limit);
        first.into_iter().filter_map(|(_, effect)| self.parcel(effect).flatten()).collect()
    }

    /// When the next message of the layers may leave that may not at `now`.
    pub(crate) fn next_sendable(&self, connector: Option<&str>, now: i64) -> Option<i64> {
        let orders = [&self.upper, &self.lower];
        orders.into_iter().filter_map(|order| order.waiting.next(connector, now)).min()
    }

    /// Connectors over which messages of the layers wait to leave.
    pub(crate) fn carriers(&self) -> BTreeSet<String> {
        self.upper.waiting.carriers().chain(self.lower.waiting.carriers()).cloned().collect()
    }

    /// Messages of the layers that are in flight.
    pub(crate) fn in_flight(&self) -> Vec<OutboxRow> {
        self.parcels().filter(|(_, row)| row.in_flight).map(|(_, row)| row.clone()).collect()
    }

    /// Timers of the layers that are due at `now`, in order.
    pub(crate) fn due(&self, now: i64, limit: usize) -> Vec<TimerRow> {
        let mut due: Vec<_> = self.upper.due(now, limit).chain(self.lower.due(now, limit)).collect();
        due.sort_unstable();
        due.truncate(limit);
        let row = |timer: Id| self.look(|layer| layer.timers.get(&timer).copied()).flatten();
        due.into_iter().filter_map(|(_, timer)| row(timer)).collect()
    }

    /// When the next timer of the layers is due.
    pub(crate) fn next_due(&self) -> Option<i64> {
        [&self.upper, &self.lower]
            .into_iter()
            .filter_map(|order| order.timers.first())
            .map(|(due, _)| *due)
            .min()
    }

    /// Who somebody is by now, as far as the layers know.
    pub(crate) fn current(&self, person: Id) -> Id {
        std::iter::successors(Some(person), |one| self.alias(*one).map(|alias| alias.survivor))
            .last()
            .unwrap_or(person)
    }

    /// People behind `after` whose state is in the layers and of another plan than `plan`; with `everybody`, also those for
    /// whom nothing is pending.
    pub(crate) fn outdated(&self, plan: &str, everybody: bool, after: Option<Id>) -> BTreeSet<Id> {
        let others = |layer: &&Layer| layer.plans_of_people.keys().any(|other| other != plan);
        let rows = self.each().filter(others).flat_map(|layer| &layer.people);
        let wanted = |row: &PersonRow| row.plan != plan && (everybody || row.pending);
        let rows = rows.filter(|(id, row)| wanted(row) && after.is_none_or(|after| **id > after));
        // The upper layer knows better of somebody who is in both.
        let latest = rows.filter(|(id, row)| self.active.people.get(id).is_none_or(|upper| upper == *row));
        latest.map(|(id, _)| *id).filter(|id| self.alias(*id).is_none()).collect()
    }

    /// Whether the file does not know the present state of a person, or that they became one with somebody else.
    pub(crate) fn knows(&self, person: Id) -> bool {
        self.each().any(|layer| layer.people.contains_key(&person) || layer.aliases.contains_key(&person))
    }

    /// Rows of the quarantine that came and did not leave again since, the oldest first; and those that left.
    pub(crate) fn quarantined(&self) -> (Vec<Id>, BTreeSet<Id>) {
        let (mut there, mut gone) = (Vec::new(), BTreeSet::new());
        let changes = self.frozen.iter().flat_map(|layer| &layer.quarantine).chain(&self.active.quarantine);
        for change in changes {
            match change {
                QuarantineChange::Add(row) => there.push(row.id),
                QuarantineChange::Drop(id) => {
                    there.retain(|kept| kept != id);
                    gone.insert(*id);
                }
            }
        }
        (there, gone)
    }
}

/// Rows that are read at once, unless more are wanted.
const LONGEST_PAGE: usize = 1_024;

/// Rows of the file behind `start`, at most `limit` that are present: the layers know better of the others. `start` moves
/// past those that lead, so that they are not read again as long as the layers hide them.
pub(crate) fn page<R: Copy>(
    start: &mut Option<R>,
    limit: usize,
    mut read: impl FnMut(Option<R>, usize) -> Result<Vec<R>, StoreError>,
    is_present: impl Fn(&R) -> bool,
) -> Result<Vec<R>, StoreError> {
    let (mut rows, mut last) = (Vec::new(), *start);
    let mut size = limit.max(16);
    loop {
        let page = read(last, size)?;
        let is_last = page.len() < size;
        last = page.last().copied().or(last);
        for row in page {
            if is_present(&row) {
                rows.push(row);
            } else if rows.is_empty() {
                *start = Some(row);
            }
        }
        if is_last || rows.len() >= limit {
            rows.truncate(limit);
            return Ok(rows);
        }
        // Whoever asks for one behind a group that was just taken passes the group in a few steps.
        size = (size * 4).min(LONGEST_PAGE.max(limit));
    }
}
