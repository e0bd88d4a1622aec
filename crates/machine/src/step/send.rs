//! `send`: one message over the first channel that may carry it.

use super::decide::Policy;
use super::room::{Later, Room};
use super::turn::Turn;
use crate::effect::Sender;
use crate::grant::Grant;
use crate::{Evaluated, Flight, Ground, Id, Message, Outgoing, Pending, SkipReason, Verdict};
use filrouge_plan::{Action, Send, Value};

/// What one channel says.
pub(super) enum Judged {
    Go(Box<Going>),
    Hold(Later),
    Skip(SkipReason, Policy),
}

impl Judged {
    fn refused(reason: SkipReason) -> Self {
        Self::Skip(reason, Policy::default())
    }
}

/// A message that may leave, and all that there is to say of it.
pub(super) struct Going {
    message: Outgoing,
    proof: Vec<Evaluated>,
    ground: Ground,
    capped: bool,
}

impl<'a> Turn<'a> {
    /// Tries the channels from position `from` on. Everything is judged now: consent, address, caps, quiet hours.
    pub(super) fn send_now(&mut self, id: Id, send: &'a Send, from: usize) {
        let mut last = if from == 0 { SkipReason::NoChannel } else { SkipReason::Failed };
        for (position, channel) in send.via.iter().enumerate().skip(from) {
            match self.judge_channel(id, send, channel) {
                Judged::Go(going) => return self.queue(id, position, *going),
                Judged::Hold(later) => return self.hold(id, channel, position, later),
                Judged::Skip(reason, policy) => {
                    last = reason;
                    self.skip_by(id, Some(channel), reason, policy);
                }
            }
        }
        self.give_up(id, send, from, last);
    }

    pub(super) fn judge_channel(&self, id: Id, send: &'a Send, channel: &str) -> Judged {
        match self.grant_for(send, channel) {
            Err(reason) => Judged::refused(reason),
            Ok(grant) => self.judge_room(id, send, grant),
        }
    }

    fn judge_room(&self, id: Id, send: &'a Send, grant: Grant<'_>) -> Judged {
        let deadline = self.deadline(id, send, grant.channel());
        let until = deadline.as_ref().map(|deadline| deadline.at);
        match (self.room(&self.errand(id), &grant), deadline) {
            (_, Some(deadline)) if deadline.at <= self.now() => deadline.missed(),
            (Room::None(reason, policy), _) => Judged::Skip(reason, policy),
            (Room::Later(later), Some(deadline)) => deadline.bound(later),
            (Room::Later(later), None) => Judged::Hold(later),
            (Room::Now, _) => {
                self.compose(id, send, grant, until).unwrap_or_else(|| Judged::refused(SkipReason::Template))
            }
        }
    }

    fn compose(&self, id: Id, send: &'a Send, grant: Grant<'_>, until: Option<i64>) -> Option<Judged> {
        let instance = self.instance(id)?;
        let (letter, proof) = self.letter(id, send)?;
        let visit = instance.visits.get(&instance.step).copied().unwrap_or_default().to_string();
        let parts = ["message", &instance.id.to_string(), &instance.step, &visit, &grant.channel().name];
        let (capped, ground) = (grant.is_limited(), grant.ground());
        let (journey, step) = (&instance.journey, &instance.step);
        let sender = Sender { input: self.input.id, journey, step, template: &send.template };
        let message = Outgoing::compose(grant, Id::of(&parts), &sender, letter).leaving_before(until);
        Some(Judged::Go(Box::new(Going { message, proof, ground, capped })))
    }

    fn queue(&mut self, id: Id, position: usize, going: Going) {
        let Going { message, proof, ground, capped } = going;
        let effect = message.effect;
        self.forget_sent();
        self.take_off(effect, Flight::of(id, &message, self.now(), capped));
        let (channel, locale) = (message.channel.clone(), message.locale.clone());
        let verdict = Verdict::Queued { effect, channel, locale, ground };
        self.decide_here(id, verdict, proof);
        self.effects.messages.push(message);
        self.park(id, Pending::Outcome { effect, channel: u32::try_from(position).unwrap_or(u32::MAX) });
    }

    /// Records why a channel, or the whole send, was refused.
    pub(super) fn skip(&mut self, id: Id, channel: Option<&str>, reason: SkipReason) {
        self.skip_by(id, channel, reason, Policy::default());
    }

    /// No channel is left. The refusal of a single channel says all; a list says so at its end.
    fn give_up(&mut self, id: Id, send: &Send, from: usize, last: SkipReason) {
        if send.via.len() != 1 {
            self.skip(id, None, SkipReason::NoChannel);
        }
        self.settle(id, if from == 0 { "skipped" } else { "failed" }, Some(last));
    }

    /// A send is over: the journey goes on, by the arm of the outcome if it has one.
    pub(super) fn settle(&mut self, id: Id, outcome: &str, reason: Option<SkipReason>) {
        self.unpark(id);
        let Some(step) = self.standing_on(id) else { return };
        self.leave_results(id, outcome, reason);
        let Action::Send(Send { on, .. }) = &step.action else { return self.go_next(id, &step.next, 0) };
        let Some(arm) = on.iter().find(|arm| arm.outcome == outcome) else {
            return self.go_next(id, &step.next, 0);
        };
        self.decide_arm(id, outcome, Verdict::Took { way: outcome.to_owned() }, Vec::new());
        self.go_next(id, &arm.to, 0);
    }

    /// What conditions behind the send may read of it. Only the last visit counts.
    fn leave_results(&mut self, id: Id, outcome: &str, reason: Option<SkipReason>) {
        let Some(instance) = self.instance_mut(id) else { return };
        instance.outcomes.insert(instance.step.clone(), outcome.to_owned());
        match reason {
            Some(reason) => {
                let results = instance.results.entry(instance.step.clone()).or_default();
                results.insert(REASON.to_owned(), Value::from(reason.word()));
            }
            None => drop(instance.results.remove(&instance.step)),
        }
    }
}

/// Name under which the reason of a send is left.
const REASON: &str = "reason";

impl Flight {
    pub(super) fn of(instance: Id, message: &Message, at: i64, capped: bool) -> Self {
        Self {
            instance,
            journey: message.journey.clone(),
            step: message.step.clone(),
            purpose: message.purpose.clone(),
            channel: message.channel.clone(),
            at,
            capped,
            recalled: false,
        }
    }
}
