//! Handing out messages, and hearing what became of them.

use super::Driver;
use super::group::Touched;
use super::turn::Turn;
use crate::queue::Request;
use crate::{Claimed, Delivery, OutboxChange, OutboxRow, Question, RetrySafety, Settled, StoreError, packed};
use filrouge_machine::{Ask, Id, Input, InputKind, Message, Outcome, Person, SkipReason};

/// How long a question that is paused waits before it is looked at again, in milliseconds.
const PAUSE: i64 = 60_000;

/// What a row of the outbox holds.
enum Parcel {
    Message(Box<Message>),
    Ask(Box<Ask>),
}

impl Parcel {
    fn of(row: &OutboxRow) -> Result<Self, StoreError> {
        let message = match packed::unpack(&row.body) {
            Ok(message) => return Ok(Self::Message(message)),
            Err(error) => error,
        };
        // A question has no channel, and so was no message.
        packed::unpack(&row.body).map(Self::Ask).map_err(|_| message)
    }
}

impl Driver {
    /// What was in flight when the process ended: called again with the same key where the connector allows it, not
    /// known otherwise.
    pub(super) fn resolve_in_flight(&mut self) -> Result<(), StoreError> {
        let rows = self.store.in_flight()?;
        let mut turn = Turn::begin(self);
        for row in rows {
            turn.resolve_row(&row)?;
        }
        turn.finish_or_fail()
    }

    /// Behind a failure it is not known which calls came about: the store says what is with a service.
    pub(super) fn remember_calls(&mut self) -> Result<(), StoreError> {
        let now = self.now();
        let rows = self.store.in_flight()?;
        let since = |row: OutboxRow| (row.effect, self.calling.get(&row.effect).copied().unwrap_or(now));
        self.calling = rows.into_iter().map(since).collect();
        Ok(())
    }

    /// Finds another way for messages that wait for a connector which the active plan does not have.
    pub(super) fn adopt_orphans(&mut self) -> Result<(), StoreError> {
        for connector in self.store.carriers()? {
            while !self.has_connector(&connector) && self.adopt_some(&connector)? {}
        }
        Ok(())
    }

    /// Adopts as many as fit into one group; says whether there may be more.
    fn adopt_some(&mut self, connector: &str) -> Result<bool, StoreError> {
        let group = self.options.group;
        let rows = self.store.sendable(Some(connector), i64::MAX, group)?;
        let more = rows.len() == group;
        let mut turn = Turn::begin(self);
        for row in rows {
            turn.adopt(&row, row.attempt)?;
        }
        turn.finish_or_fail()?;
        Ok(more)
    }

    fn has_connector(&self, name: &str) -> bool {
        self.active.bundle().plan.connectors.iter().any(|known| known.name == name)
    }

    fn safety(&self, connector: &str) -> RetrySafety {
        let connectors = &self.active.bundle().plan.connectors;
        connectors.iter().find(|known| known.name == connector).map_or(RetrySafety::Never, RetrySafety::of)
    }
}

impl Turn<'_> {
    /// A message whose connector is gone takes the one that its channel has now. One that was tried before does not:
    /// the old service may have taken it, and the new one cannot know.
    fn adopt(&mut self, row: &OutboxRow, attempts: u32) -> Result<(), StoreError> {
        let message = match Parcel::of(row)? {
            Parcel::Message(message) => *message,
            Parcel::Ask(_) => {
                return self.end(row, Outcome::Failed { reason: "its connector is gone".to_owned() });
            }
        };
        if attempts > 0 {
            return self.give_up(row, "its connector is gone, after an attempt");
        }
        let channels = &self.driver.active.bundle().plan.channels;
        let channel = channels.iter().find(|channel| channel.name == message.channel);
        match channel.map(|channel| channel.connector.clone()) {
            Some(connector) => self.reroute(row, Message { connector, ..message }),
            None => self.end(row, Outcome::Failed { reason: "its connector is gone".to_owned() }),
        }
    }

    fn reroute(&mut self, row: &OutboxRow, message: Message) -> Result<(), StoreError> {
        self.group.commit.outbox.push(OutboxChange::Remove(row.effect));
        self.queue(row.person, &message)?;
        // It is no new message: it was counted when it was queued first.
        self.group.outbox.insert(row.effect, Touched::Settled);
        Ok(())
    }

    fn resolve_row(&mut self, row: &OutboxRow) -> Result<(), StoreError> {
        // A question changes nothing at the service: it may be repeated with its key.
        let repeats = (self.driver.safety(&row.connector) == RetrySafety::SameKey && !row.restored)
            || matches!(Parcel::of(row)?, Parcel::Ask(_));
        if !row.recalled && repeats {
            self.wait(row, self.now, row.attempt);
            return Ok(());
        }
        let reason =
            if row.restored { "restored from a backup" } else { "the process ended during the call" };
        self.give_up(row, reason)
    }

    /// Nobody will come to say what became of a message.
    fn give_up(&mut self, row: &OutboxRow, reason: &str) -> Result<(), StoreError> {
        self.group.unknown += 1;
        self.end(row, Outcome::Unknown { reason: reason.to_owned() })
    }

    pub(super) fn settle(&mut self, settled: Vec<(Id, Settled)>) -> Result<Vec<bool>, StoreError> {
        settled.into_iter().map(|(effect, settled)| self.settle_one(effect, settled)).collect()
    }

    fn settle_one(&mut self, effect: Id, settled: Settled) -> Result<bool, StoreError> {
        let touched = self.group.outbox.get(&effect).copied();
        if matches!(touched, Some(Touched::Settled | Touched::Queued)) {
            return Ok(false);
        }
        let Some(row) = self.driver.store.outgoing(effect)?.filter(|row| row.in_flight) else {
            return Ok(false);
        };
        self.group.calling.push((effect, None));
        let recalled = row.recalled || touched == Some(Touched::Recalled);
        let never_again = || Outcome::Failed { reason: "recalled before it was taken".to_owned() };
        match settled {
            Settled::Outcome(outcome) => self.end(&row, outcome)?,
            Settled::RetryAt(_) | Settled::NotTried if recalled => self.end(&row, never_again())?,
            Settled::RetryAt(_) if !self.driver.has_connector(&row.connector) => {
                self.adopt(&row, row.attempt)?
            }
            Settled::RetryAt(at) => self.wait(&row, at, row.attempt),
            Settled::NotTried if !self.driver.has_connector(&row.connector) => {
                self.adopt(&row, row.attempt.saturating_sub(1))?;
            }
            Settled::NotTried => self.wait(&row, self.now, row.attempt.saturating_sub(1)),
        }
        Ok(true)
    }

    fn wait(&mut self, row: &OutboxRow, at: i64, attempt: u32) {
        self.group.outbox.insert(row.effect, Touched::Settled);
        self.group.commit.outbox.push(OutboxChange::Wait { effect: row.effect, at, attempt });
    }

    /// The outcome is an input like any other, and the message is gone in the same commit.
    fn end(&mut self, row: &OutboxRow, outcome: Outcome) -> Result<(), StoreError> {
        self.settle_as(row, Id::of_outcome(row.effect), outcome)
    }

    fn settle_as(&mut self, row: &OutboxRow, id: Id, outcome: Outcome) -> Result<(), StoreError> {
        self.group.outbox.insert(row.effect, Touched::Settled);
        self.group.commit.outbox.push(OutboxChange::Remove(row.effect));
        let person = self.current(row.person)?;
        self.meet(person)?;
        self.keep_if_dead(person, row, &outcome)?;
        let kind = InputKind::Outcome { effect: row.effect, outcome };
        self.step(person, "outcome", &Input { id, at: self.now, kind })
    }

    /// Hands out messages to whoever claims, past what this group recalls.
    pub(super) fn claim_all(&mut self) {
        for claim in std::mem::take(&mut self.group.claims) {
            if let Request::Claim { connector, limit, reply } = claim {
                let outcome = self.claim(connector.as_deref(), limit);
                self.group.answer(reply, outcome);
            }
        }
    }

    fn claim(&mut self, connector: Option<&str>, limit: usize) -> Result<Claimed, StoreError> {
        let more = limit.saturating_add(self.group.outbox.len());
        let rows = self.driver.store.sendable(connector, self.now, more)?;
        // What people have a right to goes before what is sent to them.
        let mut claimed = Claimed { errands: self.claim_errands(connector, limit)?, ..Claimed::default() };
        for row in rows {
            if claimed.count() < limit && !self.group.outbox.contains_key(&row.effect) {
                match Parcel::of(&row)? {
                    Parcel::Message(message) => claimed.messages.extend(self.hand_out(row, *message)?),
                    Parcel::Ask(ask) => {
                        let person = self.current(row.person)?;
                        claimed.asks.extend(self.put(person, &row, *ask));
                    }
                }
            }
        }
        claimed.next_at = match claimed.count() {
            taken if taken == limit => Some(self.now),
            _ => {
                let next =
                    [self.driver.store.next_sendable(connector, self.now)?, self.next_errand(connector)];
                next.into_iter().flatten().min()
            }
        };
        Ok(claimed)
    }

    /// A message of what is paused by now goes back to its journey, which holds it: it is judged anew when it may go on.
    fn hand_out(&mut self, row: OutboxRow, message: Message) -> Result<Option<Delivery>, StoreError> {
        let person = self.current(row.person)?;
        if self.driver.active.of(person).ready.is_paused(&message) {
            self.withhold(&row)?;
            return Ok(None);
        }
        if let Err(reason) = self.judge_again(person, &message)? {
            self.void(&row, reason)?;
            return Ok(None);
        }
        if let Err(later) = self.pace(person, &row, &message) {
            self.wait(&row, later, row.attempt);
            return Ok(None);
        }
        let attempt = self.take(&row);
        self.group.calling.push((row.effect, Some(self.now)));
        Ok(Some(Delivery { message, person: row.person, attempt }))
    }

    /// Whether the person allows the message now, in the transaction in which it is handed out: a consent may have ended
    /// while it waited, and the plan under which it was composed may be another one.
    fn judge_again(&mut self, id: Id, message: &Message) -> Result<Result<(), SkipReason>, StoreError> {
        let ready = &self.driver.active.of(id).ready;
        let kept = self.driver.cache.peek(&id).filter(|kept| kept.era == self.driver.era);
        if let Some(person) = self.group.people.get(&id).or_else(|| kept.map(|kept| &kept.person)) {
            return Ok(ready.may_leave(person, message, self.now));
        }
        let Some(row) = self.driver.store.person(id)? else { return Ok(Err(SkipReason::NoConsent)) };
        let person = Person::decode(ready, &row.body);
        let person = person.map_err(|error| StoreError::unreadable("a person", error))?;
        Ok(ready.may_leave(&person, message, self.now))
    }

    /// The message goes back to its journey, which judges it anew and says why it does not leave.
    fn void(&mut self, row: &OutboxRow, reason: SkipReason) -> Result<(), StoreError> {
        let id = Id::of(&["void", &row.effect.to_string(), &self.now.to_string()]);
        self.settle_as(row, id, Outcome::Void { reason })
    }

    /// A question of what is paused by now waits in the outbox, as long as its journey waits for the answer.
    fn put(&mut self, person: Id, row: &OutboxRow, ask: Ask) -> Option<Question> {
        if self.driver.active.of(person).ready.is_asking_paused(&ask) {
            self.wait(row, self.now.saturating_add(PAUSE), row.attempt);
            return None;
        }
        let attempt = self.take(row);
        Some(Question { ask, attempt })
    }

    /// Marks a row as on its way; the number of the attempt.
    fn take(&mut self, row: &OutboxRow) -> u32 {
        let attempt = row.attempt.saturating_add(1);
        self.group.outbox.insert(row.effect, Touched::Settled);
        self.group.commit.outbox.push(OutboxChange::Claim { effect: row.effect, attempt });
        attempt
    }

    /// Whether a message may leave now under the throttle of its journey, or when to ask again. A second attempt has
    /// had its turn.
    fn pace(&mut self, person: Id, row: &OutboxRow, message: &Message) -> Result<(), i64> {
        let journeys = &self.driver.active.of(person).bundle().plan.journeys;
        let journey = journeys.iter().find(|journey| journey.name == message.journey);
        match journey.and_then(|journey| journey.rank.throttle).filter(|_| row.attempt == 0) {
            Some(rate) => self.driver.throttles.ask(&message.journey, rate, self.now),
            None => Ok(()),
        }
    }

    fn withhold(&mut self, row: &OutboxRow) -> Result<(), StoreError> {
        let id = Id::of(&["withheld", &row.effect.to_string(), &self.now.to_string()]);
        self.settle_as(row, id, Outcome::Withheld)
    }
}
