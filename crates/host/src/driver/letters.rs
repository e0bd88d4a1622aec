//! Dead letters: messages that did not arrive, or of which nobody knows whether they did.

use super::turn::Turn;
use crate::{DeadLetterChange, DeadLetterRow, OutboxRow, StoreError};
use filrouge_machine::{Flight, Id, Message, Outcome};

impl Turn<'_> {
    /// Keeps a message whose outcome leaves something to be done by people. One that was called back is not missed, and a
    /// question is nobody's letter.
    pub(super) fn keep_if_dead(
        &mut self,
        person: Id,
        row: &OutboxRow,
        outcome: &Outcome,
    ) -> Result<(), StoreError> {
        let keep = i64::try_from(self.driver.options.keep_dead_letters.as_millis()).unwrap_or(i64::MAX);
        let Some((reason, unknown)) = dead(outcome).filter(|_| keep > 0 && !row.recalled) else {
            return Ok(());
        };
        let Some(flight) = self.flight(person, row.effect).filter(|flight| !flight.recalled) else {
            return Ok(());
        };
        let letter = DeadLetterRow {
            effect: row.effect,
            person,
            instance: flight.instance,
            connector: row.connector.clone(),
            at: self.now,
            until: self.now.saturating_add(keep),
            unknown,
            reason: reason.to_owned(),
            body: named_by(flight, &row.body)?,
        };
        self.group.commit.dead_letters.push(DeadLetterChange::Keep(letter));
        Ok(())
    }

    fn flight(&self, person: Id, effect: Id) -> Option<&Flight> {
        self.group.people.get(&person)?.flights.get(&effect)
    }

    pub(super) fn drop_letters(&mut self, letters: Vec<Id>) {
        self.group.letters_gone.extend(&letters);
        self.group.commit.dead_letters.extend(letters.into_iter().map(DeadLetterChange::Drop));
    }

    /// As [`Turn::bound_quarantine`].
    pub(super) fn bound_letters(&mut self) -> Result<(), StoreError> {
        let is_new = |change: &&DeadLetterChange| matches!(change, DeadLetterChange::Keep(_));
        let fresh = self.group.commit.dead_letters.iter().filter(is_new).count();
        if fresh == 0 {
            return Ok(());
        }
        let room = self.driver.options.dead_letters.saturating_sub(fresh);
        let oldest = self.driver.store.dead_letters_crowded_out(room)?;
        self.group.letters_crowded_out = oldest.len();
        let drops = oldest.into_iter().map(DeadLetterChange::Drop);
        self.group.commit.dead_letters.splice(0..0, drops);
        Ok(())
    }
}

/// Why a message is a dead letter, and whether it may have arrived.
fn dead(outcome: &Outcome) -> Option<(&str, bool)> {
    match outcome {
        Outcome::Failed { reason } => Some((reason, false)),
        Outcome::Unknown { reason } => Some((reason, true)),
        Outcome::Sent { .. } | Outcome::Answered { .. } | Outcome::Unfit { .. } | Outcome::Withheld => None,
    }
}

/// A message by the present names of its journey and its step, which may be older than they are.
fn named_by(flight: &Flight, body: &[u8]) -> Result<Vec<u8>, StoreError> {
    let unreadable = |error| StoreError::unreadable("a message", error);
    let message: Message = serde_json::from_slice(body).map_err(unreadable)?;
    let message = Message { journey: flight.journey.clone(), step: flight.step.clone(), ..message };
    serde_json::to_vec(&message).map_err(unreadable)
}
