//! What authors do to a plan between two reloads. Each edit hangs on a seed and on the plan that it meets, so that it
//! still means something when others before it are left out.

use super::super::shop::{country_is, done, to};
use super::parts::{
    ARMS, MAIN, OUTSIDE, STEPS, SUBS, TEMPLATES, again, callable, hours, is_called, random_action,
    random_arm, random_exit, random_journey, random_step,
};
use super::targets::{goes_to, retarget};
use crate::Dice;
use filrouge_plan::{Action, DigestWindow, Entry, Journey, Plan, Removed, Retired, RetiredThen, Wait};

/// One thing that an author does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    kind: Kind,
    seed: u64,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    AddStep,
    RemoveStep,
    RenameStep,
    TakeName,
    ReplaceStep,
    Times,
    Entry,
    Experiment,
    Version,
    AddJourney,
    RemoveJourney,
    RenameJourney,
    Templates,
    Tidy,
}

const KINDS: &[Kind] = &[
    Kind::AddStep,
    Kind::AddStep,
    Kind::RemoveStep,
    Kind::RemoveStep,
    Kind::RemoveStep,
    Kind::RenameStep,
    Kind::RenameStep,
    Kind::TakeName,
    Kind::ReplaceStep,
    Kind::ReplaceStep,
    Kind::Times,
    Kind::Times,
    Kind::Entry,
    Kind::Experiment,
    Kind::Experiment,
    Kind::Version,
    Kind::Version,
    Kind::AddJourney,
    Kind::RemoveJourney,
    Kind::RenameJourney,
    Kind::Templates,
    Kind::Tidy,
    Kind::Tidy,
];

impl Edit {
    pub(super) fn random(dice: &mut Dice) -> Self {
        Self { kind: dice.pick(KINDS, Kind::Tidy), seed: dice.roll() }
    }

    pub(super) fn apply(self, plan: &mut Plan) {
        let dice = &mut Dice::new(self.seed);
        match self.kind {
            Kind::AddJourney => add_journey(plan, dice),
            Kind::RemoveJourney => remove_journey(plan, dice),
            Kind::RenameJourney => rename_journey(plan, dice),
            Kind::Templates => templates(plan, dice),
            Kind::Tidy => tidy(plan, dice),
            kind => {
                let subs = callable(plan);
                let place = dice.below(plan.journeys.len());
                let Some(journey) = plan.journeys.get_mut(place) else { return };
                let subs = if is_called(&journey.name) { Vec::new() } else { subs };
                within(kind, journey, dice, &subs);
            }
        }
    }
}

fn within(kind: Kind, journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    match kind {
        Kind::AddStep => add_step(journey, dice, subs),
        Kind::RemoveStep => remove_step(journey, dice),
        Kind::RenameStep => rename_step(journey, dice),
        Kind::TakeName => take_name(journey, dice),
        Kind::ReplaceStep => replace_step(journey, dice, subs),
        Kind::Times => times(journey, dice),
        Kind::Entry => entry(journey, dice),
        Kind::Experiment => experiment(journey, dice),
        _ => version(journey, dice),
    }
}

fn free(names: &[&'static str], is_taken: impl Fn(&str) -> bool, dice: &mut Dice) -> Option<&'static str> {
    let free: Vec<&'static str> = names.iter().copied().filter(|name| !is_taken(name)).collect();
    free.get(dice.below(free.len())).copied()
}

fn free_step(journey: &Journey, dice: &mut Dice) -> Option<&'static str> {
    free(STEPS, |name| journey.steps.iter().any(|step| step.name == name), dice)
}

fn add_step(journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    let Some(name) = free_step(journey, dice) else { return };
    let place = dice.below(journey.steps.len() + 1);
    let later: Vec<String> = journey.steps.iter().skip(place).map(|step| step.name.clone()).collect();
    let later: Vec<&str> = later.iter().map(String::as_str).collect();
    let step = random_step(dice, name, &later, subs);
    // Whoever went to the step behind goes to this one first.
    match later.first() {
        Some(behind) => retarget(journey, &to(behind), &to(name)),
        None if journey.steps.is_empty() => journey.start = to(name),
        None => {
            if let Some(last) = journey.steps.last_mut() {
                last.next = to(name);
            }
        }
    }
    journey.steps.insert(place, step);
    if dice.one_in(3) {
        journey.inside.rerun.insert(name.to_owned());
    }
}

fn remove_step(journey: &mut Journey, dice: &mut Dice) {
    if journey.steps.is_empty() {
        return;
    }
    let gone = journey.steps.remove(dice.below(journey.steps.len()));
    retarget(journey, &to(&gone.name), &gone.next);
    let somewhere = journey.steps.get(dice.below(journey.steps.len())).map(|step| step.name.clone());
    journey.inside.removed.retain(|removed| removed.step != gone.name);
    match dice.below(6) {
        0..2 => {}
        2 => journey.inside.removed.push(Removed { step: gone.name, then: None }),
        _ => journey.inside.removed.push(Removed { step: gone.name, then: somewhere }),
    }
}

fn rename_step(journey: &mut Journey, dice: &mut Dice) {
    let place = dice.below(journey.steps.len());
    if let Some(name) = free_step(journey, dice) {
        rename_to(journey, place, name, dice);
    }
}

/// A step is removed, and another one bears its name from now on.
fn take_name(journey: &mut Journey, dice: &mut Dice) {
    let before: Vec<String> = journey.steps.iter().map(|step| step.name.clone()).collect();
    remove_step(journey, dice);
    let gone = before.iter().find(|name| journey.steps.iter().all(|step| step.name != **name));
    if let Some(name) = gone {
        rename_to(journey, dice.below(journey.steps.len()), name, dice);
    }
}

fn rename_to(journey: &mut Journey, place: usize, name: &str, dice: &mut Dice) {
    let Some(step) = journey.steps.get_mut(place) else { return };
    let was = std::mem::replace(&mut step.name, name.to_owned());
    step.was = (!dice.one_in(4)).then(|| was.clone());
    retarget(journey, &to(&was), &to(name));
    let inside = &mut journey.inside;
    if inside.keep_timers.remove(&was) {
        inside.keep_timers.insert(name.to_owned());
    }
    inside
        .removed
        .iter_mut()
        .filter(|it| it.then.as_ref() == Some(&was))
        .for_each(|it| it.then = Some(name.to_owned()));
}

fn replace_step(journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    let place = dice.below(journey.steps.len());
    let later: Vec<String> = journey.steps.iter().skip(place + 1).map(|step| step.name.clone()).collect();
    let later: Vec<&str> = later.iter().map(String::as_str).collect();
    if let Some(step) = journey.steps.get_mut(place) {
        step.action = random_action(dice, &later, subs);
    }
}

fn times(journey: &mut Journey, dice: &mut Dice) {
    for step in &mut journey.steps {
        let period = hours(dice);
        match &mut step.action {
            Action::Wait(wait) => *wait = Wait::For(period),
            Action::Digest(digest) => digest.window = DigestWindow::For(period),
            Action::WaitUntil(wait) => {
                wait.timeout.iter_mut().for_each(|timeout| timeout.after = Some(period))
            }
            _ => continue,
        }
        if dice.one_in(3) {
            journey.inside.keep_timers.insert(step.name.clone());
        }
    }
}

fn entry(journey: &mut Journey, dice: &mut Dice) {
    if !is_called(&journey.name) {
        journey.enter.by = Entry::event(dice.pick(OUTSIDE, "Asked"));
        journey.enter.when = dice.one_in(2).then(|| country_is(dice.pick(&["BE", "FR"], "FR")));
    }
    journey.inside.requalify = dice.one_in(2);
    journey.exits = if dice.one_in(2) { vec![random_exit(dice)] } else { Vec::new() };
}

fn experiment(journey: &mut Journey, dice: &mut Dice) {
    let names: Vec<String> = journey.steps.iter().map(|step| step.name.clone()).collect();
    for (place, step) in journey.steps.iter_mut().enumerate() {
        let Action::Experiment(experiment) = &mut step.action else { continue };
        let later: Vec<&str> = names.iter().skip(place + 1).map(String::as_str).collect();
        experiment.reshuffle = dice.one_in(4);
        experiment.arms.iter_mut().for_each(|arm| arm.weight = 1 + (dice.roll() % 4) as u32);
        let fresh = free(ARMS, |name| experiment.arms.iter().any(|arm| arm.name == name), dice);
        match (dice.below(4), fresh) {
            (0, Some(name)) => experiment.arms.push(random_arm(dice, name, &later)),
            (1, _) if experiment.arms.len() > 1 => drop(experiment.arms.remove(0)),
            (2, Some(name)) => {
                let last = experiment.arms.last_mut().into_iter();
                last.for_each(|arm| arm.was = Some(std::mem::replace(&mut arm.name, name.to_owned())));
            }
            _ => {}
        }
    }
}

fn version(journey: &mut Journey, dice: &mut Dice) {
    journey.inside.version = Some(journey.inside.version.unwrap_or(1) + 1);
    journey.inside.drain = !dice.one_in(3);
}

fn free_journey(plan: &Plan, like: &str, dice: &mut Dice) -> Option<&'static str> {
    let names = if is_called(like) { SUBS } else { MAIN };
    free(names, |name| plan.journeys.iter().any(|journey| journey.name == name), dice)
}

fn add_journey(plan: &mut Plan, dice: &mut Dice) {
    let like = dice.pick(&["j", "j", "sub"], "j");
    let Some(name) = free_journey(plan, like, dice) else { return };
    let journey = random_journey(dice, name, plan);
    plan.journeys.push(journey);
}

fn remove_journey(plan: &mut Plan, dice: &mut Dice) {
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

fn rename_journey(plan: &mut Plan, dice: &mut Dice) {
    let place = dice.below(plan.journeys.len());
    let Some(was) = plan.journeys.get(place).map(|journey| journey.name.clone()) else { return };
    let Some(name) = free_journey(plan, &was, dice) else { return };
    if let Some(journey) = plan.journeys.get_mut(place) {
        name.clone_into(&mut journey.name);
        journey.was = (!dice.one_in(4)).then(|| was.clone());
    }
    call_instead(plan, &was, name);
}

/// Whoever called `was` calls `now`.
fn call_instead(plan: &mut Plan, was: &str, now: &str) {
    for step in plan.journeys.iter_mut().flat_map(|journey| &mut journey.steps) {
        if let Action::Call(call) | Action::Start(call) = &mut step.action
            && call.journey == was
        {
            now.clone_into(&mut call.journey);
        }
    }
}

/// All messages say the same, and what nobody says any more is deleted; or there is a second template again.
fn templates(plan: &mut Plan, dice: &mut Dice) {
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
fn tidy(plan: &mut Plan, dice: &mut Dice) {
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

/// Deletes what the compiler would refuse: contradictions, and names of what is not there.
pub(super) fn make_valid(plan: &mut Plan) {
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
    debug_assert!(journey.steps.iter().all(|step| goes_to(&step.next, &names)), "a target is gone");
}

fn claim(claimed: &mut Vec<String>, was: &str) -> bool {
    let is_free = !claimed.iter().any(|name| name == was);
    claimed.push(was.to_owned());
    is_free
}
