//! Steps: added, removed, renamed, replaced, with other times and other ways.

use super::super::super::shop::to;
use super::super::actions::{
    Ahead, begin_at, branch, fill, fill_scope, hours, random_action, random_arm, random_condition,
    random_join, random_step,
};
use super::super::parts::ARMS;
use super::super::scopes::{BRANCHES, Scope};
use super::super::targets::{retarget, retarget_from_above};
use super::free;
use crate::Dice;
use filrouge_plan::{Action, DigestWindow, Journey, Removed, Step, Target, Wait};

fn free_step(journey: &Journey, scope: Scope, dice: &mut Dice) -> Option<&'static str> {
    free(scope.names(), |name| journey.steps.iter().any(|step| step.name == name), dice)
}

/// What lies before a step of the journey.
fn ahead_of<'a>(journey: &Journey, step: &str, subs: &'a [String]) -> Ahead<'a> {
    let scope = Scope::of(step);
    let later = scope.members(journey).into_iter().skip_while(|name| name != step).skip(1).collect();
    Ahead::of(journey, scope, later, subs)
}

pub(super) fn add(journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    let scopes = [Scope::Journey, Scope::Journey, Scope::First, Scope::Second, Scope::Round];
    let scope = dice.pick(&scopes, Scope::Journey);
    let scope = if scope.is_in(journey) { scope } else { Scope::Journey };
    let Some(name) = free_step(journey, scope, dice) else { return };
    let members = scope.members(journey);
    let later: Vec<String> = members.iter().skip(dice.below(members.len() + 1)).cloned().collect();
    let step = random_step(dice, name, &Ahead::of(journey, scope, later.clone(), subs));
    // Whoever went to the step behind goes to this one first.
    match (later.first(), members.last()) {
        (Some(behind), _) => retarget_from_above(journey, &to(behind), &to(name)),
        (None, Some(last)) => {
            let last = journey.steps.iter_mut().filter(|step| step.name == *last);
            last.for_each(|last| last.next = to(name));
        }
        (None, None) if scope == Scope::Journey => journey.start = to(name),
        (None, None) => begin_at(journey, scope, &to(name)),
    }
    let behind = journey.steps.iter().position(|step| Some(&step.name) == later.first());
    journey.steps.insert(behind.unwrap_or(journey.steps.len()), step);
    fill(journey, name, dice, subs);
    if dice.one_in(3) {
        journey.inside.rerun.insert(name.to_owned());
    }
}

pub(super) fn remove(journey: &mut Journey, dice: &mut Dice) {
    let place = dice.below(journey.steps.len());
    let Some(name) = journey.steps.get(place).map(|step| step.name.clone()) else { return };
    // A round without steps has no pause.
    if Scope::of(&name) != Scope::Round || Scope::Round.members(journey).len() > 1 {
        remove_called(journey, &name, dice);
    }
}

fn remove_called(journey: &mut Journey, name: &str, dice: &mut Dice) {
    let Some(place) = journey.steps.iter().position(|step| step.name == name) else { return };
    empty(journey, place, dice);
    let Some(place) = journey.steps.iter().position(|step| step.name == name) else { return };
    let gone = journey.steps.remove(place);
    retarget(journey, &to(&gone.name), &gone.next);
    say_removed(journey, gone.name, dice);
}

/// The branches or the round of a step go with it.
fn empty(journey: &mut Journey, place: usize, dice: &mut Dice) {
    let scopes: &[Scope] = match journey.steps.get(place).map(|step| &step.action) {
        Some(Action::Parallel(_)) => &BRANCHES,
        Some(Action::Repeat(_)) => &[Scope::Round],
        _ => &[],
    };
    for scope in scopes {
        scope.members(journey).iter().for_each(|name| remove_called(journey, name, dice));
    }
}

fn say_removed(journey: &mut Journey, gone: String, dice: &mut Dice) {
    let somewhere = journey.steps.get(dice.below(journey.steps.len())).map(|step| step.name.clone());
    journey.inside.removed.retain(|removed| removed.step != gone);
    match dice.below(6) {
        0 => {}
        1 => journey.inside.removed.push(Removed { step: gone, then: None }),
        _ => journey.inside.removed.push(Removed { step: gone, then: somewhere }),
    }
}

pub(super) fn rename(journey: &mut Journey, dice: &mut Dice) {
    let place = dice.below(journey.steps.len());
    let Some(was) = journey.steps.get(place).map(|step| step.name.clone()) else { return };
    if let Some(name) = free_step(journey, Scope::of(&was), dice) {
        rename_to(journey, &was, name, dice);
    }
}

/// A step is removed, and another one bears its name from now on.
pub(super) fn take_name(journey: &mut Journey, dice: &mut Dice) {
    let before: Vec<String> = journey.steps.iter().map(|step| step.name.clone()).collect();
    remove(journey, dice);
    let gone = before.iter().find(|name| journey.steps.iter().all(|step| step.name != **name));
    let Some(name) = gone else { return };
    let alike = |step: &&Step| Scope::of(&step.name) == Scope::of(name);
    let others: Vec<String> = journey.steps.iter().filter(alike).map(|step| step.name.clone()).collect();
    if let Some(was) = others.get(dice.below(others.len())) {
        rename_to(journey, was, name, dice);
    }
}

fn rename_to(journey: &mut Journey, was: &str, name: &str, dice: &mut Dice) {
    let says = !dice.one_in(4);
    for step in journey.steps.iter_mut().filter(|step| step.name == was) {
        name.clone_into(&mut step.name);
        step.was = says.then(|| was.to_owned());
    }
    retarget(journey, &to(was), &to(name));
    retarget(journey, &Target::Join(was.to_owned()), &Target::Join(name.to_owned()));
    let inside = &mut journey.inside;
    if inside.keep_timers.remove(was) {
        inside.keep_timers.insert(name.to_owned());
    }
    let then = inside.removed.iter_mut().filter(|it| it.then.as_deref() == Some(was));
    then.for_each(|it| it.then = Some(name.to_owned()));
}

pub(super) fn replace(journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    let place = dice.below(journey.steps.len());
    let Some(name) = journey.steps.get(place).map(|step| step.name.clone()) else { return };
    empty(journey, place, dice);
    let Some(place) = journey.steps.iter().position(|step| step.name == name) else { return };
    // What stands here now may stand here again.
    if let Some(step) = journey.steps.get_mut(place) {
        step.action = Action::Wait(Wait::For(hours(dice)));
    }
    let action = random_action(dice, &name, &ahead_of(journey, &name, subs));
    if let Some(step) = journey.steps.get_mut(place) {
        step.action = action;
    }
    fill(journey, &name, dice, subs);
}

pub(super) fn times(journey: &mut Journey, dice: &mut Dice) {
    for step in &mut journey.steps {
        let period = hours(dice);
        match &mut step.action {
            Action::Wait(wait) => *wait = Wait::For(period),
            Action::Digest(digest) => digest.window = DigestWindow::For(period),
            Action::WaitUntil(wait) => {
                wait.timeout.iter_mut().for_each(|timeout| timeout.after = Some(period))
            }
            Action::Parallel(parallel) => {
                parallel.timeout.iter_mut().for_each(|timeout| timeout.after = Some(period))
            }
            Action::Repeat(repeat) => repeat.every = Some(period),
            Action::Approve(approve) => approve.timeout.after = Some(period),
            Action::Fetch(fetch) => fetch.within = period,
            Action::Send(send) => {
                send.within = Some(period);
                continue;
            }
            _ => continue,
        }
        if dice.one_in(3) {
            journey.inside.keep_timers.insert(step.name.clone());
        }
    }
}

/// Other joins, other branches, other rounds, other conditions.
pub(super) fn flow(journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    let second = Scope::Second;
    if dice.one_in(3) && Scope::First.owner(journey).is_some() {
        return if second.is_in(journey) {
            drop_branch(journey, dice)
        } else {
            add_branch(journey, dice, subs)
        };
    }
    for step in &mut journey.steps {
        match &mut step.action {
            Action::Parallel(parallel) => parallel.join = random_join(dice),
            Action::Repeat(repeat) => {
                repeat.max = 1 + dice.below(4) as u32;
                repeat.until = dice.one_in(3).then(|| random_condition(dice));
                repeat.as_long_as = dice.one_in(3).then(|| random_condition(dice));
            }
            Action::Split(split) => split.ways.iter_mut().for_each(|way| way.when = random_condition(dice)),
            Action::Digest(digest) => digest.max = 1 + dice.below(3) as u32,
            _ => {}
        }
    }
}

fn drop_branch(journey: &mut Journey, dice: &mut Dice) {
    Scope::Second.members(journey).iter().for_each(|name| remove_called(journey, name, dice));
    for step in &mut journey.steps {
        if let Action::Parallel(parallel) = &mut step.action {
            parallel.branches.retain(|branch| branch.name != Scope::Second.branch());
        }
    }
}

fn add_branch(journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    for step in &mut journey.steps {
        if let Action::Parallel(parallel) = &mut step.action {
            parallel.branches.push(branch(Scope::Second, &step.name));
        }
    }
    fill_scope(journey, Scope::Second, 1 + dice.below(2), dice, subs);
}

pub(super) fn experiment(journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    let aheads: Vec<_> = journey.steps.iter().map(|step| ahead_of(journey, &step.name, subs)).collect();
    for (step, ahead) in journey.steps.iter_mut().zip(aheads) {
        let Action::Experiment(experiment) = &mut step.action else { continue };
        experiment.reshuffle = dice.one_in(4);
        experiment.arms.iter_mut().for_each(|arm| arm.weight = 1 + (dice.roll() % 4) as u32);
        let fresh = free(ARMS, |name| experiment.arms.iter().any(|arm| arm.name == name), dice);
        match (dice.below(4), fresh) {
            (0, Some(name)) => experiment.arms.push(random_arm(dice, name, &ahead)),
            (1, _) if experiment.arms.len() > 1 => drop(experiment.arms.remove(0)),
            (2, Some(name)) => {
                let last = experiment.arms.last_mut().into_iter();
                last.for_each(|arm| arm.was = Some(std::mem::replace(&mut arm.name, name.to_owned())));
            }
            _ => {}
        }
    }
}
