//! `stop-journey`: who is taken out, and who is not.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_plan::program::Root;
use filrouge_plan::{Action, Plan, Program, StopJourney};

fn stopping(journey_name: &str, key: Option<Program>) -> Plan {
    let stop = StopJourney { journey: journey_name.into(), key };
    let mut stopper = journey(
        "stopper",
        "Order Completed",
        vec![step("stop", Action::StopJourney(stop), to("rest")), wait("rest", hours(9), done())],
    );
    stopper.enter.key = Some(slot(Root::Event, 0));
    let mut nudge = journey(
        "nudge",
        "Cart Updated",
        vec![send("hello", "orders", &["email"], to("rest")), wait("rest", hours(9), done())],
    );
    nudge.enter.key = Some(slot(Root::Event, 0));
    shop(vec![nudge, stopper])
}

#[test]
fn a_message_that_has_not_left_is_called_back() {
    let mut walker = Walker::new(stopping("nudge", None));
    walker.cart("c1", 1);
    let effects = walker.order("c9");
    assert_eq!(effects.recalled, [walker.messages[0].effect]);
    assert!(walker.told().ends_with(&[
        "entered".into(),
        "stopped 1 of nudge".into(),
        "recalled Left".into(),
        "exited stopped".into(),
        "waiting".into(),
    ]));
}

#[test]
fn a_key_names_one_instance() {
    let mut walker = Walker::new(stopping("nudge", Some(slot(Root::Entry, 0))));
    walker.cart("c1", 1);
    walker.cart("c2", 1);
    walker.order("c1");
    let inside: Vec<_> = walker.person.instances.iter().map(|instance| instance.key.as_str()).collect();
    assert_eq!(inside, ["c2", "c1"]);
    walker.order("c3");
    assert!(walker.told().contains(&"stopped 0 of nudge".into()));
}

#[test]
fn a_journey_that_stops_itself_stops_only_the_others() {
    let mut walker = Walker::new(stopping("stopper", None));
    walker.order("c1");
    walker.order("c2");
    let inside: Vec<_> = walker.person.instances.iter().map(|instance| instance.key.as_str()).collect();
    assert_eq!(inside, ["c2"]);
}
