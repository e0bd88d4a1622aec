//! Random plans: any journey that the plan can express, also ones that the compiler would refuse.

use super::shop::{
    CHANNELS, EVENTS, HOUR, PURPOSES, choosing, country_is, done, elapsed, journey, key_of_event, on, send,
    set, shop, step, to,
};
use crate::Dice;
use filrouge_plan::{
    Action, Approve, Arm, BestTime, Branch, Call, Connector, ConnectorKind, Digest, DigestWindow, Emit,
    Entry, Exit, Experiment, ExperimentArm, Fetch, Goal, Join, Journey, OnOutcome, Parallel, PathPart,
    Period, Plan, ReEntry, Repeat, Retry, Secret, Send, Split, Step, StopJourney, Target, Timeout, Trigger,
    Update, Wait, WaitUntil, Way,
};

const COUNTRIES: &[&str] = &["BE", "FR"];

/// A shop with one to four random journeys.
#[must_use]
pub fn random_plan(dice: &mut Dice) -> Plan {
    let count = 1 + dice.below(4);
    let plan = choosing(shop((0..count).map(|number| random_journey(dice, number)).collect()));
    Plan { connectors: carriers(&mut aside(dice)), ..plan }
}

/// Chance of its own, so that what else follows from a seed stays as it was when this was added.
fn aside(dice: &Dice) -> Dice {
    Dice::new(dice.clone().roll())
}

/// Whoever carries all messages may have a bound for those of sends that have none.
fn carriers(dice: &mut Dice) -> Vec<Connector> {
    let kind = ConnectorKind::Smtp { url: Secret::Env("NONE".to_owned()) };
    let (within, retry) = (bound(dice, 4), Retry::default());
    let (name, rate, together, asks, paused) = ("none".to_owned(), None, None, Vec::new(), false);
    vec![Connector { name, kind, rate, together, within, retry, asks, paused }]
}

/// How long a message may wait, from shorter than a night to longer than that of the caps.
fn bound(dice: &mut Dice, odds: usize) -> Option<Period> {
    dice.one_in(odds).then(|| elapsed(HOUR * dice.pick(&[1, 5, 12, 90], 1)))
}

fn random_journey(dice: &mut Dice, number: usize) -> Journey {
    let count = 1 + dice.below(6);
    let steps = (0..count).map(|place| random_step(dice, place, count)).collect();
    let mut journey = journey(&format!("journey-{number}"), event(dice), steps);
    journey.enter.key = dice.one_in(2).then(key_of_event);
    journey.enter.when = dice.one_in(4).then(|| country_is("FR"));
    journey.enter.re_entry = re_entry(dice);
    if number > 0 && dice.one_in(4) {
        (journey.enter.by, journey.enter.key) = (Entry::Called, None);
    }
    journey.exits = exits(dice);
    journey.goals = goals(dice);
    journey
}

fn event(dice: &mut Dice) -> &'static str {
    dice.pick(EVENTS, "Asked")
}

fn re_entry(dice: &mut Dice) -> ReEntry {
    let after = ReEntry::After(elapsed(30 * HOUR));
    dice.pick(&[ReEntry::Never, ReEntry::AfterExit, ReEntry::Every, after], ReEntry::Every)
}

fn exits(dice: &mut Dice) -> Vec<Exit> {
    let when = dice.one_in(2).then(|| country_is("FR"));
    let exit = Exit { name: "gone".to_owned(), on: Trigger::Event { event: event(dice).to_owned(), when } };
    if dice.one_in(2) { vec![exit] } else { Vec::new() }
}

fn goals(dice: &mut Dice) -> Vec<Goal> {
    let within = dice.one_in(2).then(|| elapsed(50 * HOUR));
    let goal = Goal { name: "won".to_owned(), event: event(dice).to_owned(), when: None, within };
    if dice.one_in(2) { vec![goal] } else { Vec::new() }
}

fn random_step(dice: &mut Dice, place: usize, count: usize) -> Step {
    let action = random_action(dice, place, count);
    step(&name(place), action, target(dice, place, count))
}

fn name(place: usize) -> String {
    format!("step-{place}")
}

/// Mostly forward, sometimes back, sometimes out, sometimes to the end of a branch.
fn target(dice: &mut Dice, place: usize, count: usize) -> Target {
    match dice.below(9) {
        0 => to(&name(dice.below(count))),
        1 => done(),
        2 => Target::Join(name(dice.below(count))),
        _ if place + 1 < count => to(&name(place + 1)),
        _ => done(),
    }
}

fn random_action(dice: &mut Dice, place: usize, count: usize) -> Action {
    match dice.below(20) {
        16 | 17 => Action::Parallel(random_parallel(dice, place, count)),
        19 => Action::Approve(random_approve(dice, place, count)),
        0 => Action::Wait(Wait::For(elapsed(HOUR * (1 + dice.roll() % 40)))),
        1 => Action::Wait(Wait::Until {
            minute: Some(540),
            weekdays: if dice.one_in(2) { vec![1, 4] } else { vec![] },
            days: vec![],
        }),
        2 => Action::WaitUntil(random_wait_until(dice, place, count)),
        3 => Action::Split(random_split(dice, place, count)),
        4 => Action::Update(Update { set: vec![set("country", dice.pick(COUNTRIES, "FR"))] }),
        5 => Action::Emit(Emit { event: event(dice).to_owned(), set: vec![set("key", "emitted")] }),
        6 => Action::Experiment(random_experiment(dice, place, count)),
        7 => Action::Repeat(random_repeat(dice, place, count)),
        8 => Action::Digest(random_digest(dice)),
        9 => Action::StopJourney(random_stop(dice)),
        10 => {
            let on = OnOutcome { outcome: "completed".to_owned(), to: target(dice, place, count) };
            let on = if dice.one_in(2) { vec![on] } else { Vec::new() };
            Action::Call(Call { on, ..random_call(dice) })
        }
        11 => Action::Start(random_call(dice)),
        18 => Action::Fetch(random_fetch(dice, place, count)),
        _ => random_send(dice),
    }
}

/// Arms come and go, and their weights change from plan to plan.
fn random_experiment(dice: &mut Dice, place: usize, count: usize) -> Experiment {
    let names = ["plain", "short", "holdout"].into_iter().filter(|_| !dice.one_in(4)).collect::<Vec<_>>();
    let arm = |name: &str| ExperimentArm {
        name: name.to_owned(),
        was: None,
        weight: u32::try_from(dice.below(4)).unwrap_or(0),
        control: name == "holdout",
        to: target(dice, place, count),
    };
    let arms = names.into_iter().map(arm).collect();
    Experiment { salt: format!("salt-{}", dice.below(2)), reshuffle: dice.one_in(4), arms }
}

/// Also of a journey that is not there, and of the own one.
fn random_stop(dice: &mut Dice) -> StopJourney {
    let key = dice.one_in(2).then(|| set("key", dice.pick(&["a", "b"], "a")).value);
    StopJourney { journey: format!("journey-{}", dice.below(4)), key }
}

/// Also of a journey that is not there, of one that nobody may call, and of the own one.
fn random_call(dice: &mut Dice) -> Call {
    Call { journey: format!("journey-{}", dice.below(4)), with: Vec::new(), on: Vec::new() }
}

/// Of any purpose; the answer has one field, which may be missing.
fn random_fetch(dice: &mut Dice, place: usize, count: usize) -> Fetch {
    let answer = shop(Vec::new()).events.swap_remove(0).fields;
    let on = |outcome: &str, to| OnOutcome { outcome: outcome.to_owned(), to };
    Fetch {
        connector: "none".to_owned(),
        purpose: dice.pick(PURPOSES, "news").to_owned(),
        with: vec![set("key", "told")],
        tells: answer.clone(),
        path: random_path(dice),
        query: if dice.one_in(2) { vec![set("key", "asked")] } else { Vec::new() },
        answer,
        cache: (!dice.one_in(3)).then(|| elapsed(HOUR * (40 + dice.roll() % 200))),
        within: elapsed(HOUR * (1 + dice.roll() % 40)),
        on: vec![on("failed", target(dice, place, count)), on("timeout", target(dice, place, count))],
        otherwise: dice.one_in(2).then(|| target(dice, place, count)),
    }
}

fn random_path(dice: &mut Dice) -> Vec<PathPart> {
    let value = PathPart::Value(set("entry.key", dice.pick(&["a", "a", "a", "a", "..", ""], "b")));
    if dice.one_in(3) { vec![PathPart::Text("stock/".to_owned()), value] } else { Vec::new() }
}

fn random_digest(dice: &mut Dice) -> Digest {
    let window = match dice.one_in(3) {
        true => DigestWindow::Until(540),
        false => DigestWindow::For(elapsed(HOUR * (1 + dice.roll() % 40))),
    };
    let (event, key) = (event(dice).to_owned(), dice.one_in(2).then(key_of_event));
    Digest { event, when: dice.one_in(4).then(|| country_is("FR")), key, window, max: 2 }
}

/// A body that leads back, when it leads anywhere: as authors' bodies do, or as nobody's does.
fn random_repeat(dice: &mut Dice, place: usize, count: usize) -> Repeat {
    let every = dice.one_in(2).then(|| elapsed(HOUR * (1 + dice.roll() % 40)));
    let mut condition = |odds| dice.one_in(odds).then(|| country_is("FR"));
    let (as_long_as, until) = (condition(4), condition(4));
    let max = 1 + u32::try_from(dice.below(4)).unwrap_or(0);
    Repeat { max, every, as_long_as, until, body: target(dice, place, count) }
}

fn random_approve(dice: &mut Dice, place: usize, count: usize) -> Approve {
    let after = Some(elapsed(HOUR * (1 + dice.roll() % 40)));
    let timeout = Timeout { after, until: None, to: target(dice, place, count) };
    Approve { by: "team".to_owned(), question: None, refused: target(dice, place, count), timeout }
}

/// Branches that come to their end, or walk out of it, or into each other.
fn random_parallel(dice: &mut Dice, place: usize, count: usize) -> Parallel {
    let names = ["left", "right", "third"].into_iter().filter(|_| !dice.one_in(4)).collect::<Vec<_>>();
    let branch = |name: &str| Branch { name: name.to_owned(), to: target(dice, place, count) };
    let branches = names.into_iter().map(branch).collect();
    let join = if dice.one_in(2) { Join::All } else { Join::First(1 + u32::from(dice.one_in(3))) };
    Parallel { branches, join, timeout: random_timeout(dice, place, count) }
}

fn random_send(dice: &mut Dice) -> Action {
    let purpose = dice.pick(PURPOSES, "news");
    let first = dice.pick(CHANNELS, "email");
    let via: Vec<&str> = if dice.one_in(2) { CHANNELS.to_vec() } else { vec![first] };
    let (within, at) = (bound(&mut aside(dice), 2), random_best_time(dice));
    match send(purpose, &via) {
        Action::Send(send) => Action::Send(Send { at, within, ..send }),
        other => other,
    }
}

fn random_best_time(dice: &mut Dice) -> Option<BestTime> {
    dice.one_in(4).then(|| BestTime { window: elapsed(HOUR * (1 + dice.roll() % 24)), default: 18 * 60 })
}

fn random_wait_until(dice: &mut Dice, place: usize, count: usize) -> WaitUntil {
    let event = event(dice);
    let mut arms = vec![on("came", event, target(dice, place, count))];
    if dice.one_in(2) {
        let to = target(dice, place, count);
        let trigger = Trigger::Condition(country_is(dice.pick(COUNTRIES, "FR")));
        arms.push(Arm { name: "moved".to_owned(), on: trigger, times: 1, afresh: dice.one_in(2), to });
    }
    WaitUntil { arms, timeout: random_timeout(dice, place, count), resets: Vec::new() }
}

fn random_timeout(dice: &mut Dice, place: usize, count: usize) -> Option<Timeout> {
    let after = elapsed(HOUR * (1 + dice.roll() % 40));
    (!dice.one_in(3)).then(|| Timeout { after: Some(after), until: None, to: target(dice, place, count) })
}

fn random_split(dice: &mut Dice, place: usize, count: usize) -> Split {
    let way = Way { name: "french".to_owned(), when: country_is("FR"), to: target(dice, place, count) };
    Split { ways: vec![way], otherwise: target(dice, place, count) }
}
