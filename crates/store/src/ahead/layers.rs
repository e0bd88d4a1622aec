//! The layers over the file: one that grows, and one that is being written to it.

use super::layer::{Layer, Parcel};
use filrouge_host::{
    AliasRow, Identifier, OutboxRow, PersonRow, PlanRow, QuarantineChange, StoreError, TimerRow,
};
use filrouge_machine::Id;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The layers over the file, the upper one first.
#[derive(Default)]
pub(crate) struct Layers {
    pub active: Layer,
    pub frozen: Option<Arc<Layer>>,
}

impl Layers {
    /// What the uppermost layer says that says anything.
    fn look<T>(&self, find: impl Fn(&Layer) -> Option<T>) -> Option<T> {
        find(&self.active).or_else(|| self.frozen.as_deref().and_then(find))
    }

    fn each(&self) -> impl Iterator<Item = &Layer> {
        [Some(&self.active), self.frozen.as_deref()].into_iter().flatten()
    }

    pub(crate) fn plan(&self) -> Option<PlanRow> {
        self.look(|layer| layer.plans.last().cloned())
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

    fn waiting<'l>(&'l self, connector: Option<&'l str>) -> impl Iterator<Item = &'l Parcel> {
        let wanted = move |row: &OutboxRow| connector.is_none_or(|connector| row.connector == connector);
        self.parcels().filter(move |(_, row)| !row.in_flight && wanted(row))
    }

    /// Messages of the layers that may leave at `now`, the longest waiting first.
    pub(crate) fn sendable(&self, connector: Option<&str>, now: i64, limit: usize) -> Vec<Parcel> {
        let mut parcels: Vec<&Parcel> = self.waiting(connector).filter(|(at, _)| *at <= now).collect();
        parcels.sort_unstable_by_key(|(at, row)| (*at, row.effect));
        parcels.into_iter().take(limit).cloned().collect()
    }

    /// When the next message of the layers may leave that may not at `now`.
    pub(crate) fn next_sendable(&self, connector: Option<&str>, now: i64) -> Option<i64> {
        self.waiting(connector).map(|(at, _)| *at).filter(|at| *at > now).min()
    }

    /// Connectors over which messages of the layers wait to leave.
    pub(crate) fn carriers(&self) -> BTreeSet<String> {
        self.waiting(None).map(|(_, row)| row.connector.clone()).collect()
    }

    /// Messages of the layers that are in flight.
    pub(crate) fn in_flight(&self) -> Vec<OutboxRow> {
        self.parcels().filter(|(_, row)| row.in_flight).map(|(_, row)| row.clone()).collect()
    }

    /// Timers of the layers that are due at `now`, in order.
    pub(crate) fn due(&self, now: i64, limit: usize) -> Vec<TimerRow> {
        let due = |layer: &Layer, hidden: &dyn Fn(&Id) -> bool| -> Vec<(i64, Id)> {
            let due = layer.by_due.iter().take_while(|(due, _)| *due <= now);
            due.filter(|(_, timer)| !hidden(timer)).take(limit).copied().collect()
        };
        let lower = self.frozen.as_deref();
        let lower = lower.map(|layer| due(layer, &|timer| self.active.timers.contains_key(timer)));
        let mut all = due(&self.active, &|_| false);
        all.extend(lower.unwrap_or_default());
        all.sort_unstable();
        let row = |timer: Id| self.look(|layer| layer.timers.get(&timer).copied()).flatten();
        all.into_iter().take(limit).filter_map(|(_, timer)| row(timer)).collect()
    }

    /// When the next timer of the layers is due.
    pub(crate) fn next_due(&self) -> Option<i64> {
        let upper = self.active.by_due.first().map(|(due, _)| *due);
        let hidden = |timer: &Id| self.active.timers.contains_key(timer);
        let mut lower = self.frozen.iter().flat_map(|layer| &layer.by_due);
        let lower = lower.find(|(_, timer)| !hidden(timer)).map(|(due, _)| *due);
        [upper, lower].into_iter().flatten().min()
    }

    /// Who somebody is by now, as far as the layers know.
    pub(crate) fn current(&self, person: Id) -> Id {
        std::iter::successors(Some(person), |one| self.alias(*one).map(|alias| alias.survivor))
            .last()
            .unwrap_or(person)
    }

    /// A message, and whose it is by now.
    pub(crate) fn led(&self, row: OutboxRow) -> OutboxRow {
        OutboxRow { person: self.current(row.person), ..row }
    }

    /// People behind `after` whose state is in the layers, and of another plan than `plan`; and those who became one
    /// with them in the layers.
    pub(crate) fn outdated(&self, plan: &str, after: Option<Id>) -> BTreeMap<Id, PersonRow> {
        let ids = self.each().flat_map(|layer| layer.people.keys()).copied();
        let behind = ids.filter(|id| after.is_none_or(|after| *id > after) && self.alias(*id).is_none());
        let rows = behind.filter_map(|id| Some((id, self.person(id)?)));
        rows.filter(|(_, row)| row.plan != plan).collect()
    }

    /// Those who became one with `person` in the layers, and they themselves.
    pub(crate) fn one_with(&self, person: Id) -> BTreeSet<Id> {
        let absorbed = self.each().flat_map(|layer| layer.aliases.keys()).copied();
        absorbed.filter(|absorbed| self.current(*absorbed) == person).chain([person]).collect()
    }

    /// People with a timer in the layers. The upper one knows better of a timer that is in both.
    pub(crate) fn timed(&self) -> BTreeSet<Id> {
        let lower = self.frozen.iter().flat_map(|layer| &layer.timers);
        let lower = lower.filter(|(timer, _)| !self.active.timers.contains_key(timer));
        let rows = self.active.timers.values().chain(lower.map(|(_, row)| row)).flatten();
        rows.map(|row| self.current(row.person)).collect()
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

/// Rows of the file behind `start`, at most `limit` that are present: the layers know better of the others. `start` moves
/// past those that lead, so that they are not read again as long as the layers hide them.
pub(crate) fn page<R: Copy>(
    start: &mut Option<R>,
    limit: usize,
    mut read: impl FnMut(Option<R>, usize) -> Result<Vec<R>, StoreError>,
    is_present: impl Fn(&R) -> bool,
) -> Result<Vec<R>, StoreError> {
    let (mut rows, mut last) = (Vec::new(), *start);
    let size = limit.max(16);
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
    }
}
