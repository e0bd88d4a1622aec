//! A message that did not arrive is sent again, because somebody of the team asks for it.
//!
//! It is judged as any other, by what is true now; only its words are those of before, or the corrected ones. Its journey
//! has gone on long ago, so nobody waits for the outcome, and nothing is held for a better moment.

use super::decide::{Policy, Subject};
use super::room::{Errand, Room};
use super::turn::Turn;
use crate::effect::Sender;
use crate::render::Rendered;
use crate::{Flight, Ground, Id, NotResent, Outgoing, Resend, SkipReason, Verdict};
use filrouge_plan::address;

/// A message that may leave again.
struct Again {
    message: Outgoing,
    ground: Ground,
    capped: bool,
}

impl Turn<'_> {
    pub(super) fn take_resend(&mut self, resend: &Resend) {
        let subject = self.sent_from(resend);
        match self.judge_again(&subject, resend) {
            Ok(again) => self.send_again(subject, resend, again),
            Err((why, policy)) => {
                let (channel, by) = (resend.channel.clone(), resend.by.clone());
                let verdict = Verdict::NotResent { of: resend.of, channel, by, why };
                self.decide_under(subject, policy, verdict);
            }
        }
    }

    /// The step that sent it, by its present name.
    fn sent_from(&self, resend: &Resend) -> Subject {
        let (journey, step) = self.ready.place(&resend.journey, &resend.step);
        Subject {
            journey: journey.to_owned(),
            instance: Some(resend.instance),
            step: Some(step.to_owned()),
            origin: address::step(journey, step),
        }
    }

    fn judge_again(&self, subject: &Subject, resend: &Resend) -> Result<Again, (NotResent, Policy)> {
        let refused = |reason, policy| (NotResent::Refused { reason }, policy);
        let grant = self.grant(&resend.purpose, &resend.channel);
        let grant = grant.map_err(|reason: SkipReason| refused(reason, Policy::default()))?;
        match self.room(&Errand { journey: &subject.journey, due: self.now() }, &grant) {
            Room::None(reason, policy) => Err(refused(reason, policy)),
            Room::Later(later) => {
                Err((NotResent::NotNow { reason: later.reason, until: later.until }, later.policy))
            }
            Room::Now => {
                let (capped, ground) = (grant.is_limited(), grant.ground());
                let effect = Id::of(&["resend", &resend.of.to_string(), &self.input.id.to_string()]);
                let sender = Sender {
                    input: self.input.id,
                    journey: &subject.journey,
                    step: subject.step.as_deref().unwrap_or_default(),
                    template: &resend.template,
                };
                Ok(Again {
                    message: Outgoing::compose(grant, effect, &sender, words(resend)),
                    ground,
                    capped,
                })
            }
        }
    }

    fn send_again(&mut self, subject: Subject, resend: &Resend, again: Again) {
        let Again { message, ground, capped } = again;
        let effect = message.effect;
        self.forget_sent();
        self.take_off(effect, Flight::of(resend.instance, &message, self.now(), capped));
        let (channel, by) = (message.channel.clone(), resend.by.clone());
        self.decide(subject, Verdict::Resent { effect, of: resend.of, channel, by, ground }, Vec::new());
        self.effects.messages.push(message);
    }
}

fn words(resend: &Resend) -> Rendered {
    let Resend { locale, subject, html, text, .. } = resend.clone();
    Rendered { locale, subject, html, text }
}
