//! The steps of a journey, lowered.

use super::origins::Thread;
use filrouge_model::step::{
    Assignment, Call, Digest, Emit, Experiment, ExperimentArm, OnEnd, OnOutcome, Repeat, Send, Split,
    StopJourney, Update,
};
use filrouge_model::{Action, Journey, Model, Step, Target};
use filrouge_plan::{self as plan, address};

/// The reason of a journey that ended behind its last step.
const COMPLETED: &str = "completed";

/// The step as the plan holds it; an `end` is no step there but a target.
pub(super) fn step(
    step: &Step,
    journey: &Journey,
    model: &Model,
    thread: &mut Thread<'_>,
) -> Option<plan::Step> {
    let address = address::step(&journey.name.value, &step.name.value);
    let here = Here { address, step, journey };
    let action = here.action(model, thread)?;
    thread.mark(here.address.clone(), step.at);
    Some(plan::Step {
        name: step.name.value.to_string(),
        was: step.was.as_ref().map(|was| was.value.to_string()),
        action,
        next: target(step.next, journey),
    })
}

/// Where a person goes: to a step, or out with the reason of the `end` that stands there.
pub(super) fn target(target: Target, journey: &Journey) -> plan::Target {
    let id = match target {
        Target::Step(id) => id,
        Target::Completed => return plan::Target::End(COMPLETED.to_owned()),
        Target::Join(id) => {
            let name = journey.steps.get(id).map_or("", |step| &step.name.value);
            return plan::Target::Join(name.to_owned());
        }
    };
    match journey.steps.get(id) {
        Some(Step { action: Action::End(end), .. }) => {
            plan::Target::End(end.reason.value().map_or(COMPLETED, |reason| reason).to_owned())
        }
        Some(step) => plan::Target::Step(step.name.value.to_string()),
        None => plan::Target::End(COMPLETED.to_owned()),
    }
}

/// A step at its address.
pub(super) struct Here<'m> {
    pub address: String,
    pub step: &'m Step,
    pub journey: &'m Journey,
}

impl Here<'_> {
    fn action(&self, model: &Model, thread: &mut Thread<'_>) -> Option<plan::Action> {
        Some(match &self.step.action {
            Action::Wait(wait) => plan::Action::Wait(self.wait(wait.as_ref()?, thread)),
            Action::WaitUntil(wait) => plan::Action::WaitUntil(self.wait_until(wait, thread)),
            Action::Split(split) => plan::Action::Split(self.split(split, thread)),
            Action::Experiment(experiment) => plan::Action::Experiment(self.experiment(experiment, thread)),
            Action::Send(send) => plan::Action::Send(self.send(send, model, thread)?),
            Action::Update(update) => plan::Action::Update(self.update(update, thread)),
            Action::Emit(emit) => plan::Action::Emit(self.emit(emit, thread)?),
            Action::StopJourney(stop) => plan::Action::StopJourney(self.stop_journey(stop, thread)?),
            Action::Call(call) => plan::Action::Call(self.call(call, thread)?),
            Action::Start(start) => plan::Action::Start(self.call(start, thread)?),
            Action::Fetch(fetch) => plan::Action::Fetch(self.fetch(fetch, thread)?),
            Action::Digest(digest) => plan::Action::Digest(self.digest(digest, thread)?),
            Action::Parallel(parallel) => plan::Action::Parallel(self.parallel(parallel, thread)),
            Action::Approve(approve) => plan::Action::Approve(self.approve(approve, thread)?),
            Action::Repeat(repeat) => plan::Action::Repeat(self.repeat(repeat, thread)?),
            Action::End(_) => return None,
        })
    }

    pub fn arm(&self, name: &str) -> String {
        address::arm(&self.journey.name.value, &self.step.name.value, name)
    }

    fn split(&self, split: &Split, thread: &mut Thread<'_>) -> plan::Split {
        let way = |way: &filrouge_model::step::Way| {
            let address = self.arm(&way.name.value);
            thread.mark(address.clone(), way.at);
            let when = thread.condition(&address, way.when.as_ref()?);
            Some(plan::Way { name: way.name.value.to_string(), when, to: target(way.to, self.journey) })
        };
        let ways = split.ways.iter().filter_map(way).collect();
        if let Some(at) = split.otherwise_at {
            thread.mark(self.arm("otherwise"), at);
        }
        plan::Split { ways, otherwise: target(split.otherwise, self.journey) }
    }

    fn experiment(&self, experiment: &Experiment, thread: &mut Thread<'_>) -> plan::Experiment {
        let own = || format!("{}/{}", self.journey.name.value, self.step.name.value);
        let arm = |arm: &ExperimentArm| {
            thread.mark(self.arm(&arm.name.value), arm.at);
            Some(plan::ExperimentArm {
                name: arm.name.value.to_string(),
                was: arm.was.as_ref().map(|was| was.value.to_string()),
                weight: arm.weight?,
                control: arm.control,
                to: target(arm.to, self.journey),
            })
        };
        plan::Experiment {
            salt: experiment.salt.value().map_or_else(own, ToString::to_string),
            reshuffle: experiment.reshuffle,
            arms: experiment.arms.iter().filter_map(arm).collect(),
        }
    }

    fn stop_journey(&self, stop: &StopJourney, thread: &mut Thread<'_>) -> Option<plan::StopJourney> {
        let journey = stop.journey.as_ref()?.name.value.to_string();
        let key = stop.key.value().map(|key| thread.program(address::key(&self.address), key));
        Some(plan::StopJourney { journey, key })
    }

    fn call(&self, call: &Call, thread: &mut Thread<'_>) -> Option<plan::Call> {
        let journey = call.journey.as_ref()?.name.value.to_string();
        let on = call.on.iter().map(|on| self.on_end(on, thread)).collect();
        Some(plan::Call { journey, with: self.assignments(&call.with, thread), on })
    }

    fn on_end(&self, on: &OnEnd, thread: &mut Thread<'_>) -> plan::OnOutcome {
        thread.mark(self.arm(&on.outcome.value), on.at);
        plan::OnOutcome { outcome: on.outcome.value.to_string(), to: target(on.to, self.journey) }
    }

    fn digest(&self, digest: &Digest, thread: &mut Thread<'_>) -> Option<plan::Digest> {
        Some(plan::Digest {
            event: digest.event.as_ref()?.name.value.to_string(),
            when: digest.when.value().map(|when| thread.condition(&self.address, when)),
            key: digest.key.value().map(|key| thread.program(address::key(&self.address), key)),
            window: digest.window.as_ref()?.value.clone(),
            max: digest.max,
        })
    }

    fn repeat(&self, repeat: &Repeat, thread: &mut Thread<'_>) -> Option<plan::Repeat> {
        let mut condition = |name: &str, when: &Option<filrouge_model::Expression>| {
            when.as_ref().map(|when| thread.condition(&self.arm(name), when))
        };
        Some(plan::Repeat {
            max: repeat.max.as_ref()?.value,
            every: repeat.every.as_ref().map(|every| every.value),
            as_long_as: condition("while", &repeat.as_long_as),
            until: condition("until", &repeat.until),
            body: target(repeat.body, self.journey),
        })
    }

    fn send(&self, send: &Send, model: &Model, thread: &mut Thread<'_>) -> Option<plan::Send> {
        let purpose = send.purpose.value().or(self.journey.purpose.value())?;
        Some(plan::Send {
            purpose: purpose.name.value.to_string(),
            via: send
                .via
                .iter()
                .filter_map(|via| model.channels.of(via))
                .map(|via| via.name.value.to_string())
                .collect(),
            template: send.template.as_ref()?.name.value.to_string(),
            with: self.assignments(&send.with, thread),
            at: send.best_time(),
            within: send.within.value().copied(),
            on: send.on.iter().filter_map(|on| self.on_outcome(on, thread)).collect(),
        })
    }

    fn on_outcome(&self, on: &OnOutcome, thread: &mut Thread<'_>) -> Option<plan::OnOutcome> {
        let outcome = on.outcome.as_ref()?.value.word();
        thread.mark(self.arm(outcome), on.at);
        Some(plan::OnOutcome { outcome: outcome.to_owned(), to: target(on.to, self.journey) })
    }

    fn update(&self, update: &Update, thread: &mut Thread<'_>) -> plan::Update {
        plan::Update { set: self.assignments(&update.set, thread) }
    }

    fn emit(&self, emit: &Emit, thread: &mut Thread<'_>) -> Option<plan::Emit> {
        let event = emit.event.as_ref()?.name.value.to_string();
        Some(plan::Emit { event, set: self.assignments(&emit.set, thread) })
    }

    pub fn assignments(&self, set: &[Assignment], thread: &mut Thread<'_>) -> Vec<plan::Assignment> {
        assignments(&self.address, set, thread)
    }
}

/// Values for the places of the part at an address.
pub(super) fn assignments(part: &str, set: &[Assignment], thread: &mut Thread<'_>) -> Vec<plan::Assignment> {
    let one = |assignment: &Assignment| {
        let name = assignment.name.value.to_string();
        let address = address::assignment(part, &name);
        let value = thread.program(address, assignment.value.as_ref()?);
        Some(plan::Assignment { name, value })
    };
    set.iter().filter_map(one).collect()
}
