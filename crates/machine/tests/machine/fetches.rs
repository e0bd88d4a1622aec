//! `fetch`: what is asked, what is answered, and what happens in between.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Id, Outcome, Pending};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::{Action, Fetch, Journey, OnOutcome, Plan, Program, Step, Type, Value};

pub fn fetch(purpose: &str) -> Fetch {
    let on = |outcome: &str, to| OnOutcome { outcome: outcome.into(), to };
    Fetch {
        connector: "stock".into(),
        purpose: purpose.into(),
        path: vec![],
        query: vec![],
        with: vec![assign("cart", slot(Root::Entry, 0))],
        tells: vec![field("cart", Type::String)],
        answer: vec![field("pieces", Type::Int), field("shop", Type::Optional(Type::String.into()))],
        cache: None,
        within: hours(2),
        on: vec![on("failed", end("failed")), on("timeout", end("late"))],
        otherwise: None,
    }
}

fn end(reason: &str) -> filrouge_plan::Target {
    filrouge_plan::Target::End(reason.into())
}

fn asking(fetch: Fetch) -> Journey {
    let shelf = step("shelf", Action::Fetch(fetch), to("rest"));
    let mut journey = journey("asking", "Cart Updated", vec![shelf, wait("rest", hours(9), done())]);
    journey.enter.key = Some(slot(Root::Event, 0));
    journey
}

pub fn plan_of(fetch: Fetch) -> Plan {
    shop(vec![asking(fetch)])
}

fn asked() -> Walker {
    let mut walker = Walker::new(plan_of(fetch("orders")));
    walker.cart("c1", 1);
    walker.told();
    walker
}

#[test]
fn an_answer_is_kept_and_the_person_goes_on() {
    let mut walker = Walker::new(plan_of(fetch("orders")));
    walker.cart("c1", 1);
    assert_eq!(walker.told(), ["entered", "asked stock"]);
    assert_eq!(walker.asks[0].tells["cart"], "c1");
    walker.answer(&[("pieces", Value::Int(3)), ("shop", Value::Absent)]);
    assert_eq!(walker.told(), ["answered pieces", "waiting"]);
    let walk = &walker.person.instances[0];
    assert_eq!(walk.results["shelf"].get("pieces"), Some(&Value::Int(3)));
    assert_eq!((walk.outcomes["shelf"].as_str(), walk.results["shelf"].len()), ("ok", 1));
}

#[test]
fn an_answer_that_comes_twice_counts_once() {
    let mut walker = asked();
    walker.answer(&[("pieces", Value::Int(3))]);
    walker.told();
    let before = walker.person.clone();
    walker.answer(&[("pieces", Value::Int(4))]);
    assert!(walker.told().is_empty());
    assert_eq!(before, walker.person);
}

#[test]
fn an_answer_after_the_timeout_is_thrown_away() {
    let mut walker = asked();
    walker.pass(2);
    assert_eq!(walker.told(), ["unanswered Timeout", "took timeout", "exited late"]);
    let effects = walker.answer(&[("pieces", Value::Int(3))]);
    assert!(walker.told().is_empty() && effects.timers.is_empty());
}

#[test]
fn an_answer_that_comes_with_the_timeout_comes_too_late() {
    let mut walker = asked();
    walker.now += 2 * 3_600_000;
    walker.answer(&[("pieces", Value::Int(3))]);
    assert_eq!(walker.told(), ["unanswered Timeout", "took timeout", "exited late"]);
}

#[test]
fn what_is_not_declared_or_missing_does_not_fit() {
    for said in [vec![], vec![("pieces", Value::from("many"))], vec![("shop", Value::from("Lyon"))]] {
        let mut walker = asked();
        walker.answer(&said);
        let told = walker.told();
        assert!(told[0].starts_with("unanswered Unfit"), "{told:?}");
        assert_eq!(told[1..], ["took failed", "exited failed"]);
    }
}

#[test]
fn a_value_that_it_would_tell_must_be_there() {
    let mut fetch = fetch("orders");
    fetch.with = vec![assign(
        "cart",
        Program { nodes: vec![Node::Slot { root: Root::Profile, slot: POINTS }], constants: vec![] },
    )];
    let mut walker = Walker::new(plan_of(fetch));
    walker.cart("c1", 1);
    assert_eq!(walker.told(), ["entered", "not asked MissingValue", "waiting"]);
    assert!(walker.asks.is_empty());
    assert_eq!(walker.person.instances[0].results["shelf"]["reason"], Value::from("missing-value"));
}

#[test]
fn a_consent_that_is_too_old_asks_nobody() {
    let mut walker = Walker::granted(plan_of(fetch("marketing")));
    walker.cart("c1", 1);
    assert_eq!(walker.told(), ["entered", "asked stock"]);
    walker.pass(24 * 366);
    walker.cart("c2", 1);
    assert_eq!(walker.told().last().unwrap(), "waiting");
    assert_eq!(walker.asks.len(), 1);
}

#[test]
fn an_objection_on_every_channel_is_one_to_the_question() {
    let mut walker = Walker::new(plan_of(fetch("news")));
    walker.cart("c1", 1);
    walker.told();
    walker.consent("news", Some("sms"), false);
    assert!(walker.told().is_empty());
    walker.consent("news", None, false);
    assert_eq!(walker.told(), ["unanswered Refused", "waiting"]);
    walker.cart("c2", 1);
    assert_eq!(walker.told(), ["entered", "not asked Refused", "waiting"]);
}

#[test]
fn an_answer_is_held_to_what_the_new_plan_declares() {
    let mut walker = asked();
    let mut fetch = fetch("orders");
    fetch.answer = vec![field("pieces", Type::String)];
    walker.activate(plan_of(fetch));
    walker.answer(&[("pieces", Value::Int(3))]);
    assert_eq!(walker.told()[1..], ["took failed", "exited failed"]);
}

#[test]
fn an_answer_of_another_type_is_not_read_any_more() {
    let mut split = plan_of(fetch("orders"));
    let way = filrouge_plan::Way {
        name: "some".into(),
        when: Program {
            nodes: vec![
                Node::OfStep { step: "shelf".into(), field: "pieces".into() },
                Node::Constant(0),
                Node::Compare {
                    by: filrouge_plan::program::Comparison::Equal,
                    left: filrouge_plan::program::NodeId(0),
                    right: filrouge_plan::program::NodeId(1),
                },
            ],
            constants: vec![Value::Int(3)],
        },
        to: end("some"),
    };
    let choose = Action::Split(filrouge_plan::Split { ways: vec![way], otherwise: end("none") });
    split.journeys[0].steps[1].next = to("choose");
    split.journeys[0].steps.push(step("choose", choose, done()));
    for (ty, reason) in [(Type::Int, "exited some"), (Type::String, "exited none")] {
        let mut walker = Walker::new(split.clone());
        walker.cart("c1", 1);
        walker.answer(&[("pieces", Value::Int(3))]);
        let mut plan = split.clone();
        let Action::Fetch(fetch) = &mut plan.journeys[0].steps[0].action else { panic!() };
        fetch.answer = vec![field("pieces", ty)];
        walker.activate(plan);
        walker.pass(9);
        assert_eq!(walker.told().last().unwrap(), reason);
    }
}

#[test]
fn a_shorter_time_counts_from_when_the_person_came() {
    let mut walker = asked();
    walker.pass(1);
    let mut fetch = fetch("orders");
    fetch.within = hours(1);
    walker.activate(plan_of(fetch));
    walker.pass(0);
    assert_eq!(walker.told(), ["unanswered Timeout", "took timeout", "exited late"]);
}

#[test]
fn who_waits_in_a_fetch_that_is_gone_is_asked_about_no_more() {
    let mut walker = asked();
    let effect = walker.asks[0].effect;
    let other: Step = wait("other", hours(1), done());
    let effects = walker.activate(shop(vec![journey("asking", "Cart Updated", vec![other])]));
    assert_eq!(effects.recalled, [effect]);
    assert_eq!(walker.told(), ["unanswered Left", "exited removed"]);
}

#[test]
fn the_answer_finds_whoever_became_one_with_the_person() {
    let mut lea = Walker::new(plan_of(fetch("orders")));
    let mut visitor = lea.other(8);
    visitor.cart("c1", 1);
    lea.absorb(visitor);
    lea.told();
    lea.answer(&[("pieces", Value::Int(3))]);
    assert_eq!(lea.told(), ["answered pieces", "waiting"]);
}

#[test]
fn of_two_walks_that_become_one_the_question_of_the_later_is_given_up() {
    let mut lea = asked();
    let mut visitor = lea.other(8);
    visitor.now += 60_000;
    lea.now += 60_000;
    visitor.cart("c1", 1);
    let given_up = visitor.asks[0].effect;
    let (effects, _) = lea.absorb(visitor);
    assert_eq!(effects.recalled, [given_up]);
    assert_eq!(lea.told(), ["unanswered Left", "exited merged"]);
}

#[test]
fn a_second_visit_asks_a_question_of_its_own() {
    let mut plan = plan_of(fetch("orders"));
    plan.journeys[0].steps[1].next = to("shelf");
    let mut walker = Walker::new(plan);
    walker.cart("c1", 1);
    walker.answer(&[("pieces", Value::Int(3))]);
    walker.pass(9);
    assert_ne!(walker.asks[0].effect, walker.asks[1].effect);
    assert!(
        matches!(walker.person.instances[0].pending, Pending::Answer { effect, .. } if effect == walker.asks[1].effect)
    );
    let late = walker.asks[0].effect;
    walker.told();
    walker.input(filrouge_machine::InputKind::Outcome {
        effect: late,
        outcome: Outcome::Answered { fields: vec![("pieces".into(), Value::Int(1))] },
    });
    assert!(walker.told().is_empty());
    assert_ne!(late, Id(0));
}
