//! Journeys that only go forward, of every kind of step: a provider that answers at once would keep others going for
//! ever. Those called `sub…` are called, and call nobody.

use super::super::shop::{
    CHANNELS, HOUR, PURPOSES, country_is, done, elapsed, journey, key_of_event, on, send, set, shop, step, to,
};
use crate::Dice;
use filrouge_plan::{
    Action, Arm, Call, Connector, ConnectorKind, Digest, DigestWindow, Emit, Entry, Exit, Experiment,
    ExperimentArm, Journey, OnOutcome, Period, Plan, ReEntry, Retry, Secret, Split, Step, Target, Template,
    Timeout, Trigger, Update, Wait, WaitUntil, Way,
};

/// Names of journeys that an event brings people into.
pub(super) const MAIN: &[&str] = &["j0", "j1", "j2", "j3"];
/// Names of journeys that others call.
pub(super) const SUBS: &[&str] = &["sub0", "sub1", "sub2"];
/// Names of steps.
pub(super) const STEPS: &[&str] = &["s0", "s1", "s2", "s3", "s4", "s5", "s6"];
/// Names of arms.
pub(super) const ARMS: &[&str] = &["plain", "short", "long", "other"];
/// Names of templates.
pub(super) const TEMPLATES: &[&str] = &["again", "hello"];
/// Events that come from outside.
pub(super) const OUTSIDE: &[&str] = &["Asked", "Asked", "Bought"];
/// The event that journeys emit. It brings nobody in, so that nothing goes round.
const EMITTED: &str = "Came";

pub(super) fn first_plan(dice: &mut Dice) -> Plan {
    let mut plan = shop(Vec::new());
    let url = Secret::Env("MAIL".to_owned());
    let (name, kind) = ("mail".to_owned(), ConnectorKind::Smtp { url });
    plan.connectors = vec![Connector { name, kind, rate: None, retry: Retry::default(), paused: false }];
    plan.channels.iter_mut().for_each(|channel| "mail".clone_into(&mut channel.connector));
    plan.templates.insert(0, again(&plan));
    let (subs, main) = (1 + dice.below(2), 2 + dice.below(2));
    for name in SUBS.iter().take(subs).chain(MAIN.iter().take(main)) {
        let journey = random_journey(dice, name, &plan);
        plan.journeys.push(journey);
    }
    plan
}

/// A second template.
pub(super) fn again(plan: &Plan) -> Template {
    let hello = plan.templates.iter().find(|template| template.name == "hello").cloned();
    let mut template = hello.unwrap_or_else(|| unreachable!("the shop has a template"));
    "again".clone_into(&mut template.name);
    template
}

pub(super) fn is_called(name: &str) -> bool {
    name.starts_with("sub")
}

/// Journeys of the plan that may be called.
pub(super) fn callable(plan: &Plan) -> Vec<String> {
    plan.journeys.iter().map(|journey| journey.name.clone()).filter(|name| is_called(name)).collect()
}

pub(super) fn random_journey(dice: &mut Dice, name: &str, plan: &Plan) -> Journey {
    let subs = if is_called(name) { Vec::new() } else { callable(plan) };
    let count = 2 + dice.below(4);
    let names: Vec<&str> = STEPS.iter().take(count).copied().collect();
    let steps = names.iter().enumerate().map(|(place, name)| {
        let later: Vec<&str> = names.iter().skip(place + 1).copied().collect();
        random_step(dice, name, &later, &subs)
    });
    let steps = steps.collect();
    let mut made = journey(name, dice.pick(OUTSIDE, "Asked"), steps);
    if is_called(name) {
        (made.enter.by, made.enter.re_entry) = (Entry::Called, ReEntry::AfterExit);
    } else {
        made.enter.key = (!dice.one_in(4)).then(key_of_event);
        made.enter.re_entry =
            dice.pick(&[ReEntry::AfterExit, ReEntry::AfterExit, ReEntry::Every], ReEntry::Every);
        made.enter.when = dice.one_in(6).then(|| country_is("FR"));
    }
    if dice.one_in(5) {
        made.exits = vec![random_exit(dice)];
    }
    made
}

pub(super) fn random_exit(dice: &mut Dice) -> Exit {
    let (event, when) = ("Bought".to_owned(), dice.one_in(2).then(|| country_is("FR")));
    Exit { name: "gone".to_owned(), on: Trigger::Event { event, when } }
}

pub(super) fn random_step(dice: &mut Dice, name: &str, later: &[&str], subs: &[String]) -> Step {
    let next =
        if dice.one_in(6) { target(dice, later) } else { later.first().map_or_else(done, |next| to(next)) };
    step(name, random_action(dice, later, subs), next)
}

/// Somewhere behind the step, or out.
fn target(dice: &mut Dice, later: &[&str]) -> Target {
    let place = dice.below(later.len() + 1);
    later.get(place).map_or_else(done, |name| to(name))
}

pub(super) fn random_action(dice: &mut Dice, later: &[&str], subs: &[String]) -> Action {
    let choices = if subs.is_empty() { 14 } else { 16 };
    match dice.below(choices) {
        0..3 | 12 | 13 => Action::Wait(Wait::For(hours(dice))),
        3 | 4 => Action::WaitUntil(random_wait_until(dice, later)),
        5 => split(dice, later),
        6 => Action::Experiment(random_experiment(dice, later)),
        7 => Action::Digest(random_digest(dice)),
        8 => update(dice),
        9..12 => random_send(dice, later),
        14 => Action::Call(call(dice, subs)),
        _ => Action::Start(call(dice, subs)),
    }
}

fn update(dice: &mut Dice) -> Action {
    let emit = Emit { event: EMITTED.to_owned(), set: vec![set("key", "emitted")] };
    let country = Update { set: vec![set("country", dice.pick(&["BE", "FR"], "FR"))] };
    if dice.one_in(2) { Action::Emit(emit) } else { Action::Update(country) }
}

pub(super) fn hours(dice: &mut Dice) -> Period {
    elapsed(HOUR * (1 + dice.roll() % 70))
}

fn split(dice: &mut Dice, later: &[&str]) -> Action {
    let way = Way { name: "french".to_owned(), when: country_is("FR"), to: target(dice, later) };
    Action::Split(Split { ways: vec![way], otherwise: target(dice, later) })
}

fn random_wait_until(dice: &mut Dice, later: &[&str]) -> WaitUntil {
    let mut arms = vec![on("came", dice.pick(&["Came", "Bought"], EMITTED), target(dice, later))];
    if dice.one_in(2) {
        let trigger = Trigger::Condition(country_is(dice.pick(&["BE", "FR"], "FR")));
        let (name, to) = ("moved".to_owned(), target(dice, later));
        arms.push(Arm { name, on: trigger, times: 1, afresh: dice.one_in(2), to });
    }
    let after = Some(hours(dice));
    let timeout = (!dice.one_in(3)).then(|| Timeout { after, until: None, to: target(dice, later) });
    WaitUntil { arms, timeout, resets: Vec::new() }
}

fn random_experiment(dice: &mut Dice, later: &[&str]) -> Experiment {
    let names = ARMS.iter().take(2 + dice.below(2));
    let arms = names.map(|name| random_arm(dice, name, later)).collect();
    Experiment { salt: "salt".to_owned(), reshuffle: false, arms }
}

pub(super) fn random_arm(dice: &mut Dice, name: &str, later: &[&str]) -> ExperimentArm {
    let (name, to) = (name.to_owned(), target(dice, later));
    let weight = 1 + u32::try_from(dice.below(4)).unwrap_or(0);
    ExperimentArm { name, was: None, weight, control: false, to }
}

fn random_digest(dice: &mut Dice) -> Digest {
    let (event, key) = ("Came".to_owned(), dice.one_in(2).then(key_of_event));
    Digest { event, when: None, key, window: DigestWindow::For(hours(dice)), max: 2 }
}

fn random_send(dice: &mut Dice, later: &[&str]) -> Action {
    let first = dice.pick(CHANNELS, "email");
    let via: Vec<&str> = if dice.one_in(2) { CHANNELS.to_vec() } else { vec![first] };
    let mut action = send(dice.pick(PURPOSES, "news"), &via);
    if let Action::Send(send) = &mut action {
        dice.pick(TEMPLATES, "hello").clone_into(&mut send.template);
        if dice.one_in(4) {
            let outcome = dice.pick(&["sent", "skipped", "failed"], "sent").to_owned();
            send.on = vec![OnOutcome { outcome, to: target(dice, later) }];
        }
    }
    action
}

fn call(dice: &mut Dice, subs: &[String]) -> Call {
    let journey = subs.get(dice.below(subs.len())).cloned().unwrap_or_default();
    Call { journey, with: Vec::new(), on: Vec::new() }
}
