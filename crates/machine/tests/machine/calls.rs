//! `call` and `start`: who waits for whom, and who ends with whom.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::Pending;
use filrouge_plan::program::Root;
use filrouge_plan::{Action, Call, Entry, Field, Journey, OnOutcome, Plan, ReEntry, Step, Target, Type};

fn ask(journey: &str) -> Call {
    Call { journey: journey.into(), with: vec![], on: vec![] }
}

fn call(name: &str, journey: &str) -> Step {
    step(name, Action::Call(ask(journey)), to("rest"))
}

fn called(name: &str, steps: Vec<Step>) -> Journey {
    let mut called = journey(name, "Ping", steps);
    called.enter.by = Entry::Called;
    called.enter.re_entry = ReEntry::AfterExit;
    called
}

fn caller(asks: Step) -> Journey {
    let mut caller = journey("caller", "Cart Updated", vec![asks, wait("rest", hours(9), done())]);
    caller.enter.key = Some(slot(Root::Event, 0));
    caller
}

fn pausing(fields: Vec<Field>) -> Journey {
    let mut sub = called("sub", vec![wait("pause", hours(1), done())]);
    sub.enter.fields = fields;
    sub
}

fn calling() -> Plan {
    shop(vec![caller(call("asking", "sub")), pausing(vec![])])
}

#[test]
fn the_end_of_the_called_journey_is_the_outcome() {
    let mut walker = Walker::new(calling());
    walker.cart("c1", 1);
    assert_eq!(walker.told(), ["entered", "called sub", "entered", "waiting"]);
    walker.pass(1);
    assert_eq!(walker.told(), ["resumed elapsed", "exited completed", "resumed completed", "waiting"]);
    assert_eq!(walker.person.instances[0].outcomes["asking"], "completed");
}

#[test]
fn whom_the_entry_keeps_out_goes_on_at_once() {
    let mut walker = Walker::new(calling());
    walker.cart("c1", 1);
    walker.told();
    walker.cart("c2", 1);
    let told = walker.told();
    assert_eq!(
        told,
        ["entered", "called sub", "not entered AlreadyInside", "resumed not-entered", "waiting"]
    );
}

#[test]
fn a_field_that_is_missing_keeps_the_person_out() {
    let mut plan = calling();
    plan.journeys[1] = pausing(vec![field("order", Type::String)]);
    let mut walker = Walker::new(plan);
    walker.cart("c1", 1);
    assert!(walker.told().contains(&"not entered MissingValue".into()));
}

#[test]
fn a_journey_that_nobody_may_call_is_not_entered() {
    let mut plan = calling();
    plan.journeys[1].enter.by = Entry::Api;
    let mut walker = Walker::new(plan);
    walker.cart("c1", 1);
    assert_eq!(walker.told(), ["entered", "called sub", "resumed not-entered", "waiting"]);
}

#[test]
fn what_was_called_ends_with_its_caller() {
    let mut plan = calling();
    let sends = vec![send("hello", "orders", &["email"], to("rest")), wait("rest", hours(1), done())];
    plan.journeys[1] = called("sub", sends);
    let stop = filrouge_plan::StopJourney { journey: "caller".into(), key: None };
    plan.journeys.push(journey(
        "stopper",
        "Session Started",
        vec![step("stop", Action::StopJourney(stop), done())],
    ));
    let mut walker = Walker::new(plan);
    walker.cart("c1", 1);
    walker.told();
    let effects = walker.event("Session Started", vec![]);
    assert_eq!(effects.recalled, [walker.messages[0].effect]);
    let told = walker.told();
    let ends = ["exited stopped", "recalled Left", "exited caller-left", "exited completed"];
    assert_eq!(
        told.iter().filter(|told| !told.starts_with("stopped") && *told != "entered").collect::<Vec<_>>(),
        ends
    );
    assert!(walker.is_out() && walker.timers.is_empty());
}

#[test]
fn what_was_started_does_not_end_with_the_other() {
    let mut plan = calling();
    plan.journeys[0] = caller(step("asking", Action::Start(ask("sub")), done()));
    let mut walker = Walker::new(plan);
    walker.cart("c1", 1);
    assert_eq!(walker.told(), ["entered", "started sub", "entered", "waiting", "exited completed"]);
    assert_eq!(walker.stands_on(), "pause");
    assert_eq!(walker.person.instances[0].caller, None);
}

#[test]
fn a_chain_of_starts_ends() {
    let mut again = called("sub", vec![step("again", Action::Start(ask("sub")), done())]);
    again.enter.re_entry = ReEntry::Every;
    let mut walker =
        Walker::new(shop(vec![caller(step("asking", Action::Start(ask("sub")), done())), again]));
    walker.cart("c1", 1);
    let told = walker.told();
    assert_eq!(told.iter().filter(|told| *told == "not entered Endless").count(), 1, "{told:?}");
    assert!(walker.is_out());
}

#[test]
fn a_chain_of_calls_ends() {
    let mut plan = calling();
    plan.journeys[1] = called("sub", vec![call("deeper", "sub-0"), wait("rest", hours(1), done())]);
    for depth in 0..20 {
        let next = format!("sub-{}", depth + 1);
        plan.journeys.push(called(
            &format!("sub-{depth}"),
            vec![call("deeper", &next), wait("rest", hours(1), done())],
        ));
    }
    let mut walker = Walker::new(plan);
    walker.cart("c1", 1);
    assert_eq!(walker.told().iter().filter(|told| *told == "not entered Endless").count(), 1);
    assert_eq!(walker.timers.len(), 1, "the innermost waits, all others wait for it");
    walker.pass(30);
    assert!(walker.is_out());
}

#[test]
fn a_called_journey_that_is_removed_lets_the_caller_go_on() {
    let mut walker = Walker::new(calling());
    walker.cart("c1", 1);
    walker.told();
    let mut plan = calling();
    plan.journeys.pop();
    walker.activate(plan);
    assert_eq!(walker.told(), ["exited removed", "resumed removed", "waiting"]);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn a_call_that_is_renamed_still_waits() {
    let mut walker = Walker::new(calling());
    walker.cart("c1", 1);
    let mut plan = calling();
    plan.journeys[0].steps[0].name = "inquiring".into();
    plan.journeys[0].steps[0].was = Some("asking".into());
    plan.journeys[0].start = to("inquiring");
    walker.activate(plan);
    walker.told();
    walker.pass(1);
    assert_eq!(walker.told(), ["resumed elapsed", "exited completed", "resumed completed", "waiting"]);
    assert_eq!(walker.person.instances[0].outcomes["inquiring"], "completed");
}

#[test]
fn what_was_called_since_goes_back_with_its_caller() {
    let mut plan = calling();
    plan.journeys[0].steps.insert(0, wait("first", hours(1), to("asking")));
    plan.journeys[0].start = to("first");
    let mut lea = Walker::new(plan);
    let mut visitor = lea.other(8);
    visitor.cart("c1", 1);
    let (_, mut visitor) = lea.absorb(visitor);
    lea.now += 3_600_000;
    let effects = lea.input(filrouge_machine::InputKind::PlanActivated { plan: lea.ready.hash().to_owned() });
    assert_eq!((effects.timers.len(), lea.person.instances.len()), (2, 2));
    lea.separate(&mut visitor);
    assert!(lea.is_out());
    let waits = visitor.person.instances.iter().filter(|walk| matches!(walk.pending, Pending::Called { .. }));
    assert_eq!((waits.count(), visitor.person.instances.len()), (1, 2));
}

#[test]
fn an_end_may_lead_elsewhere() {
    let on = |outcome: &str, to: Target| OnOutcome { outcome: outcome.into(), to };
    let ends =
        vec![on("completed", Target::End("done".into())), on("not-entered", Target::End("nobody".into()))];
    let asks = step("asking", Action::Call(Call { on: ends, ..ask("sub") }), to("rest"));
    let mut walker = Walker::new(shop(vec![caller(asks), pausing(vec![])]));
    walker.cart("c1", 1);
    walker.told();
    walker.cart("c2", 1);
    let told = walker.told();
    let refused =
        ["entered", "called sub", "not entered AlreadyInside", "resumed not-entered", "exited nobody"];
    assert_eq!(told, refused);
    walker.pass(1);
    let ended = ["resumed elapsed", "exited completed", "resumed completed", "exited done"];
    assert_eq!(walker.told(), ended);
    assert!(walker.is_out());
}

#[test]
fn an_end_without_a_way_of_its_own_leads_behind_the_step() {
    let ends = vec![OnOutcome { outcome: "gone".into(), to: Target::End("done".into()) }];
    let asks = step("asking", Action::Call(Call { on: ends, ..ask("sub") }), to("rest"));
    let mut walker = Walker::new(shop(vec![caller(asks), pausing(vec![])]));
    walker.cart("c1", 1);
    walker.pass(1);
    assert_eq!(walker.stands_on(), "rest");
}
