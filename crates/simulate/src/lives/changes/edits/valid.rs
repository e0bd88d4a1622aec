//! What the compiler would refuse is deleted.

use super::super::super::shop::{done, to};
use super::super::actions::begin_at;
use super::super::scopes::Scope;
use super::super::targets::{goes_only_to, goes_to, lead_on, reached};
use filrouge_plan::{Action, Journey, Plan, Step};

/// Deletes what the compiler would refuse: contradictions, and names of what is not there.
pub(in super::super) fn make_valid(plan: &mut Plan) {
    let names: Vec<String> = plan.journeys.iter().map(|journey| journey.name.clone()).collect();
    let template = |name: &str| plan.templates.iter().any(|template| template.name == name);
    let mut claimed = names.clone();
    for journey in &mut plan.journeys {
        journey.was = journey.was.take().filter(|was| claim(&mut claimed, was));
        make_journey_valid(journey);
        for step in &mut journey.steps {
            if let Action::Send(send) = &mut step.action
                && !template(&send.template)
            {
                "hello".clone_into(&mut send.template);
            }
        }
    }
    plan.retired.retain(|retired| !claimed.contains(&retired.journey));
}

fn make_journey_valid(journey: &mut Journey) {
    let names: Vec<String> = journey.steps.iter().map(|step| step.name.clone()).collect();
    let mut claimed = names.clone();
    for step in &mut journey.steps {
        step.was = step.was.take().filter(|was| claim(&mut claimed, was));
        if let Action::Experiment(experiment) = &mut step.action {
            let mut claimed: Vec<String> = experiment.arms.iter().map(|arm| arm.name.clone()).collect();
            experiment.arms.iter_mut().for_each(|arm| {
                arm.was = arm.was.take().filter(|was| claim(&mut claimed, was));
            });
        }
    }
    let there = |step: &String| names.contains(step);
    let inside = &mut journey.inside;
    inside.removed.retain(|it| !claimed.contains(&it.step) && it.then.as_ref().is_none_or(there));
    inside.rerun.retain(there);
    inside.keep_timers.retain(there);
    if !goes_to(&journey.start, &names) {
        journey.start = names.first().map_or_else(done, |first| to(first));
    }
    reach_all(journey);
    debug_assert!(journey.steps.iter().all(|step| goes_only_to(step, &names)), "a target is gone");
}

/// Somebody comes to every step: from the one before it where nobody did, or from where its branch or round begins.
fn reach_all(journey: &mut Journey) {
    for _ in 0..journey.steps.len() {
        let reached = reached(journey);
        let Some(place) = journey.steps.iter().position(|step| !reached.contains(&step.name)) else { return };
        let (before, from) = journey.steps.split_at_mut(place);
        let Some(name) = from.first().map(|step| step.name.clone()) else { return };
        let scope = Scope::of(&name);
        let alike = |step: &&mut Step| Scope::of(&step.name) == scope && reached.contains(&step.name);
        match before.iter_mut().rev().find(alike) {
            Some(before) => lead_on(before, to(&name)),
            None if scope == Scope::Journey => journey.start = to(&name),
            None => begin_at(journey, scope, &to(&name)),
        }
    }
}

fn claim(claimed: &mut Vec<String>, was: &str) -> bool {
    let is_free = !claimed.iter().any(|name| name == was);
    claimed.push(was.to_owned());
    is_free
}
