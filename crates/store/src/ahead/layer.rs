//! What was committed and is not in the file yet, ready to be looked up: the sum of the commits since.

use crate::sealing::Audited;
use filrouge_audit::Salt;
use filrouge_host::{
    AliasRow, ApprovalChange, Commit, DeadLetterChange, DecisionRow, Identifier, InputRow, OutboxChange,
    OutboxRow, PersonRow, PlanRow, QuarantineChange, ReleaseChange, RightsChange, StoreError, TimerRow,
};
use filrouge_machine::{Id, TimerChange};
use filrouge_plan::Standing;
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most keys are hashes by themselves; the hash of a table only has to be fast, and not to be foreseen.
pub(crate) type Map<K, V> = HashMap<K, V, RandomState>;

/// A message, and when it may leave.
pub(crate) type Parcel = (i64, OutboxRow);

/// The sum of the commits since the last layer. Of what changes in place only the last state is kept; `None` is what
/// was removed.
#[derive(Default)]
pub(crate) struct Layer {
    /// The last record of the journal that is in it.
    pub upto: u64,
    /// Bytes of its records in the journal.
    pub weight: usize,
    /// Plans, and whether each became the active one.
    pub plans: Vec<(PlanRow, bool)>,
    /// What became of the plan of a share, which is one of `plans`.
    pub release: Option<ReleaseChange>,
    pub inputs: Vec<InputRow>,
    pub seen: Map<Id, i64>,
    pub recount: bool,
    pub standing: BTreeMap<Standing, i64>,
    pub people: Map<Id, PersonRow>,
    /// How many of them are of which plan.
    pub plans_of_people: BTreeMap<String, usize>,
    pub identifiers: Map<Identifier, Option<Id>>,
    pub timers: Map<Id, Option<TimerRow>>,
    /// Timers that were cancelled, by when they were due: the file may have them.
    pub cancelled: Vec<(i64, Id)>,
    /// The same of which nobody knows when they were due.
    pub unset: BTreeSet<Id>,
    pub outbox: Map<Id, Option<Parcel>>,
    pub decisions: Vec<DecisionRow>,
    pub approvals: Vec<ApprovalChange>,
    pub quarantine: Vec<QuarantineChange>,
    pub joins: Vec<AliasRow>,
    pub aliases: Map<Id, AliasRow>,
    pub parted: Vec<Id>,
    pub dead_letters: Vec<DeadLetterChange>,
    pub rights: Vec<RightsChange>,
    /// What the audit log is told, commit by commit.
    pub audits: Vec<Audited>,
    /// The first chance that a commit brought along: keys of new people are drawn from it.
    pub salt: Salt,
}

impl Layer {
    /// Whether no commit is in it.
    pub(crate) const fn is_empty(&self) -> bool {
        self.upto == 0
    }

    /// An empty one with the room of this one: memory that is had need not be asked for, nor copied when it grows.
    pub(crate) fn emptied(self) -> Self {
        let Self { mut inputs, mut seen, mut people, mut identifiers, mut timers, mut outbox, .. } = self;
        let (mut decisions, mut cancelled) = (self.decisions, self.cancelled);
        inputs.clear();
        seen.clear();
        people.clear();
        identifiers.clear();
        timers.clear();
        outbox.clear();
        decisions.clear();
        cancelled.clear();
        Self { inputs, seen, people, identifiers, timers, cancelled, outbox, decisions, ..Self::default() }
    }

    /// Messages that `changes` are about and the layer does not know, as `find` knows them.
    pub(crate) fn before(
        &self,
        changes: &[OutboxChange],
        mut find: impl FnMut(Id) -> Result<Option<Parcel>, StoreError>,
    ) -> Result<Map<Id, Option<Parcel>>, StoreError> {
        let mut before = Map::default();
        for effect in changes.iter().map(OutboxChange::effect) {
            if !self.outbox.contains_key(&effect) && !before.contains_key(&effect) {
                before.insert(effect, find(effect)?);
            }
        }
        Ok(before)
    }

    /// Adds a commit, whose record in the journal has this number and length. `before` has each message of the outbox
    /// that the commit changes and the layer does not know, as it was.
    pub(crate) fn merge(
        &mut self,
        commit: Commit,
        (number, length): (u64, usize),
        before: Map<Id, Option<Parcel>>,
    ) {
        self.upto = number;
        self.weight += length;
        self.plans.extend(commit.plan.map(|plan| (plan, true)));
        self.change_release(commit.release);
        if self.salt == [0; 32] {
            self.salt = commit.audit.salt;
        }
        if !commit.audit.records.is_empty() {
            let (inputs, decisions) = (self.inputs.len(), self.decisions.len());
            self.audits.push(Audited { rows: commit.audit, inputs, decisions });
        }
        self.inputs.extend(commit.inputs);
        self.seen.extend(commit.seen);
        self.recount |= commit.recount;
        for (at, change) in commit.standing {
            *self.standing.entry(at).or_default() += change;
        }
        commit.people.into_iter().for_each(|(id, row)| self.set_person(id, row));
        self.identifiers.extend(commit.forgotten.into_iter().map(|known| (known, None)));
        self.identifiers.extend(commit.identifiers.into_iter().map(|(known, person)| (known, Some(person))));
        commit.timers.into_iter().for_each(|(person, change)| self.set_timer(person, change));
        before.into_iter().for_each(|(effect, parcel)| {
            self.outbox.entry(effect).or_insert(parcel);
        });
        commit.outbox.into_iter().for_each(|change| self.move_message(change));
        self.decisions.extend(commit.decisions);
        self.approvals.extend(commit.approvals);
        self.quarantine.extend(commit.quarantine);
        self.aliases.extend(commit.joins.iter().map(|alias| (alias.absorbed, *alias)));
        self.joins.extend(commit.joins);
        self.parted.extend(commit.parted);
        self.dead_letters.extend(commit.dead_letters);
        self.rights.extend(commit.rights);
    }

    fn change_release(&mut self, change: Option<ReleaseChange>) {
        if let Some(ReleaseChange::Runs(row)) = &change {
            self.plans.push((row.plan.clone(), false));
        }
        self.release = change.or(self.release.take());
    }

    fn set_person(&mut self, id: Id, row: PersonRow) {
        match self.plans_of_people.get_mut(&row.plan) {
            Some(people) => *people += 1,
            None => {
                self.plans_of_people.insert(row.plan.clone(), 1);
            }
        }
        let Some(before) = self.people.insert(id, row) else { return };
        if let Some(people) = self.plans_of_people.get_mut(&before.plan) {
            *people -= 1;
            if *people == 0 {
                self.plans_of_people.remove(&before.plan);
            }
        }
    }

    fn set_timer(&mut self, person: Id, change: TimerChange) {
        let now = match change {
            TimerChange::Set { timer, at } => Some(TimerRow { timer, person, due: at }),
            TimerChange::Cancel { timer, due } => {
                self.cancelled.push((due, timer));
                None
            }
            TimerChange::Forget { timer } => {
                self.unset.insert(timer);
                None
            }
        };
        self.timers.insert(change.timer(), now);
    }

    fn move_message(&mut self, change: OutboxChange) {
        let effect = change.effect();
        let parcel = self.outbox.entry(effect).or_default();
        let OutboxChange::Queue { person, connector, at, body, .. } = change else {
            *parcel = parcel.take().and_then(|parcel| moved(parcel, &change));
            return;
        };
        let (in_flight, recalled, restored, attempt) = (false, false, false, 0);
        let row = OutboxRow { effect, person, connector, in_flight, recalled, restored, attempt, body };
        parcel.get_or_insert((at, row));
    }
}

/// Whether a commit cannot share a layer: what it changes follows from other rows, which it looks up in the file.
pub(crate) fn is_alone(commit: &Commit) -> bool {
    commit.recount || !commit.parted.is_empty() || commit.erases()
}

/// A message after a change; none when it is gone.
fn moved((at, mut row): Parcel, change: &OutboxChange) -> Option<Parcel> {
    let mut next = at;
    match change {
        OutboxChange::Remove(_) => return None,
        OutboxChange::Recall(_) if !row.in_flight => return None,
        OutboxChange::Recall(_) => row.recalled = true,
        OutboxChange::Claim { attempt, .. } => {
            (row.in_flight, row.recalled, row.attempt) = (true, false, *attempt);
        }
        OutboxChange::Wait { at, attempt, .. } => {
            (row.in_flight, row.recalled, row.restored, row.attempt) = (false, false, false, *attempt);
            next = *at;
        }
        OutboxChange::Address { person, .. } => row.person = *person,
        OutboxChange::Queue { .. } => {}
    }
    Some((next, row))
}
