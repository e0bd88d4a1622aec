//! Answers that may be used again: `cache`.

use super::question::Question;
use super::turn::Turn;
use crate::{Ask, Id, Instance, KeptAnswer, Pending, Verdict, moment};
use filrouge_plan::{Fetch, Value};

/// How many answers are kept of one person; the oldest gives way.
const MOST: usize = 16;

impl Turn<'_> {
    /// The answer to the same question, if one is kept that is young enough for this fetch.
    pub(super) fn answered_before(&self, fetch: &Fetch, ask: &Ask) -> Option<KeptAnswer> {
        let period = fetch.cache?;
        let kept = self.person.answers.get(&ask.subject())?;
        (moment::after(kept.at, period, &self.zone) > self.now()).then(|| kept.clone())
    }

    /// Goes on with an answer that was given before.
    pub(super) fn use_again(&mut self, id: Id, question: Question, kept: KeptAnswer) {
        let Question { ask, ground, proof } = question;
        let fields = kept.fields.keys().cloned().collect();
        let verdict = Verdict::AnsweredBefore { connector: ask.connector, fields, at: kept.at, ground };
        self.decide_here(id, verdict, proof);
        self.go_on_as(id, "ok", None, kept.fields.into_iter().collect());
    }

    /// Keeps an answer that may be used again. Who asked for it said so when they asked, and the plan still does.
    pub(super) fn keep_answer(&mut self, id: Id, fetch: &Fetch, fields: &[(String, Value)]) {
        let subject = self.instance(id).and_then(Instance::subject);
        let (Some(subject), Some(period)) = (subject, fetch.cache) else { return };
        let kept = KeptAnswer {
            purpose: fetch.purpose.clone(),
            at: self.now(),
            until: moment::after(self.now(), period, &self.zone),
            fields: fields.iter().cloned().collect(),
        };
        self.person.answers.insert(subject, kept);
        let oldest = self.person.answers.iter().min_by_key(|(_, kept)| kept.at).map(|(subject, _)| *subject);
        if let Some(oldest) = oldest.filter(|_| self.person.answers.len() > MOST) {
            self.person.answers.remove(&oldest);
        }
    }

    /// What was asked for a purpose that the person does not permit any more is not kept.
    pub(super) fn forget_answers(&mut self) {
        let permits = |kept: &KeptAnswer| self.permission(&kept.purpose).is_ok();
        let gone: Vec<Id> =
            self.person.answers.iter().filter(|(_, kept)| !permits(kept)).map(|(id, _)| *id).collect();
        gone.iter().for_each(|subject| drop(self.person.answers.remove(subject)));
    }
}

impl Instance {
    /// What was asked, if the answer may be used again.
    pub(super) const fn subject(&self) -> Option<Id> {
        match &self.pending {
            Pending::Answer { subject, .. } => *subject,
            _ => None,
        }
    }
}
