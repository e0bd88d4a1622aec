//! The record of each decision.

use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{Decision, Evaluated, Id, Verdict};
use filrouge_plan::address;

/// What a decision is about.
pub(super) struct Subject {
    pub(super) journey: String,
    pub(super) instance: Option<Id>,
    pub(super) step: Option<String>,
    pub(super) origin: String,
}

/// What a policy has to say to a step: where it stands, and the conditions that it looked at.
#[derive(Default)]
pub(super) struct Policy {
    pub(super) address: Option<String>,
    pub(super) conditions: Vec<Evaluated>,
}

impl Policy {
    pub(super) const fn at(address: String) -> Self {
        Self { address: Some(address), conditions: Vec::new() }
    }
}

impl Turn<'_> {
    /// Records a decision.
    pub(super) fn decide(&mut self, subject: Subject, verdict: Verdict, conditions: Vec<Evaluated>) {
        let ordinal = self.effects.decisions.len().to_string();
        self.effects.decisions.push(Decision {
            id: Id::of(&["decision", &self.input.id.to_string(), &ordinal]),
            at: self.now(),
            input: self.input.id,
            plan: self.plan_of(subject.instance),
            journey: subject.journey,
            instance: subject.instance,
            step: subject.step,
            verdict,
            origin: subject.origin,
            policy: None,
            conditions,
        });
    }

    /// Records a decision of the step on which an instance stands, which a policy has made.
    pub(super) fn decide_by(&mut self, instance: Id, policy: Policy, verdict: Verdict) {
        if let Some(subject) = self.here(instance) {
            self.decide_under(subject, policy, verdict);
        }
    }

    /// Records a decision that a policy has made.
    pub(super) fn decide_under(&mut self, subject: Subject, policy: Policy, verdict: Verdict) {
        self.decide(subject, verdict, policy.conditions);
        if let Some(decision) = self.effects.decisions.last_mut() {
            decision.policy = policy.address;
        }
    }

    /// Records a decision of the step on which an instance stands.
    pub(super) fn decide_here(&mut self, instance: Id, verdict: Verdict, conditions: Vec<Evaluated>) {
        if let Some(subject) = self.here(instance) {
            self.decide(subject, verdict, conditions);
        }
    }

    /// Records a decision of an arm of the step on which an instance stands.
    pub(super) fn decide_arm(
        &mut self,
        instance: Id,
        arm: &str,
        verdict: Verdict,
        conditions: Vec<Evaluated>,
    ) {
        if let Some(mut subject) = self.here(instance) {
            subject.origin = address::arm(&subject.journey, subject.step.as_deref().unwrap_or_default(), arm);
            self.decide(subject, verdict, conditions);
        }
    }

    /// The step on which an instance stands, as the subject of a decision.
    pub(super) fn here(&self, instance: Id) -> Option<Subject> {
        let (id, instance) = (instance, self.instance(instance)?);
        let journey = self.walked_by(id).map_or(instance.journey.as_str(), ReadyJourney::name);
        Some(Subject {
            journey: journey.to_owned(),
            instance: Some(instance.id),
            step: Some(instance.step.clone()),
            origin: address::step(journey, &instance.step),
        })
    }

    /// The plan whose words decide about an instance: a former one for whoever finishes on its definition.
    fn plan_of(&self, instance: Option<Id>) -> String {
        let drained = instance.and_then(|id| self.instance(id)?.drained.clone());
        drained.unwrap_or_else(|| self.ready.hash().to_owned())
    }
}
