//! `fetch`: asks a service, and goes on with its answer.

use super::question::{Question, names};
use super::turn::Turn;
use crate::grant::permit;
use crate::stored::fits;
use crate::{Evaluated, Ground, Id, Instance, NoAnswer, Outcome, Pending, SkipReason, Verdict, moment};
use filrouge_plan::{Action, Fetch, Field, TIMEOUT, Value};

/// Name under which the reason of a fetch is left.
const REASON: &str = "reason";
/// The arm of every outcome that has none of its own.
const OTHERWISE: &str = "otherwise";

impl<'a> Turn<'a> {
    /// Asks the service, if the person may be asked about at this moment, and its answer is not kept.
    pub(super) fn fetch(&mut self, id: Id, fetch: &'a Fetch) {
        let ground = self.permitted(fetch).map_err(|reason| (reason, Vec::new()));
        match ground.and_then(|ground| self.question(id, fetch, ground)) {
            Err((reason, proof)) => self.do_not_ask(id, reason, proof),
            Ok(question) => match self.answered_before(fetch, &question.ask) {
                Some(kept) => self.use_again(id, question, kept),
                None => self.await_answer(id, fetch, question),
            },
        }
    }

    /// What makes the question lawful.
    fn permitted(&self, fetch: &Fetch) -> Result<Ground, SkipReason> {
        self.permission(&fetch.purpose)
    }

    pub(super) fn permission(&self, purpose: &str) -> Result<Ground, SkipReason> {
        let purpose = self.ready.purpose(purpose).ok_or(SkipReason::NotPermitted)?;
        permit(self.person, purpose, self.now(), &self.zone)
    }

    fn await_answer(&mut self, id: Id, fetch: &Fetch, question: Question) {
        let Question { ask, ground, proof } = question;
        let due = moment::after(self.now(), fetch.within, &self.zone);
        let effect = ask.effect;
        let verdict = Verdict::Asked {
            effect,
            connector: ask.connector.clone(),
            tells: names(fetch),
            until: due,
            ground,
        };
        self.decide_here(id, verdict, proof);
        let subject = fetch.cache.map(|_| ask.subject());
        self.effects.asks.push(ask);
        self.park(id, Pending::Answer { effect, due, subject });
    }

    fn do_not_ask(&mut self, id: Id, reason: SkipReason, proof: Vec<Evaluated>) {
        self.decide_here(id, Verdict::NotAsked { reason }, proof);
        self.go_on_as(id, "skipped", Some(reason.word()), Vec::new());
    }

    /// What a service said. One that nobody waits for any more is thrown away.
    pub(super) fn take_answer(&mut self, effect: Id, outcome: &Outcome) {
        let awaits = |instance: &&Instance| instance.asked() == Some(effect);
        let Some(id) = self.person.instances.iter().find(awaits).map(|instance| instance.id) else { return };
        let Some(Action::Fetch(fetch)) = self.action_of(id) else { return };
        match outcome {
            Outcome::Answered { fields } => self.take_fields(id, effect, fetch, fields),
            Outcome::Unfit { reason } => self.unfit(id, effect, reason.clone()),
            Outcome::Failed { reason } | Outcome::Unknown { reason } => {
                self.unanswered(id, effect, NoAnswer::Failed { detail: reason.clone() });
                self.go_on_as(id, "failed", Some("failed"), Vec::new());
            }
            Outcome::Sent { .. } | Outcome::Withheld | Outcome::Void { .. } => {
                self.unfit(id, effect, "it is no answer".to_owned())
            }
        }
        self.run();
    }

    /// The answer is held to what the present plan declares: it may have been asked for by a former one.
    fn take_fields(&mut self, id: Id, effect: Id, fetch: &Fetch, fields: &[(String, Value)]) {
        let said =
            |field: &Field| fields.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value);
        let absent = Value::Absent;
        for field in &fetch.answer {
            let value = said(field).unwrap_or(&absent);
            let missing = value.is_absent() && !field.ty.is_optional();
            if missing || !fits(value, &field.ty) {
                return self.unfit(id, effect, format!("`{}` is not what is declared now", field.name));
            }
        }
        let kept = fetch.answer.iter().filter_map(|field| Some((field.name.clone(), said(field)?.clone())));
        let kept: Vec<_> = kept.filter(|(_, value)| !value.is_absent()).collect();
        let names = kept.iter().map(|(name, _)| name.clone()).collect();
        self.decide_here(id, Verdict::Answered { effect, fields: names }, Vec::new());
        self.keep_answer(id, fetch, &kept);
        self.go_on_as(id, "ok", None, kept);
    }

    fn unfit(&mut self, id: Id, effect: Id, detail: String) {
        self.unanswered(id, effect, NoAnswer::Unfit { detail });
        self.go_on_as(id, "failed", Some("unfit"), Vec::new());
    }

    fn unanswered(&mut self, id: Id, effect: Id, reason: NoAnswer) {
        self.decide_here(id, Verdict::Unanswered { effect, reason }, Vec::new());
    }

    /// The time for the answer is over.
    pub(super) fn give_up_asking(&mut self, id: Id) {
        self.ask_no_more(id, NoAnswer::Timeout);
        self.go_on_as(id, TIMEOUT, None, Vec::new());
    }

    /// The question is not repeated, and its answer not listened for.
    pub(super) fn ask_no_more(&mut self, id: Id, reason: NoAnswer) {
        let Some(effect) = self.instance(id).and_then(Instance::asked) else { return };
        self.effects.recalled.push(effect);
        self.unanswered(id, effect, reason);
    }

    /// Questions that the person does not permit any more are given up, and what was answered to them forgotten.
    pub(super) fn silence_questions(&mut self) {
        self.forget_answers();
        let asking = self.person.instances.iter().filter(|instance| instance.asked().is_some());
        let asking: Vec<Id> = asking.map(|instance| instance.id).collect();
        for id in asking {
            let Some(Action::Fetch(fetch)) = self.action_of(id) else { continue };
            if let Err(reason) = self.permitted(fetch) {
                self.ask_no_more(id, NoAnswer::Refused);
                self.go_on_as(id, "skipped", Some(reason.word()), Vec::new());
            }
        }
    }

    /// A fetch is over: the journey goes on, by the arm of the outcome if it has one. Only the last visit counts.
    pub(super) fn go_on_as(
        &mut self,
        id: Id,
        outcome: &str,
        reason: Option<&str>,
        answer: Vec<(String, Value)>,
    ) {
        self.unpark(id);
        let Some(step) = self.standing_on(id) else { return };
        let Some(instance) = self.instance_mut(id) else { return };
        instance.outcomes.insert(instance.step.clone(), outcome.to_owned());
        let reason = reason.map(|reason| (REASON.to_owned(), Value::from(reason)));
        let left = answer.into_iter().chain(reason).collect();
        instance.results.insert(instance.step.clone(), left);
        let Action::Fetch(Fetch { on, otherwise, .. }) = &step.action else {
            return self.go_next(id, &step.next, 0);
        };
        let own = on.iter().find(|arm| arm.outcome == outcome).map(|arm| (outcome, &arm.to));
        let Some((arm, to)) = own.or_else(|| Some((OTHERWISE, otherwise.as_ref()?))) else {
            return self.go_next(id, &step.next, 0);
        };
        self.decide_arm(id, arm, Verdict::Took { way: arm.to_owned() }, Vec::new());
        self.go_next(id, to, 0);
    }
}

impl Instance {
    /// The question whose answer is awaited.
    #[must_use]
    pub const fn asked(&self) -> Option<Id> {
        match &self.pending {
            Pending::Answer { effect, .. } => Some(*effect),
            _ => None,
        }
    }
}
