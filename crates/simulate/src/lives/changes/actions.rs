//! Steps of every kind.

use super::super::shop::{
    CHANNELS, HOUR, PURPOSES, country_is, elapsed, key_of_event, on, send, set, step, to,
};
use super::measures::keen_enough;
use super::parts::{ARMS, TEMPLATES};
use super::scopes::{BRANCHES, Scope};
use crate::Dice;
use filrouge_plan::{
    Action, Approve, Arm, Bounds, Branch, Call, Digest, DigestWindow, Emit, Experiment, ExperimentArm, Fetch,
    Field, Join, Journey, OnOutcome, Parallel, Period, Program, Repeat, Split, Step, StopJourney, Target,
    Timeout, Trigger, Type, Update, Wait, WaitUntil, Way,
};

/// The event that journeys emit. It brings nobody in, so that nothing goes round.
const EMITTED: &str = "Came";

/// What a step may lead to and be.
pub(super) struct Ahead<'a> {
    later: Vec<String>,
    end: Target,
    subs: &'a [String],
    own: String,
    parallel: bool,
    repeat: bool,
}

impl<'a> Ahead<'a> {
    /// Of a step of `scope` with these behind it.
    pub(super) fn of(journey: &Journey, scope: Scope, later: Vec<String>, subs: &'a [String]) -> Self {
        let (parallel, repeat) = (scope.takes_parallel(journey), scope.takes_repeat(journey));
        Self { later, end: scope.end(journey), subs, own: journey.name.clone(), parallel, repeat }
    }

    /// One of the steps behind, or the end.
    fn any(&self, dice: &mut Dice) -> Target {
        let place = dice.below(self.later.len() + 1);
        self.later.get(place).map_or_else(|| self.end.clone(), |name| to(name))
    }

    fn next(&self) -> Target {
        self.later.first().map_or_else(|| self.end.clone(), |next| to(next))
    }
}

pub(super) fn random_step(dice: &mut Dice, name: &str, ahead: &Ahead<'_>) -> Step {
    let next = if dice.one_in(6) { ahead.any(dice) } else { ahead.next() };
    step(name, random_action(dice, name, ahead), next)
}

/// A step called `name`. One that has steps within must be filled with them.
pub(super) fn random_action(dice: &mut Dice, name: &str, ahead: &Ahead<'_>) -> Action {
    if ahead.parallel && dice.one_in(7) {
        return Action::Parallel(random_parallel(dice, name, ahead));
    }
    if ahead.repeat && dice.one_in(7) {
        return Action::Repeat(random_repeat(dice, name));
    }
    let choices = if ahead.subs.is_empty() { 17 } else { 19 };
    match dice.below(choices) {
        0..3 | 12 | 13 => Action::Wait(Wait::For(hours(dice))),
        3 | 4 => Action::WaitUntil(random_wait_until(dice, ahead)),
        5 => split(dice, ahead),
        6 => Action::Experiment(random_experiment(dice, ahead)),
        7 => Action::Digest(random_digest(dice)),
        8 => update(dice),
        9..12 => random_send(dice, ahead),
        14 => Action::Fetch(random_fetch(dice, ahead)),
        15 => Action::Approve(random_approve(dice, ahead)),
        16 => Action::StopJourney(random_stop(dice, ahead)),
        17 => Action::Call(call(dice, ahead.subs)),
        _ => Action::Start(call(dice, ahead.subs)),
    }
}

/// Gives the step called `name` its branches or its round, if it has any.
pub(super) fn fill(journey: &mut Journey, name: &str, dice: &mut Dice, subs: &[String]) {
    let owner = journey.steps.iter().find(|step| step.name == name);
    match owner.map(|step| &step.action) {
        Some(Action::Parallel(_)) => {
            for scope in BRANCHES {
                let count = if dice.one_in(8) { 0 } else { 1 + dice.below(2) };
                fill_scope(journey, scope, count, dice, subs);
            }
        }
        Some(Action::Repeat(_)) => fill_scope(journey, Scope::Round, 1 + dice.below(2), dice, subs),
        _ => {}
    }
}

pub(super) fn fill_scope(
    journey: &mut Journey,
    scope: Scope,
    count: usize,
    dice: &mut Dice,
    subs: &[String],
) {
    let names: Vec<&str> = scope.names().iter().take(count).copied().collect();
    let first = names.first().map_or_else(|| scope.end(journey), |first| to(first));
    begin_at(journey, scope, &first);
    for (place, name) in names.iter().enumerate() {
        let later = names.iter().skip(place + 1).map(|name| (*name).to_owned()).collect();
        let ahead = Ahead::of(journey, scope, later, subs);
        let step = random_step(dice, name, &ahead);
        journey.steps.push(step);
        fill(journey, name, dice, subs);
    }
}

/// The branch or the round begins at `first`.
pub(super) fn begin_at(journey: &mut Journey, scope: Scope, first: &Target) {
    for step in &mut journey.steps {
        match &mut step.action {
            Action::Parallel(parallel) if BRANCHES.contains(&scope) => {
                let mut own = parallel.branches.iter_mut().filter(|branch| branch.name == scope.branch());
                own.by_ref().for_each(|branch| branch.to = first.clone());
            }
            Action::Repeat(repeat) if scope == Scope::Round => repeat.body = first.clone(),
            _ => {}
        }
    }
}

fn random_parallel(dice: &mut Dice, name: &str, ahead: &Ahead<'_>) -> Parallel {
    let branch = |scope: Scope| branch(scope, name);
    let timeout = dice.one_in(3).then(|| timeout(dice, ahead));
    Parallel { branches: BRANCHES.map(branch).to_vec(), join: random_join(dice), timeout }
}

/// A branch without steps of the parallel called `owner`.
pub(super) fn branch(scope: Scope, owner: &str) -> Branch {
    Branch { name: scope.branch().to_owned(), to: Target::Join(owner.to_owned()) }
}

pub(super) fn random_join(dice: &mut Dice) -> Join {
    if dice.one_in(2) { Join::All } else { Join::First(1) }
}

fn random_repeat(dice: &mut Dice, name: &str) -> Repeat {
    let every = Some(elapsed(HOUR * (1 + dice.roll() % 20)));
    let until = dice.one_in(4).then(|| random_condition(dice));
    let as_long_as = dice.one_in(4).then(|| random_condition(dice));
    Repeat { max: 1 + dice.below(4) as u32, every, as_long_as, until, body: to(name) }
}

/// What may hold of a person.
pub(super) fn random_condition(dice: &mut Dice) -> Program {
    if dice.one_in(2) { keen_enough(1 + dice.below(3) as i64) } else { country_is("FR") }
}

fn random_fetch(dice: &mut Dice, ahead: &Ahead<'_>) -> Fetch {
    let ty = Type::Optional(Box::new(Type::Int));
    let answer = vec![Field { name: "score".to_owned(), ty, bounds: Bounds::default(), category: None }];
    let (connector, purpose) = ("desk".to_owned(), dice.pick(PURPOSES, "orders").to_owned());
    let outcome = dice.pick(&["ok", "failed", "timeout", "skipped"], "ok").to_owned();
    let on = if dice.one_in(2) { vec![OnOutcome { outcome, to: ahead.any(dice) }] } else { Vec::new() };
    let otherwise = dice.one_in(3).then(|| ahead.any(dice));
    let (with, tells, within) = (Vec::new(), Vec::new(), hours(dice));
    let (path, query) = (Vec::new(), Vec::new());
    // Every other one keeps its answer, for as long as it would have waited.
    let cache = (within.millis / HOUR).is_multiple_of(2).then_some(within);
    Fetch { connector, purpose, path, query, with, tells, answer, cache, within, on, otherwise }
}

fn update(dice: &mut Dice) -> Action {
    let emit = Emit { event: EMITTED.to_owned(), set: vec![set("key", "emitted")] };
    let country = Update { set: vec![set("country", dice.pick(&["BE", "FR"], "FR"))] };
    if dice.one_in(2) { Action::Emit(emit) } else { Action::Update(country) }
}

pub(super) fn hours(dice: &mut Dice) -> Period {
    elapsed(HOUR * (1 + dice.roll() % 70))
}

fn split(dice: &mut Dice, ahead: &Ahead<'_>) -> Action {
    let way = Way { name: "fits".to_owned(), when: random_condition(dice), to: ahead.any(dice) };
    Action::Split(Split { ways: vec![way], otherwise: ahead.any(dice) })
}

fn random_wait_until(dice: &mut Dice, ahead: &Ahead<'_>) -> WaitUntil {
    let mut arms = vec![on("came", dice.pick(&["Came", "Bought"], EMITTED), ahead.any(dice))];
    if dice.one_in(2) {
        let trigger = Trigger::Condition(random_condition(dice));
        let (name, to) = ("moved".to_owned(), ahead.any(dice));
        arms.push(Arm { name, on: trigger, times: 1, afresh: dice.one_in(2), to });
    }
    let timeout = (!dice.one_in(3)).then(|| timeout(dice, ahead));
    WaitUntil { arms, timeout, resets: Vec::new() }
}

fn timeout(dice: &mut Dice, ahead: &Ahead<'_>) -> Timeout {
    Timeout { after: Some(hours(dice)), until: None, to: ahead.any(dice) }
}

fn random_approve(dice: &mut Dice, ahead: &Ahead<'_>) -> Approve {
    let (by, refused, timeout) = ("team".to_owned(), ahead.any(dice), timeout(dice, ahead));
    Approve { by, question: None, refused, timeout }
}

/// Whoever else is in the same journey, or in one that is called.
fn random_stop(dice: &mut Dice, ahead: &Ahead<'_>) -> StopJourney {
    let sub = ahead.subs.get(dice.below(ahead.subs.len() + 1));
    let key = dice.one_in(2).then(|| set("key", dice.pick(&["a", "b"], "a")).value);
    StopJourney { journey: sub.unwrap_or(&ahead.own).clone(), key }
}

fn random_experiment(dice: &mut Dice, ahead: &Ahead<'_>) -> Experiment {
    let names = ARMS.iter().take(2 + dice.below(2));
    let arms = names.map(|name| random_arm(dice, name, ahead)).collect();
    Experiment { salt: "salt".to_owned(), reshuffle: false, arms }
}

pub(super) fn random_arm(dice: &mut Dice, name: &str, ahead: &Ahead<'_>) -> ExperimentArm {
    let (name, to) = (name.to_owned(), ahead.any(dice));
    let weight = 1 + u32::try_from(dice.below(4)).unwrap_or(0);
    ExperimentArm { name, was: None, weight, control: false, to }
}

fn random_digest(dice: &mut Dice) -> Digest {
    let (event, key) = ("Came".to_owned(), dice.one_in(2).then(key_of_event));
    Digest { event, when: None, key, window: DigestWindow::For(hours(dice)), max: 2 }
}

fn random_send(dice: &mut Dice, ahead: &Ahead<'_>) -> Action {
    let first = dice.pick(CHANNELS, "email");
    let via: Vec<&str> = if dice.one_in(2) { CHANNELS.to_vec() } else { vec![first] };
    let mut action = send(dice.pick(PURPOSES, "news"), &via);
    if let Action::Send(send) = &mut action {
        dice.pick(TEMPLATES, "hello").clone_into(&mut send.template);
        if dice.one_in(4) {
            let outcome = dice.pick(&["sent", "skipped", "failed"], "sent").to_owned();
            send.on = vec![OnOutcome { outcome, to: ahead.any(dice) }];
        }
    }
    action
}

fn call(dice: &mut Dice, subs: &[String]) -> Call {
    let journey = subs.get(dice.below(subs.len())).cloned().unwrap_or_default();
    Call { journey, with: Vec::new(), on: Vec::new() }
}
