//! `parallel`: who waits for whom, who gives up whom, and where people are led when the plan changes.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_plan::{
    Action, Branch, Entry, Exit, Join, Journey, JourneyPassage, Parallel, Passage, Plan, ReEntry, Repeat,
    Step, StepPassage, Target, Timeout, Trigger,
};
use std::collections::BTreeSet;

fn join() -> Target {
    Target::Join("both".into())
}

fn branches(names: &[(&str, &str)]) -> Vec<Branch> {
    names.iter().map(|(name, first)| Branch { name: (*name).into(), to: to(first) }).collect()
}

fn both(join: Join, timeout: Option<Timeout>) -> Step {
    let branches = branches(&[("left", "short"), ("right", "long")]);
    step("both", Action::Parallel(Parallel { branches, join, timeout }), to("rest"))
}

/// One hour on the left, three on the right.
fn forked(joined: Join, timeout: Option<Timeout>) -> Journey {
    let steps = vec![
        both(joined, timeout),
        wait("short", hours(1), join()),
        wait("long", hours(3), join()),
        wait("rest", hours(9), done()),
    ];
    journey("forked", "Ping", steps)
}

fn plan(join: Join) -> Plan {
    shop(vec![forked(join, None)])
}

fn inside(plan: Plan) -> Walker {
    let mut walker = Walker::granted(plan);
    walker.ping();
    walker.told();
    walker
}

fn places(walker: &Walker) -> Vec<&str> {
    walker.person.instances.iter().map(|instance| instance.step.as_str()).collect()
}

#[test]
fn people_go_on_when_every_branch_is_through() {
    let mut walker = Walker::new(plan(Join::All));
    walker.ping();
    assert_eq!(walker.told(), ["entered", "branched left right", "waiting", "waiting"]);
    assert_eq!(places(&walker), ["both", "short", "long"]);
    walker.pass(1);
    assert_eq!(walker.told(), ["resumed elapsed", "ended left"]);
    walker.pass(2);
    assert_eq!(walker.told(), ["resumed elapsed", "ended right", "resumed joined", "waiting"]);
    assert_eq!(places(&walker), ["rest"]);
}

#[test]
fn the_first_branch_is_enough_where_any_is() {
    let mut walker = inside(plan(Join::First(1)));
    walker.pass(1);
    let told = ["resumed elapsed", "ended left", "resumed joined", "dropped right", "waiting"];
    assert_eq!(walker.told(), told);
    assert_eq!(walker.stands_on(), "rest");
    assert_eq!(walker.person.instances[0].results["both"]["first"], "left".into());
}

#[test]
fn a_branch_that_needs_no_time_leaves_the_next_one_no_turn() {
    let mut journey = forked(Join::First(1), None);
    journey.steps[1] = update("short", "country", constant("BE".into()), join());
    let mut walker = Walker::new(shop(vec![journey]));
    walker.ping();
    let told = walker.told();
    let all = ["entered", "branched left right", "updated country", "ended left", "resumed joined"];
    assert_eq!(told[..5], all);
    assert_eq!(told[5..], ["dropped right", "waiting"]);
}

#[test]
fn a_timeout_gives_up_whoever_is_not_through() {
    let timeout = Timeout { after: Some(hours(2)), until: None, to: Target::End("late".into()) };
    let mut walker = inside(shop(vec![forked(Join::All, Some(timeout))]));
    walker.pass(2);
    let told = ["resumed elapsed", "ended left", "resumed timeout", "dropped right", "exited late"];
    assert_eq!(walker.told(), told);
    assert!(walker.is_out());
}

#[test]
fn a_message_of_a_branch_that_is_given_up_is_called_back() {
    let mut journey = forked(Join::First(1), None);
    journey.steps[2] = send("long", "orders", &["email"], join());
    let mut walker = inside(shop(vec![journey]));
    walker.pass(1);
    let told =
        ["resumed elapsed", "ended left", "resumed joined", "recalled Left", "dropped right", "waiting"];
    assert_eq!(walker.told(), told);
    walker.sent();
    assert_eq!(walker.told(), ["sent"]);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn a_question_of_a_branch_that_is_given_up_is_not_asked_any_more() {
    let mut journey = forked(Join::First(1), None);
    journey.steps[2] = step("long", Action::Fetch(crate::fetches::fetch("orders")), join());
    journey.enter.by = Entry::event("Cart Updated");
    let mut walker = Walker::new(shop(vec![journey]));
    walker.cart("c1", 1);
    walker.told();
    walker.pass(1);
    let told = walker.told();
    assert!(told.contains(&"unanswered Left".to_owned()), "{told:?}");
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn an_end_on_a_branch_is_the_end_of_the_journey() {
    let mut journey = forked(Join::All, None);
    journey.steps[1].next = Target::End("enough".into());
    let mut walker = inside(shop(vec![journey]));
    walker.pass(1);
    assert_eq!(walker.told(), ["resumed elapsed", "exited enough", "dropped left", "dropped right"]);
    assert!(walker.is_out());
    assert!(walker.timers.is_empty());
}

#[test]
fn an_exit_takes_people_off_every_branch_once() {
    let mut journey = forked(Join::All, None);
    let on = Trigger::Event { event: "Order Completed".into(), when: None };
    journey.exits = vec![Exit { name: "bought".into(), on }];
    let mut walker = inside(shop(vec![journey]));
    walker.order("c1");
    assert_eq!(walker.told(), ["exited bought", "dropped left", "dropped right"]);
    assert!(walker.is_out());
}

#[test]
fn whoever_is_on_branches_is_inside_once() {
    let mut journey = forked(Join::All, None);
    journey.enter.re_entry = ReEntry::Every;
    let mut walker = inside(shop(vec![journey]));
    walker.ping();
    let told = walker.told();
    assert_eq!(told[..4], ["exited re-entered", "dropped left", "dropped right", "entered"]);
    assert_eq!(places(&walker), ["both", "short", "long"]);
}

#[test]
fn what_a_branch_left_behind_is_known_behind_the_join() {
    let mut journey = forked(Join::First(1), None);
    journey.steps[2] = send("long", "orders", &["email"], to("more"));
    journey.steps.push(wait("more", hours(9), join()));
    let mut walker = inside(shop(vec![journey]));
    walker.sent();
    assert_eq!(walker.person.instances[0].outcomes.get("long"), None);
    walker.pass(1);
    assert_eq!(walker.person.instances[0].outcomes["long"], "sent");
}

fn nested() -> Plan {
    let mut outer = forked(Join::All, None);
    let inner = Parallel {
        branches: branches(&[("up", "quick"), ("down", "slow")]),
        join: Join::First(1),
        timeout: None,
    };
    outer.steps[1] = step("short", Action::Parallel(inner), join());
    let inner_join = || Target::Join("short".into());
    outer.steps.push(wait("quick", hours(1), inner_join()));
    outer.steps.push(wait("slow", hours(2), inner_join()));
    shop(vec![outer])
}

#[test]
fn a_parallel_on_a_branch_joins_first() {
    let mut walker = inside(nested());
    assert_eq!(places(&walker), ["both", "short", "long", "quick", "slow"]);
    walker.pass(1);
    let told = ["resumed elapsed", "ended up", "resumed joined", "dropped down", "ended left"];
    assert_eq!(walker.told(), told);
    walker.pass(2);
    assert_eq!(walker.stands_on(), "rest");
    assert_eq!(walker.person.instances[0].results["short"]["first"], "up".into());
}

#[test]
fn leaving_on_an_inner_branch_leaves_nobody_behind() {
    let mut plan = nested();
    plan.journeys[0].steps[4].next = Target::End("enough".into());
    let mut walker = inside(plan);
    walker.pass(1);
    assert!(walker.is_out());
    assert!(walker.timers.is_empty());
}

#[test]
fn each_round_of_a_repetition_goes_all_ways_anew() {
    let mut journey = forked(Join::All, None);
    journey.steps[1] = send("short", "orders", &["email"], join());
    journey.steps[0].next = to("both");
    let mut walker = inside(shop(vec![journey]));
    walker.sent();
    walker.pass(3);
    let effects: BTreeSet<_> = walker.messages.iter().map(|message| message.effect).collect();
    assert_eq!(effects.len(), 2);
}

#[test]
fn a_plan_that_needs_fewer_branches_lets_people_go_on() {
    let mut walker = inside(plan(Join::All));
    walker.pass(1);
    walker.told();
    walker.activate(plan(Join::First(1)));
    assert_eq!(walker.told(), ["resumed joined", "dropped right", "waiting"]);
}

#[test]
fn a_branch_that_is_new_is_for_those_who_come_later() {
    let mut later = forked(Join::All, None);
    if let Action::Parallel(parallel) = &mut later.steps[0].action {
        parallel.branches.push(Branch { name: "third".into(), to: to("never") });
    }
    later.steps.push(wait("never", days(900), join()));
    let mut walker = inside(plan(Join::All));
    walker.activate(shop(vec![later]));
    walker.pass(3);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn a_renamed_parallel_keeps_its_branches() {
    let mut renamed = forked(Join::All, None);
    renamed.steps[0].name = "all".into();
    renamed.steps[0].was = Some("both".into());
    for step in &mut renamed.steps[1..3] {
        step.next = Target::Join("all".into());
    }
    renamed.start = to("all");
    let mut walker = inside(plan(Join::All));
    walker.activate(shop(vec![renamed]));
    walker.pass(3);
    assert_eq!(walker.stands_on(), "rest");
}

/// The step `short` is gone.
fn without_short() -> Journey {
    let mut without = forked(Join::All, None);
    if let Action::Parallel(parallel) = &mut without.steps[0].action {
        parallel.branches[0].to = to("other");
    }
    without.steps[1] = wait("other", hours(7), join());
    without
}

/// Whoever stands on `short` goes to `then`, or out.
fn after(then: Option<&str>) -> Walker {
    let mut walker = inside(plan(Join::All));
    let origin = "journey/forked/removed/short".to_owned();
    let fate = match then {
        Some(to) => StepPassage::Go { to: to.to_owned(), origin },
        None => StepPassage::Leave { origin },
    };
    let steps = [("short".to_owned(), fate)].into();
    let journeys = [("forked".to_owned(), JourneyPassage { steps, ..JourneyPassage::default() })].into();
    let passage = Passage { from: walker.ready.hash().to_owned(), journeys, ..Passage::default() };
    walker.pass_to(shop(vec![without_short()]), passage);
    walker
}

#[test]
fn a_step_that_is_gone_leads_elsewhere_on_its_branch() {
    let mut walker = after(Some("other"));
    assert_eq!(places(&walker), ["both", "other", "long"]);
    walker.pass(7);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn a_step_that_is_gone_leads_the_whole_person_off_its_branch() {
    let mut walker = after(Some("rest"));
    assert_eq!(walker.told(), ["redirected to rest", "dropped left", "dropped right", "waiting"]);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn a_step_that_is_gone_may_lead_out_of_the_journey() {
    let mut walker = after(None);
    assert_eq!(walker.told(), ["exited removed", "dropped left", "dropped right"]);
    assert!(walker.is_out());
}

#[test]
fn a_step_that_is_taken_off_its_branch_takes_people_along() {
    let mut moved = forked(Join::All, None);
    if let Action::Parallel(parallel) = &mut moved.steps[0].action {
        parallel.branches[0].to = to("long");
    }
    moved.steps[0].next = to("short");
    moved.steps[1].next = to("rest");
    let mut walker = inside(plan(Join::All));
    walker.activate(shop(vec![moved]));
    walker.told();
    walker.pass(1);
    assert_eq!(walker.told(), ["resumed elapsed", "dropped left", "dropped right", "waiting"]);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn a_step_that_is_put_on_a_branch_lets_people_walk_on_behind_it() {
    let before =
        journey("forked", "Ping", vec![wait("short", hours(1), to("rest")), wait("rest", hours(9), done())]);
    let mut walker = inside(shop(vec![before]));
    walker.activate(plan(Join::All));
    walker.told();
    walker.pass(1);
    assert_eq!(walker.told(), ["resumed elapsed", "waiting"]);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn two_people_on_branches_become_one_on_branches() {
    let mut walker = inside(plan(Join::All));
    let mut other = walker.other(9);
    other.now += 1;
    other.ping();
    walker.now = other.now;
    walker.told();
    walker.absorb(other);
    assert_eq!(walker.told(), ["exited merged", "dropped left", "dropped right"]);
    assert_eq!(places(&walker), ["both", "short", "long"]);
    walker.pass(3);
    assert_eq!(walker.stands_on(), "rest");
}

#[test]
fn branches_go_back_with_their_person() {
    let mut walker = Walker::new(plan(Join::All));
    let mut other = walker.other(9);
    other.ping();
    let (_, mut absorbed) = walker.absorb(other);
    walker.pass(1);
    walker.separate(&mut absorbed);
    assert!(walker.is_out());
    assert_eq!(places(&absorbed), ["both", "long"]);
    absorbed.pass(2);
    assert_eq!(absorbed.stands_on(), "rest");
}

fn round(name: &str, body: &str, next: Target) -> Step {
    let repeat = Repeat { max: 2, every: None, as_long_as: None, until: None, body: to(body) };
    step(name, Action::Repeat(repeat), next)
}

#[test]
fn rounds_of_a_branch_that_was_given_up_begin_anew() {
    let names = branches(&[("left", "inner"), ("right", "long")]);
    let parallel = Parallel { branches: names, join: Join::First(1), timeout: None };
    let steps = vec![
        round("outer", "both", done()),
        step("both", Action::Parallel(parallel), to("outer")),
        round("inner", "short", join()),
        wait("short", hours(3), to("inner")),
        wait("long", hours(1), join()),
    ];
    let mut walker = inside(shop(vec![journey("forked", "Ping", steps)]));
    walker.pass(1);
    let told = walker.told();
    assert_eq!(told.iter().filter(|it| *it == "round 2").count(), 1, "only the outer one: {told:?}");
    assert_eq!(told.iter().filter(|it| *it == "round 1").count(), 1, "the inner one anew: {told:?}");
}
