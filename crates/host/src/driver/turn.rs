//! One turn of the loop: a group from its first request to its acknowledgement.

use super::group::{Group, Touched};
use super::people;
use super::{Driver, Kept};
use crate::queue::Request;
use crate::status::Meters;
use crate::{ApprovalChange, Commit, OutboxChange, PersonRow, QuarantineChange, StoreError};
use filrouge_machine::{Id, Person};
use std::mem;

/// How much longer a person is in memory than as bytes: 13 KB for 672 bytes with twenty traits.
const UNPACKED: usize = 18;

/// A group in the making.
pub(super) struct Turn<'a> {
    pub driver: &'a mut Driver,
    pub group: Group,
    pub now: i64,
}

impl<'a> Turn<'a> {
    pub(super) fn begin(driver: &'a mut Driver) -> Self {
        let now = driver.now();
        Self { driver, group: Group::default(), now }
    }

    /// Carries out one request; its answer waits for the commit.
    pub(super) fn perform(&mut self, request: Request) {
        match request {
            Request::Submit { entries, reply } => {
                let outcome = self.submit(entries);
                self.group.answer(reply, outcome);
            }
            Request::Settle { settled, reply } => {
                let outcome = self.settle(settled);
                self.group.answer(reply, outcome);
            }
            Request::Release { quarantined, reply } => {
                self.group.commit.quarantine.extend(quarantined.into_iter().map(QuarantineChange::Drop));
                self.group.answer(reply, Ok(()));
            }
            Request::Resend { resending, reply } => {
                let outcome = self.resend(resending);
                self.group.answer(reply, outcome);
            }
            Request::Note { acts, reply } => {
                acts.into_iter().for_each(|act| self.group.commit.record_act(act));
                self.group.answer(reply, Ok(()));
            }
            Request::DropLetters { letters, reply } => {
                self.drop_letters(letters);
                self.group.answer(reply, Ok(()));
            }
            claim @ Request::Claim { .. } => self.group.claims.push(claim),
            Request::Inside { reply } => reply.send(self.driver.inside()),
            Request::Copy { people, reply } => {
                let outcome = self.copy_all(&people);
                self.group.answer(reply, outcome);
            }
            Request::EndFeed { reply } => {
                self.driver.end_feed("an operator has stopped it");
                reply.send(Ok(()));
            }
            // The loop has put them off or ended the turn before: a plan is swapped, and people are separated, between groups.
            Request::Activate { .. }
            | Request::Share { .. }
            | Request::Right { .. }
            | Request::ErrandTold { .. }
            | Request::Confirm { .. }
            | Request::Unmerge { .. }
            | Request::Pause { .. }
            | Request::Feed { .. } => {}
        }
    }

    /// What was put aside pushes out the oldest, so that the quarantine keeps its bound. A thing that is there already
    /// takes no room, and is counted all the same: this is a bound, not a measure.
    fn bound_quarantine(&mut self) -> Result<(), StoreError> {
        let is_new = |change: &&QuarantineChange| matches!(change, QuarantineChange::Add(_));
        let fresh = self.group.commit.quarantine.iter().filter(is_new).count();
        if fresh == 0 {
            return Ok(());
        }
        let room = self.driver.options.quarantine.saturating_sub(fresh);
        let oldest = self.driver.store.crowded_out(room)?;
        self.group.crowded_out = oldest.len();
        let drops = oldest.into_iter().map(QuarantineChange::Drop);
        self.group.commit.quarantine.splice(0..0, drops);
        Ok(())
    }

    /// Makes the group durable, then acknowledges it; or forgets it.
    pub(super) fn finish(mut self) {
        self.claim_all();
        let answers = mem::take(&mut self.group.answers);
        let end = self.write();
        if let Err(error) = &end {
            self.driver.fail(error);
        }
        Group::tell(answers, &end);
    }

    /// As [`Turn::finish`], where nobody waits for an answer but the caller.
    pub(super) fn finish_or_fail(mut self) -> Result<(), StoreError> {
        self.write()
    }

    fn write(&mut self) -> Result<(), StoreError> {
        if let Some(failure) = self.group.failure.take() {
            return Err(failure);
        }
        self.bound_quarantine()?;
        self.bound_letters()?;
        let commit = self.commit();
        if commit.is_empty() {
            self.tell_beside();
            return Ok(());
        }
        let (times_change, sends) = (!commit.timers.is_empty(), commit.outbox.iter().any(may_be_claimed));
        self.follow_names(&commit);
        let told = self.driver.shared.taps.keep(&commit.decisions);
        let bytes: Vec<usize> = commit.people.iter().map(|(_, row)| weight_of(&row.body)).collect();
        self.driver.store.commit(commit)?;
        told.into_iter().for_each(|decisions| self.driver.shared.taps.tell(decisions));
        self.tell_beside();
        if times_change {
            self.driver.next_due = self.driver.store.next_due()?;
        }
        self.remember(sends, bytes);
        Ok(())
    }

    /// Names lead where the commit says. One that fails empties the memory of them, as every failure does.
    fn follow_names(&mut self, commit: &Commit) {
        let names = &mut self.driver.names;
        if !commit.joins.is_empty() || !commit.parted.is_empty() {
            names.clear();
        }
        for name in &commit.forgotten {
            names.take(name);
        }
        for (name, person) in &commit.identifiers {
            names.put(name.clone(), *person, people::weight_of(name));
        }
    }

    /// The commit, complete with everybody's state.
    fn commit(&mut self) -> Commit {
        let mut commit = mem::take(&mut self.group.commit);
        self.mark();
        let row = |id: Id, person: &Person| {
            let lives = self.driver.active.of(self.group.lives_with.get(&id).copied().unwrap_or(id));
            PersonRow {
                plan: lives.hash().to_owned(),
                pending: self.group.marked.contains(&id),
                body: person.encode(&lives.ready),
            }
        };
        commit.people = self.group.people.iter().map(|(id, person)| (*id, row(*id, person))).collect();
        let mut standing = mem::take(&mut self.group.standing);
        // Whoever became one with somebody else stands where that one stands.
        let present = self.group.people.iter().filter(|(id, _)| !self.group.aliases.contains_key(id));
        for at in present.flat_map(|(_, person)| person.standings()) {
            *standing.entry(at).or_default() += 1;
        }
        commit.standing = standing.into_iter().filter(|(_, change)| *change != 0).collect();
        commit.approvals = self.approvals();
        // In the order of an index, rows cost a store less.
        commit.seen.sort_unstable();
        commit.forgotten = mem::take(&mut self.group.forgotten).into_iter().collect();
        commit.identifiers = mem::take(&mut self.group.owners).into_iter().collect();
        commit.date_audit(self.now, self.driver.active.hash());
        commit
    }

    /// Marks people for whom something is pending. The mark stays until the next plan, of which they learn a little sooner than
    /// they must: a store need not put them elsewhere each time that they leave a journey.
    fn mark(&mut self) {
        let pending = self.group.people.iter().filter(|(id, person)| is_pending(**id, person));
        self.group.marked.extend(pending.map(|(id, _)| *id));
        self.group.marked.retain(|id| !self.group.aliases.contains_key(id));
    }

    /// Which approvals are waited for now and were not before, or for somebody else; and the other way round.
    fn approvals(&mut self) -> Vec<ApprovalChange> {
        let (mut asked, at) = (mem::take(&mut self.group.asked), self.now);
        let mut changes = Vec::new();
        let present = self.group.people.iter().filter(|(id, _)| !self.group.aliases.contains_key(id));
        for (person, state) in present {
            let open = state.approvals().filter(|(approval, _)| asked.remove(approval) != Some(*person));
            changes.extend(open.map(|(approval, _)| ApprovalChange::Open { approval, person: *person, at }));
        }
        changes.extend(asked.into_keys().map(|approval| ApprovalChange::Close { approval, at }));
        changes
    }

    /// What is durable now is also true in memory, where people take so many `bytes`. `sends` is whether
    /// there may be something new to claim.
    fn remember(&mut self, sends: bool, bytes: Vec<usize>) {
        for ((id, person), bytes) in mem::take(&mut self.group.people).into_iter().zip(bytes) {
            let is_marked = self.group.marked.contains(&id);
            self.driver.cache.put(id, Kept { person, is_marked, era: self.driver.era }, bytes);
        }
        for (effect, since) in mem::take(&mut self.group.calling) {
            match since {
                Some(since) => self.driver.calling.insert(effect, since),
                None => self.driver.calling.remove(&effect),
            };
        }
        let asks = !self.group.requests.is_empty();
        for request in mem::take(&mut self.group.requests).values() {
            self.driver.owed.follow(request);
            self.driver.awaited.follow(request);
        }
        let shared = &self.driver.shared;
        let queued = self.group.outbox.values().filter(|touched| **touched == Touched::Queued).count();
        Meters::set(&shared.meters.people, self.driver.cache.bytes());
        Meters::set(&shared.meters.names, self.driver.names.bytes());
        Meters::add(&shared.meters.messages, queued);
        Meters::add(&shared.meters.applied, self.group.applied);
        Meters::add(&shared.meters.timers, self.group.fired);
        Meters::add(&shared.meters.unknown, self.group.unknown);
        Meters::add(&shared.meters.crowded_out, self.group.crowded_out);
        Meters::add(&shared.meters.letters_crowded_out, self.group.letters_crowded_out);
        shared.meters.withheld.add(&self.group.withheld);
        if sends || asks {
            shared.outbox.send_modify(|version| *version += 1);
        }
        self.driver.committed();
    }
}

/// Bytes that a person of this body takes in memory, as far as can be told from it.
const fn weight_of(body: &[u8]) -> usize {
    size_of::<Person>() + body.len() * UNPACKED
}

fn is_pending(id: Id, person: &Person) -> bool {
    !person.instances.is_empty() || person.timers(id).next().is_some()
}

const fn may_be_claimed(change: &OutboxChange) -> bool {
    matches!(change, OutboxChange::Queue { .. } | OutboxChange::Wait { .. })
}
