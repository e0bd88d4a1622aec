//! Worlds are the production that is recorded.

use super::*;
use crate::lives::shop::{HOUR, country_is, done, elapsed, journey, send, shop, step, to};
use crate::search::{palette::Palette, random};
use crate::{Dice, World, random_plan, walk};
use filrouge_machine::{Consent, Event, Identify, Place, Since, Start, Verdict};
use filrouge_plan::scenario::{Act, ActKind, Expectation, Fate, Given, Reason};
use filrouge_plan::{Action, Bounds, Entry, Field, Plan, Type, Value, Wait};
use jiff::Timestamp;

/// What `world` knows of one of its decisions.
fn past(world: &World<'_>, decision: &Decision) -> Past {
    let happened = |input: &Input| Happened {
        person: world.who,
        input: input.clone(),
        plan: world.ready.hash().to_owned(),
        fields: Vec::new(),
    };
    Past {
        decision: decision.clone(),
        journey: decision.journey.clone(),
        person: world.who,
        inputs: world.inputs.iter().map(happened).collect(),
        decisions: world.decisions.clone(),
    }
}

#[test]
fn decisions_of_random_lives_become_tests_that_pass() {
    let (mut recorded, mut sent) = (0, 0);
    for seed in 0..25 {
        let ready = Ready::of(random_plan(&mut Dice::new(seed))).unwrap();
        let scenario = random(&ready, &Palette::of(ready.plan()), &[], seed, 1);
        let world = walk(&ready, &scenario);
        // The plan of seed 20 writes again and again in one moment: the walk ends, but each test of it is long.
        if world.inputs.len() > 1_000 {
            continue;
        }
        for decision in world.decisions.iter().rev().step_by(5).take(6) {
            let Some(Recorded { scenario, gaps }) = record(&ready, &past(&world, decision), true) else {
                continue;
            };
            assert!(gaps.is_empty(), "seed {seed}: {decision:#?}\n{gaps:?}\n{scenario:#?}");
            assert_eq!(run(&ready, &scenario), []);
            recorded += 1;
            sent += usize::from(matches!(decision.verdict, Verdict::Queued { .. }));
        }
    }
    assert!(recorded > 40 && sent > 0, "only {recorded}, {sent} of them messages");
}

/// A reminder for people in France, an hour behind what they ask.
fn reminders() -> Plan {
    let wait = Action::Wait(Wait::For(elapsed(HOUR)));
    let steps =
        vec![step("pause", wait, to("reminder")), step("reminder", send("marketing", &["email"]), done())];
    let mut cart = journey("cart", "Asked", steps);
    cart.enter.when = Some(country_is("FR"));
    let mut plan = shop(vec![cart]);
    plan.profile.fields.iter_mut().for_each(|field| field.category = Some("user.contact".to_owned()));
    plan
}

const MORNING: &str = "2026-06-01T08:00:00.700Z";

fn morning() -> i64 {
    MORNING.parse::<Timestamp>().unwrap().as_millisecond()
}

fn somebody(ready: &Ready) -> World<'_> {
    let mut world = World::new(ready, Id(7), morning());
    let text = |text: &str| text.to_owned();
    world.happen(InputKind::Identify(Identify {
        identifiers: vec![(text("email"), text("lea@shop.example"))],
        fields: vec![(text("country"), "FR".into()), (text("timezone"), "Europe/Paris".into())],
        ..Identify::default()
    }));
    world.happen(InputKind::Consent(Consent::said("marketing", None, true, "form")));
    world
}

fn asked(world: &mut World<'_>) {
    let fields = world.ready.event("Asked").unwrap().fields.iter().map(|_| Value::Absent).collect();
    world.happen(InputKind::Event(Event { name: "Asked".to_owned(), fields, at: None }));
}

/// The last decision of this kind.
fn last(world: &World<'_>, wanted: impl Fn(&Verdict) -> bool) -> Past {
    past(world, world.decisions.iter().rev().find(|decision| wanted(&decision.verdict)).unwrap())
}

const fn is_queued(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Queued { .. })
}

#[test]
fn what_was_known_first_is_given_and_a_clock_keeps_its_seconds() {
    let ready = Ready::of(reminders()).unwrap();
    let mut world = somebody(&ready);
    world.until(morning() + 3_600_000);
    asked(&mut world);
    world.until(morning() + 9_000_000);
    let Recorded { scenario, gaps } = record(&ready, &last(&world, is_queued), true).unwrap();
    assert_eq!(gaps, []);
    let Given { identifiers, consents, .. } = &scenario.given;
    assert_eq!((identifiers.len(), consents.len()), (1, 1));
    let at = |text: &str| ActKind::At(text.parse::<Timestamp>().unwrap().as_millisecond());
    let kinds: Vec<_> = scenario.acts.iter().map(|act| act.kind.clone()).collect();
    let [first, ActKind::Event { .. }, second, ActKind::Expect(Expectation::Send { .. })] = kinds.as_slice()
    else {
        panic!("{kinds:?}")
    };
    assert_eq!((first, second), (&at("2026-06-01T11:00:00Z"), &at("2026-06-01T12:00:01Z")));
}

#[test]
fn the_second_of_two_equal_decisions_is_not_taken_for_the_first() {
    let ready = Ready::of(reminders()).unwrap();
    let mut world = somebody(&ready);
    for _ in 0..2 {
        asked(&mut world);
        world.until(world.now + 90_000_000);
    }
    let Recorded { scenario, gaps } = record(&ready, &last(&world, is_queued), true).unwrap();
    assert_eq!(gaps, []);
    let sends = |scenario: &Scenario| {
        scenario
            .acts
            .iter()
            .filter(|act| matches!(act.kind, ActKind::Expect(Expectation::Send { .. })))
            .count()
    };
    assert_eq!(sends(&scenario), 2);
}

#[test]
fn a_provider_that_refused_refuses_in_the_test_and_not_before() {
    let ready = Ready::of(reminders()).unwrap();
    let mut world = somebody(&ready);
    asked(&mut world);
    world.until(world.now + 90_000_000);
    world.meet(None, Fate::Failed);
    asked(&mut world);
    world.until(world.now + 90_000_000);
    let failed = last(&world, |verdict| matches!(verdict, Verdict::Failed { .. }));
    let Recorded { scenario, gaps } = record(&ready, &failed, true).unwrap();
    assert_eq!((gaps, run(&ready, &scenario)), (vec![], vec![]));
    let wanted = Expectation::Refused { step: "reminder".to_owned(), reason: Some(Reason::Failed) };
    assert_eq!(scenario.acts.last().unwrap().kind, ActKind::Expect(wanted));
    let fails = |act: &Act| matches!(act.kind, ActKind::Provider { .. });
    assert!(scenario.acts.iter().position(fails).unwrap() > 2, "{scenario:#?}");
}

#[test]
fn personal_values_are_invented_and_one_that_decides_gives_way_to_one_that_decides_alike() {
    let ready = Ready::of(reminders()).unwrap();
    let mut world = somebody(&ready);
    asked(&mut world);
    world.until(world.now + 9_000_000);
    let Recorded { scenario, gaps } = record(&ready, &last(&world, is_queued), false).unwrap();
    assert_eq!((gaps, run(&ready, &scenario)), (vec![], vec![]));
    assert_eq!(scenario.given.identifiers, [("email".to_owned(), "somebody1@example.com".to_owned())]);
    assert!(!format!("{scenario:?}").contains("lea"));
}

#[test]
fn two_people_who_became_one_are_told_by_an_alias() {
    let ready = Ready::of(reminders()).unwrap();
    let mut world = somebody(&ready);
    let mut past = {
        asked(&mut world);
        world.until(world.now + 9_000_000);
        last(&world, is_queued)
    };
    let other = Happened {
        person: Id(8),
        input: Input { id: Id(80), at: morning(), kind: past.inputs[2].input.kind.clone() },
        ..past.inputs[0].clone()
    };
    let merged = InputKind::Merge { person: Id(8), by: vec!["email".to_owned()] };
    let merge = Happened {
        input: Input { id: Id(81), at: morning() + 1_000, kind: merged },
        ..past.inputs[0].clone()
    };
    past.inputs.insert(0, other);
    past.inputs.insert(4, merge);
    let Recorded { scenario, gaps } = record(&ready, &past, true).unwrap();
    assert_eq!((gaps, run(&ready, &scenario)), (vec![Gap::Joined], vec![]));
    let events = scenario.acts.iter().find_map(|act| match &act.kind {
        ActKind::Alias { events, .. } => Some(events.len()),
        _ => None,
    });
    assert_eq!(events, Some(1), "{scenario:#?}");
}

#[test]
fn another_plan_and_a_decision_of_nobody_are_told() {
    let ready = Ready::of(reminders()).unwrap();
    let mut world = somebody(&ready);
    asked(&mut world);
    let mut entered = last(&world, |verdict| matches!(verdict, Verdict::Entered));
    "elsewhere".clone_into(&mut entered.decision.plan);
    entered.inputs.retain(|happened| happened.input.id != entered.decision.input);
    let gaps = record(&ready, &entered, true).unwrap().gaps;
    assert_eq!(gaps, [Gap::Elsewhere, Gap::NotKept, Gap::OtherPlan("elsewhere".to_owned())]);
    let granted = last(&world, |verdict| matches!(verdict, Verdict::Granted { .. }));
    assert_eq!(record(&ready, &granted, true), None);
}

#[test]
fn a_long_life_is_told_from_its_beginning() {
    let ready = Ready::of(reminders()).unwrap();
    let mut world = somebody(&ready);
    while world.inputs.len() < 3_000 {
        asked(&mut world);
        world.happen(InputKind::Event(Event {
            name: "Bought".to_owned(),
            fields: vec![Value::Absent],
            at: None,
        }));
        world.until(world.now + 60_000);
    }
    world.until(world.now + 3_600_000);
    let Recorded { scenario, gaps } =
        record(&ready, &last(&world, |it| matches!(it, Verdict::Skipped { .. })), false).unwrap();
    assert_eq!(gaps, []);
    let events = scenario.acts.iter().filter(|act| matches!(act.kind, ActKind::Event { .. })).count();
    let told = world.inputs.iter().filter(|input| matches!(input.kind, InputKind::Event(_))).count();
    assert_eq!(events, told);
}

/// A journey of its own that the API starts, beside the reminders.
fn asked_for(by: Entry) -> Plan {
    let wait = Action::Wait(Wait::For(elapsed(HOUR)));
    let mut invoice = journey("invoice", "Asked", vec![step("later", wait, done())]);
    invoice.enter.by = by;
    invoice.enter.fields = vec![Field {
        name: "order".to_owned(),
        ty: Type::String,
        category: Some("user.unique_id".to_owned()),
        bounds: Bounds::default(),
    }];
    let mut plan = reminders();
    plan.journeys.push(invoice);
    plan
}

fn starts(world: &mut World<'_>, order: &str) {
    let start = Start { journey: "invoice".to_owned(), fields: vec![order.into()], place: None };
    world.happen(InputKind::Start(start));
}

#[test]
fn somebody_who_was_put_on_their_way_is_a_gap_and_no_start_is_invented() {
    let ready = Ready::of(asked_for(Entry::Api)).unwrap();
    let mut world = somebody(&ready);
    let place = |step: &str, since| {
        Some(Place { step: step.to_owned(), entered_at: since, since: Since::Arrived(since) })
    };
    let start =
        |journey: &str, fields, place| InputKind::Start(Start { journey: journey.to_owned(), fields, place });
    world.happen(start("invoice", vec!["o1".into()], place("later", morning())));
    let asked = ready.event("Asked").unwrap().fields.iter().map(|_| Value::Absent).collect();
    world.happen(start("cart", asked, place("pause", morning())));
    world.until(world.now + 9_000_000);
    let Recorded { scenario, gaps } = record(&ready, &last(&world, is_queued), true).unwrap();
    let told: Vec<_> = gaps.iter().map(ToString::to_string).collect();
    let put = |journey| format!("the person was put into the journey `{journey}` where they stood elsewhere");
    assert_eq!(told, [put("invoice"), put("cart"), Gap::Elsewhere.to_string()]);
    assert!(gaps.iter().all(Gap::is_serious));
    let invented = |act: &&Act| matches!(act.kind, ActKind::Start { .. } | ActKind::Event { .. });
    assert_eq!(scenario.acts.iter().find(invented), None);
}

#[test]
fn another_journey_that_was_asked_for_is_asked_for_in_the_test_each_time() {
    let ready = Ready::of(asked_for(Entry::Api)).unwrap();
    let mut world = somebody(&ready);
    starts(&mut world, "o1");
    asked(&mut world);
    starts(&mut world, "o2");
    world.until(world.now + 9_000_000);
    let past = last(&world, is_queued);
    let Recorded { scenario, gaps } = record(&ready, &past, false).unwrap();
    assert_eq!((gaps, run(&ready, &scenario)), (vec![], vec![]));
    let starts: Vec<_> =
        scenario.acts.iter().filter(|act| matches!(act.kind, ActKind::Start { .. })).collect();
    assert_eq!(starts.len(), 2);
    assert!(format!("{starts:?}").contains("invoice") && !format!("{starts:?}").contains("o1"), "{starts:?}");
    let closed = Ready::of(asked_for(Entry::Called)).unwrap();
    assert_eq!(record(&closed, &past, true).unwrap().gaps.len(), 1, "only the plan is another one");
    let event = Entry::Event { event: "Asked".to_owned() };
    let gaps = record(&Ready::of(asked_for(event)).unwrap(), &past, true).unwrap().gaps;
    assert!(gaps.contains(&Gap::NoStart("invoice".to_owned())), "{gaps:?}");
}
