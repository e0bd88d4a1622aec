//! What became of messages.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Effects, Outcome};
use filrouge_plan::{Exit, Plan, Trigger};

fn tells(via: &[&str]) -> Plan {
    let mut tells =
        journey("tells", "Ping", vec![send("tell", "news", via, to("rest")), wait("rest", hours(1), done())]);
    tells.exits = vec![Exit {
        name: "gone".into(),
        on: Trigger::Event { event: "Session Started".into(), when: None },
    }];
    shop(vec![tells])
}

fn outcome_of(walker: &Walker) -> Option<&str> {
    walker.person.instances[0].outcomes.get("tell").map(String::as_str)
}

#[test]
fn the_journey_goes_on_when_the_provider_took_it() {
    let mut walker = Walker::new(tells(&["email"]));
    walker.ping();
    walker.sent();
    assert_eq!(outcome_of(&walker), Some("sent"));
    assert_eq!(walker.told()[2..], ["sent", "waiting"]);
}

#[test]
fn a_failure_tries_the_next_channel() {
    let mut walker = Walker::new(tells(&["email", "sms"]));
    walker.know("phone", "+33600000000");
    walker.ping();
    walker.failed();
    assert_eq!(walker.messages[1].channel, "sms");
    assert_ne!(walker.messages[0].effect, walker.messages[1].effect);
    walker.failed();
    assert_eq!(outcome_of(&walker), Some("failed"));
}

#[test]
fn what_is_not_known_is_never_sent_again() {
    let mut walker = Walker::new(tells(&["email", "sms"]));
    walker.know("phone", "+33600000000");
    walker.ping();
    walker.outcome(Outcome::Unknown { reason: "timeout".into() });
    assert_eq!(outcome_of(&walker), Some("unknown"));
    assert_eq!(walker.failed(), Effects::default());
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn an_outcome_that_comes_twice_does_no_harm() {
    let mut walker = Walker::new(tells(&["email"]));
    walker.ping();
    walker.sent();
    let before = walker.person.clone();
    assert_eq!(walker.sent(), Effects::default());
    assert_eq!(walker.person, before);
}

#[test]
fn leaving_calls_the_message_back() {
    let mut walker = Walker::new(tells(&["email"]));
    walker.ping();
    let effects = walker.event("Session Started", vec![]);
    assert_eq!(effects.recalled, [walker.messages[0].effect]);
    assert_eq!(walker.told()[2..], ["recalled Left", "exited gone"]);
}

#[test]
fn a_message_that_left_although_it_was_called_back_is_told_and_counted() {
    let mut plan = tells(&["email"]);
    plan.channels[0].caps = vec![cap(1, days(7))];
    let mut walker = Walker::new(plan);
    walker.ping();
    walker.event("Session Started", vec![]);
    walker.sent();
    walker.ping();
    assert_eq!(walker.told()[4..], ["sent", "entered", "skipped email Cap", "waiting"]);
}
