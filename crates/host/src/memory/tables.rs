//! What the store in memory holds.

use super::letters::Letters;
use crate::rights::Hash;
use crate::{
    AliasRow, ApprovalChange, ApprovalRow, Commit, DeadLetterChange, DecisionRow, Identifier, InputRow,
    OutboxChange, OutboxRow, PersonRow, PlanRow, QuarantineChange, QuarantineRow, ReleaseChange, ReleaseRow,
    RequestRow, TimerRow, Waiting,
};
use filrouge_machine::{Id, TimerChange};
use filrouge_plan::{Occupancy, Standing};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Default)]
pub(super) struct Tables {
    pub active: Option<String>,
    pub release: Option<ReleaseRow>,
    pub plans: BTreeMap<String, PlanRow>,
    pub inputs: BTreeMap<i64, InputRow>,
    last_input: i64,
    pub seen: BTreeMap<Id, i64>,
    pub people: BTreeMap<Id, PersonRow>,
    pub standing: Occupancy,
    pub identifiers: BTreeMap<Identifier, Id>,
    /// Whom people became one with.
    pub aliases: BTreeMap<Id, AliasRow>,
    pub timers: BTreeMap<Id, TimerRow>,
    pub by_due: BTreeSet<(i64, Id)>,
    /// When each message may leave, and the message.
    pub outbox: BTreeMap<Id, (i64, OutboxRow)>,
    pub waiting: Waiting,
    pub decisions: BTreeMap<i64, DecisionRow>,
    last_decision: i64,
    pub approvals: Vec<ApprovalRow>,
    pub quarantine: BTreeMap<i64, QuarantineRow>,
    last_quarantined: i64,
    pub letters: Letters,
    pub requests: BTreeMap<i64, RequestRow>,
    pub suppressed: BTreeMap<Hash, i64>,
    /// The list that lies apart from the data.
    pub erasures: Vec<Vec<u8>>,
    /// Whether files are not clean yet.
    pub dirty: bool,
}

impl Tables {
    pub(super) fn apply(&mut self, commit: &Commit) {
        if let Some(plan) = &commit.plan {
            self.active = Some(plan.hash.clone());
            self.plans.insert(plan.hash.clone(), plan.clone());
        }
        commit.inputs.iter().for_each(|row| self.take_input(row));
        self.seen.extend(commit.seen.iter().copied());
        if commit.recount {
            self.standing.clear();
        }
        commit.standing.iter().for_each(|(at, change)| self.stand(at, *change));
        self.people.extend(commit.people.iter().cloned());
        for known in &commit.forgotten {
            self.identifiers.remove(known);
        }
        self.identifiers.extend(commit.identifiers.iter().cloned());
        commit.timers.iter().for_each(|(person, change)| self.set_timer(*person, *change));
        commit.outbox.iter().for_each(|change| self.move_message(change));
        commit.decisions.iter().for_each(|row| self.take_decision(row));
        commit.approvals.iter().for_each(|change| self.approve(*change));
        commit.quarantine.iter().for_each(|change| self.put_aside(change));
        commit.joins.iter().for_each(|alias| self.join(*alias));
        commit.parted.iter().for_each(|person| self.part(*person));
        commit.dead_letters.iter().for_each(|change| self.change_letters(change));
        commit.rights.iter().for_each(|change| self.follow_right(change));
        commit.release.iter().for_each(|change| self.change_release(change));
    }

    fn change_release(&mut self, change: &ReleaseChange) {
        self.release = match change {
            ReleaseChange::Runs(row) => {
                self.plans.insert(row.plan.hash.clone(), row.plan.clone());
                Some(row.clone())
            }
            ReleaseChange::Ends => None,
        };
    }

    fn take_input(&mut self, row: &InputRow) {
        self.last_input += 1;
        self.inputs.insert(self.last_input, row.clone());
    }

    fn take_decision(&mut self, row: &DecisionRow) {
        self.last_decision += 1;
        self.decisions.insert(self.last_decision, DecisionRow { number: self.last_decision, ..row.clone() });
    }

    fn approve(&mut self, change: ApprovalChange) {
        let (ApprovalChange::Open { approval, .. } | ApprovalChange::Close { approval, .. }) = change;
        let known = self.approvals.iter_mut().find(|row| row.id == approval);
        match (change, known) {
            (ApprovalChange::Open { person, .. }, Some(row)) => {
                row.person = person;
                row.closed = None;
            }
            (ApprovalChange::Open { person, at, .. }, None) => {
                self.approvals.push(ApprovalRow { id: approval, person, at, closed: None });
            }
            (ApprovalChange::Close { at, .. }, Some(row)) => row.closed = Some(at),
            (ApprovalChange::Close { .. }, None) => {}
        }
    }

    /// A message, and whose it is by now: a row stays with whom it was queued for.
    pub fn led(&self, row: &OutboxRow) -> OutboxRow {
        let alias = self.aliases.get(&row.person);
        OutboxRow { person: alias.map_or(row.person, |alias| alias.survivor), ..row.clone() }
    }

    /// The same of a timer.
    pub fn led_timer(&self, row: TimerRow) -> TimerRow {
        let alias = self.aliases.get(&row.person);
        TimerRow { person: alias.map_or(row.person, |alias| alias.survivor), ..row }
    }

    fn join(&mut self, alias: AliasRow) {
        let AliasRow { absorbed, survivor, .. } = alias;
        let people =
            self.identifiers.values_mut().chain(self.aliases.values_mut().map(|row| &mut row.survivor));
        people.filter(|person| **person == absorbed).for_each(|person| *person = survivor);
        self.aliases.insert(absorbed, alias);
    }

    /// Whoever had become one with `person` before is one with them again.
    fn part(&mut self, person: Id) {
        self.aliases.remove(&person);
        let mut below = vec![person];
        while let Some(next) = below.pop() {
            for alias in self.aliases.values_mut().filter(|alias| alias.into == next) {
                alias.survivor = person;
                below.push(alias.absorbed);
            }
        }
    }

    fn stand(&mut self, at: &Standing, change: i64) {
        let people = self.standing.entry(at.clone()).or_default();
        *people = people.saturating_add_signed(change);
        self.standing.retain(|_, people| *people > 0);
    }

    pub(super) fn set_timer(&mut self, person: Id, change: TimerChange) {
        let timer = change.timer();
        if let Some(before) = self.timers.remove(&timer) {
            self.by_due.remove(&(before.due, timer));
        }
        if let TimerChange::Set { timer, at } = change {
            self.timers.insert(timer, TimerRow { timer, person, due: at });
            self.by_due.insert((at, timer));
        }
    }

    pub(super) fn move_message(&mut self, change: &OutboxChange) {
        let effect = change.effect();
        if let Some((at, row)) = self.outbox.get(&effect) {
            self.waiting.take(*at, row);
        }
        self.change_message(change);
        if let Some((at, row)) = self.outbox.get(&effect) {
            self.waiting.put(*at, row);
        }
    }

    fn change_message(&mut self, change: &OutboxChange) {
        match change {
            OutboxChange::Queue { effect, person, connector, at, body } => {
                let row = OutboxRow {
                    effect: *effect,
                    person: *person,
                    connector: connector.clone(),
                    in_flight: false,
                    recalled: false,
                    restored: false,
                    attempt: 0,
                    body: body.clone(),
                };
                self.outbox.entry(*effect).or_insert((*at, row));
            }
            OutboxChange::Recall(effect) => self.recall(*effect),
            OutboxChange::Claim { effect, attempt } => {
                if let Some((_, row)) = self.outbox.get_mut(effect) {
                    (row.in_flight, row.recalled, row.attempt) = (true, false, *attempt);
                }
            }
            OutboxChange::Wait { effect, at, attempt } => {
                if let Some((next, row)) = self.outbox.get_mut(effect) {
                    (row.in_flight, row.recalled, row.attempt) = (false, false, *attempt);
                    *next = *at;
                }
            }
            OutboxChange::Address { effect, person } => {
                if let Some((_, row)) = self.outbox.get_mut(effect) {
                    row.person = *person;
                }
            }
            OutboxChange::Remove(effect) => {
                self.outbox.remove(effect);
            }
        }
    }

    fn recall(&mut self, effect: Id) {
        match self.outbox.get_mut(&effect) {
            Some((_, row)) if row.in_flight => row.recalled = true,
            _ => {
                self.outbox.remove(&effect);
            }
        }
    }

    fn put_aside(&mut self, change: &QuarantineChange) {
        match change {
            QuarantineChange::Add(row) => {
                if self.quarantine.values().all(|kept| kept.id != row.id) {
                    self.last_quarantined += 1;
                    self.quarantine.insert(self.last_quarantined, row.clone());
                }
            }
            QuarantineChange::Drop(id) => self.quarantine.retain(|_, row| row.id != *id),
        }
    }

    fn change_letters(&mut self, change: &DeadLetterChange) {
        match change {
            DeadLetterChange::Keep(row) => self.letters.keep(row),
            DeadLetterChange::Drop(effect) => self.letters.drop_if(|row| row.effect == *effect),
            DeadLetterChange::Part { person, since } => {
                let aliases = &self.aliases;
                let is_one = |one| is_one(aliases, one, *person);
                self.letters.drop_if(|row| row.at >= *since && is_one(row.person));
            }
        }
    }

    /// Whether `one` is `person`, or became one with them.
    pub(super) fn is_one(&self, one: Id, person: Id) -> bool {
        is_one(&self.aliases, one, person)
    }
}

fn is_one(aliases: &BTreeMap<Id, AliasRow>, one: Id, person: Id) -> bool {
    one == person || aliases.get(&one).is_some_and(|alias| alias.survivor == person)
}
