//! Journeys that only go forward, but for rounds that are counted: a provider that answers at once would keep others going
//! for ever. Those called `sub…` are called, and call nobody.

use super::super::shop::{HOUR, country_is, done, elapsed, journey, key_of_event, shop, to};
use super::actions::{Ahead, fill, random_step};
use super::edits::make_valid;
use super::measures::{SEGMENTS, measured};
use super::scopes::Scope;
use crate::Dice;
use filrouge_plan::{
    Connector, ConnectorKind, Entry, Exit, Journey, Plan, ReEntry, Retry, Secret, Template, Trigger,
};

/// Names of journeys that something brings people into.
pub(super) const MAIN: &[&str] = &["j0", "j1", "j2", "j3"];
/// Names of journeys that others call.
pub(super) const SUBS: &[&str] = &["sub0", "sub1", "sub2"];
/// Names of arms.
pub(super) const ARMS: &[&str] = &["plain", "short", "long", "other"];
/// Names of templates.
pub(super) const TEMPLATES: &[&str] = &["again", "hello"];
/// Events that come from outside.
pub(super) const OUTSIDE: &[&str] = &["Asked", "Asked", "Bought"];

pub(super) fn first_plan(dice: &mut Dice) -> Plan {
    let mut plan = measured(shop(Vec::new()), dice);
    plan.profile.undo_merges = elapsed(4 * 24 * HOUR);
    let url = Secret::Env("MAIL".to_owned());
    plan.connectors = vec![
        connector(
            "desk",
            ConnectorKind::Http { url: url.clone(), signing: None, timeout_ms: 1_000, private_network: true },
        ),
        connector("mail", ConnectorKind::Smtp { url }),
    ];
    plan.channels.iter_mut().for_each(|channel| "mail".clone_into(&mut channel.connector));
    plan.templates.insert(0, again(&plan));
    let (subs, main) = (1 + dice.below(2), 2 + dice.below(2));
    for name in SUBS.iter().take(subs).chain(MAIN.iter().take(main)) {
        let journey = random_journey(dice, name, &plan);
        plan.journeys.push(journey);
    }
    make_valid(&mut plan);
    plan
}

fn connector(name: &str, kind: ConnectorKind) -> Connector {
    Connector {
        name: name.to_owned(),
        kind,
        rate: None,
        together: None,
        within: None,
        retry: Retry::default(),
        asks: Vec::new(),
        paused: false,
    }
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
    let mut made = journey(name, dice.pick(OUTSIDE, "Asked"), Vec::new());
    let names: Vec<&str> = Scope::Journey.names().iter().take(2 + dice.below(4)).copied().collect();
    for (place, name) in names.iter().enumerate() {
        let later = names.iter().skip(place + 1).map(|name| (*name).to_owned()).collect();
        let ahead = Ahead::of(&made, Scope::Journey, later, &subs);
        let step = random_step(dice, name, &ahead);
        made.steps.push(step);
        fill(&mut made, name, dice, &subs);
    }
    made.start = names.first().map_or_else(done, |first| to(first));
    if is_called(name) {
        (made.enter.by, made.enter.re_entry) = (Entry::Called, ReEntry::AfterExit);
    } else {
        made.enter.re_entry =
            dice.pick(&[ReEntry::AfterExit, ReEntry::AfterExit, ReEntry::Every], ReEntry::Every);
        random_entry(&mut made, dice);
        made.enter.when = dice.one_in(6).then(|| country_is("FR"));
    }
    if dice.one_in(5) {
        made.exits = vec![random_exit(dice)];
    }
    made
}

/// What brings people in: an event, or coming into a segment or leaving it.
pub(super) fn random_entry(journey: &mut Journey, dice: &mut Dice) {
    let segment = dice.pick(SEGMENTS, "keen").to_owned();
    let (by, key) = match dice.one_in(4) {
        true => (Entry::Segment { segment, leave: dice.one_in(3) }, None),
        false => (Entry::event(dice.pick(OUTSIDE, "Asked")), (!dice.one_in(4)).then(key_of_event)),
    };
    (journey.enter.by, journey.enter.key) = (by, key);
}

pub(super) fn random_exit(dice: &mut Dice) -> Exit {
    let (event, when) = ("Bought".to_owned(), dice.one_in(2).then(|| country_is("FR")));
    Exit { name: "gone".to_owned(), on: Trigger::Event { event, when } }
}
