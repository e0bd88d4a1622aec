//! Dead letters: messages that did not arrive, or of which nobody knows whether they did.

use super::turn::Turn;
use crate::{DeadLetterChange, DeadLetterRow, OutboxRow, Resending, Resent, StoreError, packed};
use filrouge_machine::{Decision, Flight, Id, Input, InputKind, Message, Outcome, Resend, Verdict};

/// Why a message is a dead letter that was withheld and nobody waits for.
const WITHHELD: &str = "paused before it had left";

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
        let Some(state) = self.group.people.get(&person) else { return Ok(()) };
        let flight = state.flights.get(&row.effect).filter(|flight| !flight.recalled && !row.recalled);
        let dead = dead(outcome, state.awaits(row.effect)).filter(|_| keep > 0);
        let (Some(flight), Some((reason, unknown))) = (flight, dead) else { return Ok(()) };
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

    /// Lets the machine judge whether a dead letter may leave now. If it may, it is one no more.
    pub(super) fn resend(&mut self, resending: Resending) -> Result<Resent, StoreError> {
        let Some(letter) = self.letter(resending.letter)? else { return Ok(Resent::Gone) };
        let person = self.current(letter.person)?;
        self.meet(person)?;
        self.driver.wishes += 1;
        let (of, at, wish) = (letter.effect, self.now.to_string(), self.driver.wishes.to_string());
        let id = Id::of(&["resend", &of.to_string(), &at, &wish]);
        let kind = InputKind::Resend(Box::new(wish_of(letter, resending)?));
        let effects = self.apply(person, "admin", &Input { id, at: self.now, kind })?;
        let resent = effects.decisions.iter().find_map(resent).unwrap_or(Resent::Gone);
        self.note(person, effects)?;
        if matches!(resent, Resent::Queued { .. }) {
            self.drop_letters(vec![of]);
        }
        Ok(resent)
    }

    /// A dead letter that this group has not dropped.
    fn letter(&mut self, effect: Id) -> Result<Option<DeadLetterRow>, StoreError> {
        if self.group.letters_gone.contains(&effect) {
            return Ok(None);
        }
        self.driver.store.dead_letter(effect)
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

/// Why a message is a dead letter, and whether it may have arrived. What was withheld its journey sends later, if it waits
/// for it.
fn dead(outcome: &Outcome, is_awaited: bool) -> Option<(&str, bool)> {
    match outcome {
        Outcome::Failed { reason } => Some((reason, false)),
        Outcome::Unknown { reason } => Some((reason, true)),
        Outcome::Withheld if !is_awaited => Some((WITHHELD, false)),
        Outcome::Withheld
        | Outcome::Void { .. }
        | Outcome::Sent { .. }
        | Outcome::Answered { .. }
        | Outcome::Unfit { .. } => None,
    }
}

/// What the machine is asked for: the letter with other words.
fn wish_of(letter: DeadLetterRow, resending: Resending) -> Result<Resend, StoreError> {
    let message: Message = packed::unpack(&letter.body)?;
    let Resending { words, by, .. } = resending;
    Ok(Resend {
        of: letter.effect,
        instance: letter.instance,
        journey: message.journey,
        step: message.step,
        channel: message.channel,
        purpose: message.purpose,
        template: message.template,
        locale: message.locale,
        subject: words.subject.or(message.subject),
        html: words.html.or(message.html),
        text: words.text.or(message.text),
        by,
    })
}

/// What a decision says of the wish, if it is about it.
fn resent(decision: &Decision) -> Option<Resent> {
    match &decision.verdict {
        Verdict::Resent { effect, .. } => Some(Resent::Queued { effect: *effect, decision: decision.id }),
        Verdict::NotResent { why, .. } => Some(Resent::Refused { why: *why, decision: decision.id }),
        _ => None,
    }
}

/// A message by the present names of its journey and its step, which may be older than they are.
fn named_by(flight: &Flight, body: &[u8]) -> Result<Vec<u8>, StoreError> {
    let message: Message = packed::unpack(body)?;
    packed::pack(&Message { journey: flight.journey.clone(), step: flight.step.clone(), ..message })
}
