//! Events of the machine's own.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_plan::program::Root;
use filrouge_plan::{Exit, ReEntry, Trigger};

#[test]
fn an_emitted_event_brings_people_into_other_journeys() {
    let count = assign("count", constant(filrouge_plan::Value::Int(3)));
    let first = journey("first", "Session Started", vec![emit("tell", "Ping", vec![count], done())]);
    let mut second = journey("second", "Ping", vec![wait("pause", hours(1), done())]);
    second.enter.when = Some(is(Root::Event, 0, filrouge_plan::Value::Int(3)));
    let mut walker = Walker::new(shop(vec![first, second]));
    walker.event("Session Started", vec![]);
    assert_eq!(walker.told(), ["entered", "emitted Ping", "entered", "waiting", "exited completed"]);
}

#[test]
fn exits_see_an_emitted_event_before_the_next_step() {
    let steps = vec![emit("tell", "Ping", vec![], to("hello")), send("hello", "news", &["email"], done())];
    let mut itself = journey("itself", "Session Started", steps);
    itself.exits =
        vec![Exit { name: "gone".into(), on: Trigger::Event { event: "Ping".into(), when: None } }];
    let mut walker = Walker::new(shop(vec![itself]));
    walker.event("Session Started", vec![]);
    assert_eq!(walker.told(), ["entered", "emitted Ping", "exited gone"]);
    assert!(walker.messages.is_empty());
}

#[test]
fn a_chain_that_feeds_itself_is_cut() {
    let mut round = journey("round", "Ping", vec![emit("again", "Ping", vec![], done())]);
    round.enter.re_entry = ReEntry::Every;
    let mut walker = Walker::new(shop(vec![round]));
    walker.ping();
    let told = walker.told();
    assert_eq!(told.iter().filter(|told| *told == "emitted Ping").count(), 16);
    assert_eq!(told.iter().filter(|told| *told == "not emitted Ping").count(), 1);
    assert!(walker.is_out());
}

#[test]
fn a_chain_that_branches_is_cut_too() {
    let steps = || vec![emit("a", "Ping", vec![], to("b")), emit("b", "Ping", vec![], done())];
    let mut journeys = vec![journey("one", "Ping", steps()), journey("two", "Ping", steps())];
    for journey in &mut journeys {
        journey.enter.re_entry = ReEntry::Every;
    }
    let mut walker = Walker::new(shop(journeys));
    walker.ping();
    assert!(walker.told().len() < 2_000);
}
