//! `journey`, `enter`, `exit` and `goal`, lowered.

use super::change::inside;
use super::enter::enter;
use super::governance::rank;
use super::origins::Thread;
use super::step::{step, target};
use filrouge_model::step::Trigger;
use filrouge_model::{Exit, Goal, Journey, Model};
use filrouge_plan::{self as plan, address};

pub(super) fn journey(journey: &Journey, model: &Model, thread: &mut Thread<'_>) -> Option<plan::Journey> {
    let name = &*journey.name.value;
    thread.mark(address::journey(name), journey.at);
    Some(plan::Journey {
        name: name.to_owned(),
        was: journey.was.value().map(ToString::to_string),
        enter: enter(name, journey.enter.as_ref()?, thread)?,
        exits: journey.exits.iter().filter_map(|own| exit(name, own, thread)).collect(),
        goals: journey.goals.iter().filter_map(|own| goal(name, own, thread)).collect(),
        start: target(journey.start, journey),
        steps: journey.steps.values().filter_map(|own| step(own, journey, model, thread)).collect(),
        inside: inside(journey, thread),
        rank: rank(journey, thread),
    })
}

fn exit(journey: &str, exit: &Exit, thread: &mut Thread<'_>) -> Option<plan::Exit> {
    let address = address::exit(journey, &exit.name.value);
    thread.mark(address.clone(), exit.at);
    let on = trigger(&address, exit.on.as_ref()?, thread);
    Some(plan::Exit { name: exit.name.value.to_string(), on })
}

fn goal(journey: &str, goal: &Goal, thread: &mut Thread<'_>) -> Option<plan::Goal> {
    let address = address::goal(journey, &goal.name.value);
    thread.mark(address.clone(), goal.at);
    Some(plan::Goal {
        name: goal.name.value.to_string(),
        event: goal.event.as_ref()?.name.value.to_string(),
        when: goal.when.value().map(|when| thread.condition(&address, when)),
        within: goal.within.value().copied(),
    })
}

pub(super) fn trigger(part: &str, trigger: &Trigger, thread: &mut Thread<'_>) -> plan::Trigger {
    match trigger {
        Trigger::Event { event, when } => plan::Trigger::Event {
            event: event.name.value.to_string(),
            when: when.value().map(|when| thread.condition(part, when)),
        },
        Trigger::Condition(when) => plan::Trigger::Condition(thread.condition(part, when)),
    }
}
