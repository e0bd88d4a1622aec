//! Answers that may be used again.

use crate::fetches::{fetch, plan_of};
use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Outcome, Verdict};
use filrouge_plan::program::Root;
use filrouge_plan::{Fetch, PathPart, Plan, Value};

/// A fetch that says nothing of the cart that brought the person in.
fn keeping(purpose: &str) -> Fetch {
    let with = vec![assign("cart", constant("any".into()))];
    Fetch { with, cache: Some(hours(4)), ..fetch(purpose) }
}

fn three() -> [(&'static str, Value); 1] {
    [("pieces", Value::Int(3))]
}

/// Somebody whose first walk was answered, with what a second one does `hours` later.
fn second(plan: Plan, pause: i64) -> (Walker, Vec<String>) {
    let mut walker = Walker::new(plan);
    walker.cart("c1", 1);
    walker.answer(&three());
    walker.pass(pause);
    walker.told();
    walker.cart("c2", 1);
    let told = walker.told();
    (walker, told)
}

#[test]
fn an_answer_is_used_again_within_its_time() {
    let (walker, told) = second(plan_of(keeping("orders")), 3);
    assert_eq!(told, ["entered", "answered before by stock", "waiting"]);
    assert_eq!(walker.asks.len(), 1);
    let walk = walker.person.instances.iter().find(|walk| walk.key == "c2").unwrap();
    assert_eq!(walk.results["shelf"].get("pieces"), Some(&Value::Int(3)));
    assert_eq!(walk.outcomes["shelf"], "ok");
}

#[test]
fn the_record_says_from_when_the_answer_is_and_what_it_rests_on() {
    let mut walker = Walker::new(plan_of(keeping("orders")));
    walker.cart("c1", 1);
    walker.answer(&three());
    walker.pass(3);
    walker.cart("c2", 1);
    let used = walker.decisions.iter().rev().find_map(|decision| match &decision.verdict {
        Verdict::AnsweredBefore { connector, fields, at, ground } => {
            Some((connector.clone(), fields.clone(), walker.now - at, ground.purpose.clone()))
        }
        _ => None,
    });
    let (connector, fields, age, purpose) = used.unwrap();
    assert_eq!((connector.as_str(), purpose.as_str(), age), ("stock", "orders", 3 * 3_600_000));
    assert_eq!(fields, ["pieces"]);
}

#[test]
fn at_its_end_it_is_asked_again_and_nothing_is_left() {
    let (mut walker, told) = second(plan_of(keeping("orders")), 4);
    assert_eq!(told, ["entered", "asked stock"]);
    assert!(walker.person.answers.is_empty());
    walker.answer(&three());
    assert_eq!(walker.person.answers.len(), 1);
    walker.pass(4);
    assert!(walker.person.answers.is_empty(), "thrown away by the time alone");
}

#[test]
fn another_question_has_an_answer_of_its_own() {
    let cart = || assign("cart", slot(Root::Entry, 0));
    let base = || keeping("orders");
    for other in [
        Fetch { with: vec![cart()], ..base() },
        Fetch { query: vec![cart()], ..base() },
        Fetch { path: vec![PathPart::Value(cart())], ..base() },
        Fetch { cache: None, ..base() },
    ] {
        let (walker, told) = second(plan_of(other), 1);
        assert_eq!(told, ["entered", "asked stock"]);
        assert_eq!(walker.asks.len(), 2);
    }
}

#[test]
fn what_is_no_answer_is_not_kept() {
    let failed = Outcome::Failed { reason: "404".into() };
    let unfit = Outcome::Unfit { reason: "no object".into() };
    let wrong = Outcome::Answered { fields: vec![("pieces".into(), Value::from("many"))] };
    for outcome in [failed, unfit, wrong] {
        let mut walker = Walker::new(plan_of(keeping("orders")));
        walker.cart("c1", 1);
        walker.reply(outcome);
        assert!(walker.person.answers.is_empty());
        walker.cart("c2", 1);
        assert_eq!(walker.asks.len(), 2);
    }
}

#[test]
fn who_refuses_is_not_told_from_memory_and_who_agrees_again_is_asked_about_anew() {
    let mut walker = Walker::granted(plan_of(keeping("marketing")));
    walker.cart("c1", 1);
    walker.answer(&three());
    assert_eq!(walker.person.answers.len(), 1);
    walker.consent("marketing", Some("email"), false);
    assert!(walker.person.answers.is_empty());
    walker.told();
    walker.cart("c2", 1);
    assert_eq!(walker.told(), ["entered", "not asked Refused", "waiting"]);
    walker.consent("marketing", Some("email"), true);
    walker.told();
    walker.cart("c3", 1);
    assert_eq!(walker.told(), ["entered", "asked stock"]);
}

#[test]
fn an_answer_for_another_purpose_is_another_one() {
    let mut walker = Walker::new(plan_of(keeping("orders")));
    walker.cart("c1", 1);
    walker.answer(&three());
    walker.activate(plan_of(keeping("news")));
    walker.cart("c2", 1);
    assert_eq!(walker.asks.len(), 2);
}

#[test]
fn the_present_plan_says_for_how_long_and_what_is_declared() {
    let shorter = Fetch { cache: Some(hours(1)), ..keeping("orders") };
    let wider = Fetch { answer: vec![field("pieces", filrouge_plan::Type::Int)], ..keeping("orders") };
    for (now, again) in [(shorter, true), (wider, true), (keeping("orders"), false)] {
        let mut walker = Walker::new(plan_of(keeping("orders")));
        walker.cart("c1", 1);
        walker.answer(&three());
        walker.pass(2);
        walker.activate(plan_of(now));
        walker.cart("c2", 1);
        assert_eq!(walker.asks.len() == 2, again);
    }
}

#[test]
fn an_answer_that_was_asked_for_before_a_shorter_timeout_is_still_kept() {
    let mut walker = Walker::new(plan_of(keeping("orders")));
    walker.cart("c1", 1);
    walker.activate(plan_of(Fetch { within: hours(1), ..keeping("orders") }));
    walker.answer(&three());
    assert_eq!(walker.person.answers.len(), 1);
}

#[test]
fn sixteen_answers_are_kept_and_the_oldest_gives_way() {
    let each = Fetch { with: vec![assign("cart", slot(Root::Entry, 0))], ..keeping("orders") };
    let mut walker = Walker::new(plan_of(each));
    for number in 0..20 {
        walker.cart(&format!("c{number}"), 1);
        walker.answer(&three());
        walker.now += 1_000;
    }
    assert_eq!(walker.person.answers.len(), 16);
    let oldest = walker.person.answers.values().map(|kept| kept.at).min().unwrap();
    assert_eq!(walker.now - oldest, 16_000);
}

#[test]
fn whoever_becomes_one_with_somebody_brings_no_answers_and_gets_none_back() {
    let mut lea = Walker::new(plan_of(keeping("orders")));
    let mut visitor = lea.other(8);
    visitor.cart("c1", 1);
    visitor.answer(&three());
    let (_, mut other) = lea.absorb(visitor);
    assert!(lea.person.answers.is_empty());
    lea.cart("c2", 1);
    lea.answer(&three());
    assert_eq!(lea.person.answers.len(), 1);
    lea.separate(&mut other);
    assert!(lea.person.answers.is_empty());
    assert_eq!(other.person.answers.len(), 1, "its own, as it was");
}
