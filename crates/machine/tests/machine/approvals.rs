//! `approve`: who is asked, whose answer counts, and what becomes of an approval when the plan changes.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Approval, Effects, Id, InputKind, Person};
use filrouge_plan::{Action, Approve, Exit, Journey, Plan, Target, Timeout, Trigger};

fn approving(after: u64) -> Journey {
    let timeout = Timeout { after: Some(hours(after)), until: None, to: Target::End("late".into()) };
    let approve =
        Approve { by: "growth".into(), question: None, refused: Target::End("refused".into()), timeout };
    let steps = vec![step("check", Action::Approve(approve), to("rest")), wait("rest", hours(9), done())];
    journey("approving", "Ping", steps)
}

fn plan() -> Plan {
    shop(vec![approving(48)])
}

fn asking() -> Walker {
    let mut walker = Walker::new(plan());
    walker.ping();
    assert_eq!(walker.told(), ["entered", "asked growth"]);
    walker
}

fn open(person: &Person) -> Vec<Id> {
    person.approvals().map(|(approval, _)| approval).collect()
}

fn say(walker: &mut Walker, approval: Id, approved: bool) -> Effects {
    walker.input(InputKind::Approval(Approval { approval, approved, by: "Paul".into(), note: None }))
}

#[test]
fn whoever_is_approved_goes_on() {
    let mut walker = asking();
    let approval = open(&walker.person)[0];
    say(&mut walker, approval, true);
    assert_eq!(walker.told(), ["approved by Paul", "waiting"]);
    assert_eq!(walker.stands_on(), "rest");
    assert_eq!(walker.person.instances[0].outcomes["check"], "approved");
    assert_eq!(open(&walker.person), []);
}

#[test]
fn whoever_is_refused_goes_where_the_step_says() {
    let mut walker = asking();
    let approval = open(&walker.person)[0];
    say(&mut walker, approval, false);
    assert_eq!(walker.told(), ["refused by Paul", "exited refused"]);
    assert!(walker.timers.is_empty());
}

#[test]
fn the_first_answer_counts() {
    let mut walker = asking();
    let approval = open(&walker.person)[0];
    say(&mut walker, approval, true);
    let before = walker.person.clone();
    let effects = say(&mut walker, approval, false);
    assert_eq!((effects, &walker.person), (Effects::default(), &before));
}

#[test]
fn an_answer_behind_the_timeout_changes_nothing() {
    let mut walker = asking();
    let approval = open(&walker.person)[0];
    walker.pass(48);
    assert_eq!(walker.told(), ["resumed timeout", "exited late"]);
    say(&mut walker, approval, true);
    assert_eq!(walker.told(), Vec::<String>::new());
    assert!(walker.is_out());
}

#[test]
fn an_answer_that_comes_with_an_overdue_timeout_is_too_late() {
    let mut walker = asking();
    let approval = open(&walker.person)[0];
    walker.now += 48 * 3_600_000;
    say(&mut walker, approval, true);
    assert_eq!(walker.told(), ["resumed timeout", "exited late"]);
}

#[test]
fn an_exit_takes_the_question_back() {
    let mut journey = approving(48);
    let on = Trigger::Event { event: "Order Completed".into(), when: None };
    journey.exits = vec![Exit { name: "bought".into(), on }];
    let mut walker = Walker::new(shop(vec![journey]));
    walker.ping();
    walker.order("c1");
    assert_eq!(open(&walker.person), []);
}

#[test]
fn each_visit_asks_anew() {
    let mut journey = approving(48);
    journey.steps[0].next = to("check");
    let mut walker = Walker::new(shop(vec![journey]));
    walker.ping();
    let first = open(&walker.person)[0];
    say(&mut walker, first, true);
    let second = open(&walker.person)[0];
    assert_ne!(first, second);
}

#[test]
fn a_renamed_step_keeps_its_approval() {
    let mut walker = asking();
    let approval = open(&walker.person)[0];
    let mut renamed = approving(48);
    renamed.steps[0].name = "look".into();
    renamed.steps[0].was = Some("check".into());
    renamed.start = to("look");
    walker.activate(shop(vec![renamed]));
    assert_eq!(open(&walker.person), [approval]);
    say(&mut walker, approval, true);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn a_shorter_timeout_is_counted_from_when_it_was_asked() {
    let mut walker = asking();
    let began = walker.now;
    walker.pass(10);
    walker.activate(shop(vec![approving(12)]));
    assert_eq!(walker.timers.values().next(), Some(&(began + 12 * 3_600_000)));
}

#[test]
fn a_step_that_became_an_approval_asks_nobody_who_stood_there() {
    let waiting = journey(
        "approving",
        "Ping",
        vec![wait("check", hours(3), to("rest")), wait("rest", hours(9), done())],
    );
    let mut walker = Walker::new(shop(vec![waiting]));
    walker.ping();
    walker.told();
    walker.activate(plan());
    assert_eq!(walker.told(), ["exited removed"]);
}

#[test]
fn an_approval_goes_along_when_two_become_one() {
    let mut walker = Walker::new(plan());
    let mut other = walker.other(9);
    other.ping();
    let approval = open(&other.person)[0];
    walker.absorb(other);
    assert_eq!(open(&walker.person), [approval]);
    say(&mut walker, approval, true);
    assert_eq!(walker.stands_on(), "rest");
}
