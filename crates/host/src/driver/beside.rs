//! What is told to a plan beside the one that runs.

use super::Driver;
use super::group::Touched;
use super::turn::Turn;
use crate::beside::pair;
use crate::{Beside, Bounds, Fed, Feed, Refusal, StoreError};
use filrouge_machine::{Effects, Id, Input, InputKind};
use std::mem;
use std::sync::Arc;

impl Driver {
    /// From now on a plan beside hears of everybody.
    pub(super) fn feed(&mut self, beside: &Beside, bounds: Bounds) -> Result<Feed, Refusal> {
        if let Some(release) = &self.active.release {
            return Err(Refusal::Shared(Box::new(release.told())));
        }
        if !Arc::ptr_eq(&beside.running, &self.active.ready) {
            return Err(Refusal::Plan(
                "another plan runs by now than the one it was compared with".to_owned(),
            ));
        }
        let (feeding, feed) = pair(bounds);
        self.feeding = Some(feeding);
        Ok(feed)
    }

    /// Nothing more is told.
    pub(super) fn end_feed(&mut self, why: &'static str) {
        if let Some(feeding) = self.feeding.take() {
            feeding.end(why);
        }
    }
}

impl Turn<'_> {
    /// A copy of somebody who was just met, when the plan beside has none.
    pub(super) fn copy(&mut self, id: Id) {
        let Some(feeding) = self.driver.feeding.as_mut().filter(|feeding| feeding.wants(id)) else { return };
        let Some(person) = self.group.people.get(&id) else { return };
        feeding.copied(id);
        let body = person.encode(&self.driver.active.ready);
        self.group.fed.push(Fed::Copy { person: id, body, at: self.now });
    }

    /// Copies people who were not met: a swap would tell them at once. Whoever has not learnt of the plan that runs is met soon,
    /// and copied then.
    pub(super) fn copy_all(&mut self, people: &[Id]) -> Result<(), StoreError> {
        people.iter().try_for_each(|person| self.copy_from_store(*person))
    }

    fn copy_from_store(&mut self, id: Id) -> Result<(), StoreError> {
        let wanted = self.driver.feeding.as_ref().is_some_and(|feeding| feeding.wants(id));
        if !wanted || self.group.people.contains_key(&id) {
            return Ok(());
        }
        let Some(row) = self.driver.store.person(id)? else { return Ok(()) };
        if let Some(feeding) = self.driver.feeding.as_mut().filter(|_| row.plan == self.driver.active.hash())
        {
            feeding.copied(id);
            self.group.fed.push(Fed::Copy { person: id, body: row.body, at: self.now });
        }
        Ok(())
    }

    /// Tells of an input that the plan beside would have met as well.
    pub(super) fn tell_input(&mut self, person: Id, input: &Input) {
        let Some(feeding) = &self.driver.feeding else { return };
        // Timers are the plan's own, and a message that is sent again is an operator's wish.
        let own = matches!(
            input.kind,
            InputKind::Timer { .. } | InputKind::PlanActivated { .. } | InputKind::Resend(_)
        );
        if own {
            return;
        }
        if feeding.has(person) {
            self.group.fed.push(Fed::Input { person, input: input.clone() });
        } else {
            feeding.leave_out();
        }
    }

    /// Tells that somebody becomes one with `person`; both were met.
    pub(super) fn tell_join(&mut self, person: Id, other: Id, input: &Input) {
        let Some(feeding) = &mut self.driver.feeding else { return };
        if feeding.has(person) && feeding.has(other) {
            self.group.fed.push(Fed::Join { person, other, input: input.clone() });
            return;
        }
        for one in [person, other] {
            feeding.forget(one);
            self.group.fed.push(Fed::Forget { person: one });
        }
    }

    pub(super) fn tell_messages(&mut self, person: Id, effects: &Effects) {
        if !self.driver.feeding.as_ref().is_some_and(|feeding| feeding.has(person)) {
            return;
        }
        let at = self.now;
        self.group.fed.extend(effects.messages.iter().map(|message| Fed::Message {
            person,
            effect: message.effect,
            journey: message.journey.clone(),
            channel: message.channel.clone(),
            at,
        }));
    }

    /// Two people are two again: what was copied of them is not true any more.
    pub(super) fn tell_parted(&mut self, people: [Id; 2]) {
        let Some(feeding) = &mut self.driver.feeding else { return };
        for person in people {
            feeding.forget(person);
            self.group.fed.push(Fed::Forget { person });
        }
    }

    /// What is durable is told. A message that was called back in the same group has not left.
    pub(super) fn tell_beside(&mut self) {
        let mut fed = mem::take(&mut self.group.fed);
        let outbox = &self.group.outbox;
        fed.retain(|fed| match fed {
            Fed::Message { effect, .. } => outbox.get(effect) != Some(&Touched::Recalled),
            _ => true,
        });
        let Some(feeding) = &mut self.driver.feeding else { return };
        if !feeding.hand_over(fed) {
            self.driver.feeding = None;
        }
    }
}
