//! Whole journeys, how people come in, and what is said for people inside.

use super::super::super::shop::country_is;
use super::super::parts::{
    MAIN, SUBS, TEMPLATES, again, callable, is_called, random_entry, random_exit, random_journey,
};
use super::free;
use crate::Dice;
use filrouge_plan::{Action, Call, Journey, Plan, Retired, RetiredThen, StopJourney};

pub(super) fn entry(journey: &mut Journey, dice: &mut Dice) {
    if !is_called(&journey.name) {
        random_entry(journey, dice);
        journey.enter.when = dice.one_in(2).then(|| country_is(dice.pick(&["BE", "FR"], "FR")));
    }
    journey.inside.requalify = dice.one_in(2);
    journey.exits = if dice.one_in(2) { vec![random_exit(dice)] } else { Vec::new() };
}

pub(super) fn version(journey: &mut Journey, dice: &mut Dice) {
    journey.inside.version = Some(journey.inside.version.unwrap_or(1) + 1);
    journey.inside.drain = !dice.one_in(3);
}

fn free_journey(plan: &Plan, like: &str, dice: &mut Dice) -> Option<&'static str> {
    let names = if is_called(like) { SUBS } else { MAIN };
    free(names, |name| plan.journeys.iter().any(|journey| journey.name == name), dice)
}

pub(super) fn add(plan: &mut Plan, dice: &mut Dice) {
    let like = dice.pick(&["j", "j", "sub"], "j");
    let Some(name) = free_journey(plan, like, dice) else { return };
    let journey = random_journey(dice, name, plan);
    plan.journeys.push(journey);
}

pub(super) fn remove(plan: &mut Plan, dice: &mut Dice) {
    let place = dice.below(plan.journeys.len());
    let Some(name) = plan.journeys.get(place).map(|journey| journey.name.clone()) else { return };
    let others = callable(plan).into_iter().find(|sub| *sub != name);
    if plan.journeys.len() < 2 || (is_called(&name) && others.is_none()) {
        return;
    }
    plan.journeys.remove(place);
    call_instead(plan, &name, &others.unwrap_or_default());
    plan.retired.retain(|retired| retired.journey != name);
    match dice.below(3) {
        0 => {}
        1 => plan.retired.push(Retired { journey: name, then: RetiredThen::Exit }),
        _ => plan.retired.push(Retired { journey: name, then: RetiredThen::Drain }),
    }
}

pub(super) fn rename(plan: &mut Plan, dice: &mut Dice) {
    let place = dice.below(plan.journeys.len());
    let Some(was) = plan.journeys.get(place).map(|journey| journey.name.clone()) else { return };
    let Some(name) = free_journey(plan, &was, dice) else { return };
    if let Some(journey) = plan.journeys.get_mut(place) {
        name.clone_into(&mut journey.name);
        journey.was = (!dice.one_in(4)).then(|| was.clone());
    }
    call_instead(plan, &was, name);
}

/// Whoever called `was`, or stopped it, does so with `now`.
fn call_instead(plan: &mut Plan, was: &str, now: &str) {
    for step in plan.journeys.iter_mut().flat_map(|journey| &mut journey.steps) {
        if let Action::Call(Call { journey: named, .. })
        | Action::Start(Call { journey: named, .. })
        | Action::StopJourney(StopJourney { journey: named, .. }) = &mut step.action
            && named == was
        {
            now.clone_into(named);
        }
    }
}

/// All messages say the same, and what nobody says any more is deleted; or there is a second template again.
pub(super) fn templates(plan: &mut Plan, dice: &mut Dice) {
    if plan.templates.len() < TEMPLATES.len() {
        let template = again(plan);
        return plan.templates.insert(0, template);
    }
    for step in plan.journeys.iter_mut().flat_map(|journey| &mut journey.steps) {
        if let Action::Send(send) = &mut step.action {
            "hello".clone_into(&mut send.template);
        }
    }
    if dice.one_in(2) {
        plan.templates.retain(|template| template.name == "hello");
    }
}

/// What was said for people inside is deleted once they have followed.
pub(super) fn tidy(plan: &mut Plan, dice: &mut Dice) {
    if dice.one_in(2) {
        plan.retired.clear();
    }
    for journey in plan.journeys.iter_mut().filter(|_| !dice.one_in(3)) {
        journey.was = None;
        journey.steps.iter_mut().for_each(|step| step.was = None);
        journey.inside.removed.clear();
        journey.inside.rerun.clear();
        journey.inside.keep_timers.clear();
        journey.inside.requalify = false;
    }
}
