//! `send … at=best`: when a message leaves, and what changes that.

use crate::plans::*;
use crate::walker::{Walker, moment};
use filrouge_machine::{HoldReason, Pending, TimeChoice, Verdict};
use filrouge_plan::{Action, BestTime, Journey, Plan};

fn best(window: u64) -> Option<BestTime> {
    Some(BestTime { window: hours(window), default: 18 * 60 })
}

fn timed(at: Option<BestTime>) -> Journey {
    let mut hello = send("hello", "news", &["email"], done());
    let Action::Send(send) = &mut hello.action else { panic!() };
    send.at = at;
    journey("timed", "Ping", vec![hello])
}

fn plan_of(window: u64) -> Plan {
    shop(vec![timed(best(window))])
}

/// Somebody who came at this hour of the last days, as often as this.
fn active(plan: Plan, acts: &[(u32, usize)]) -> Walker {
    let mut walker = Walker::new(plan);
    for (hour, times) in acts {
        for _ in 0..*times {
            walker.until(moment(&format!("2026-11-24T{hour:02}:30:00+01:00")).max(walker.now));
            walker.event("Session Started", vec![]);
        }
    }
    walker.until(moment("2026-11-25T09:00:00+01:00"));
    walker.told();
    walker
}

fn chosen(walker: &Walker) -> (i64, TimeChoice) {
    let chosen = walker.decisions.iter().rev().find_map(|decision| match &decision.verdict {
        Verdict::Timed { at, choice, .. } => Some((*at, *choice)),
        _ => None,
    });
    chosen.unwrap()
}

#[test]
fn the_message_leaves_when_the_most_active_hour_begins() {
    let mut walker = active(plan_of(24), &[(13, 2), (20, 4)]);
    walker.ping();
    assert_eq!(chosen(&walker), (moment("2026-11-25T20:00:00+01:00"), TimeChoice::Best { hour: 20 }));
    assert!(matches!(walker.person.instances[0].pending, Pending::Held { reason: HoldReason::BestTime, .. }));
    walker.pass(10);
    assert!(walker.messages.is_empty());
    walker.pass(1);
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn an_hour_beyond_the_window_does_not_count() {
    let mut walker = active(plan_of(6), &[(13, 2), (20, 4)]);
    walker.ping();
    assert_eq!(chosen(&walker), (moment("2026-11-25T13:00:00+01:00"), TimeChoice::Best { hour: 13 }));
}

#[test]
fn whoever_is_hardly_known_gets_it_at_the_default_time_or_at_once() {
    let mut walker = active(plan_of(24), &[(20, 2)]);
    walker.ping();
    assert_eq!(chosen(&walker), (moment("2026-11-25T18:00:00+01:00"), TimeChoice::Default));
    let mut walker = active(plan_of(6), &[(20, 2)]);
    walker.ping();
    assert_eq!(chosen(&walker).1, TimeChoice::AtOnce);
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn of_two_hours_that_are_equal_the_sooner_is_taken() {
    let mut walker = active(plan_of(24), &[(13, 4), (20, 4)]);
    walker.ping();
    assert_eq!(chosen(&walker).1, TimeChoice::Best { hour: 13 });
}

#[test]
fn nobody_counts_acts_that_no_send_asks_for() {
    let walker = active(shop(vec![timed(None)]), &[(13, 4)]);
    assert_eq!(walker.person.rhythm, None);
}

#[test]
fn a_person_in_another_zone_gets_it_at_that_hour_there_within_the_same_window() {
    let mut walker = active(plan_of(24), &[(20, 6)]);
    walker.ping();
    walker.pass(1);
    walker.know("timezone", "America/New_York");
    assert_eq!(chosen(&walker), (moment("2026-11-26T02:00:00+01:00"), TimeChoice::Best { hour: 20 }));
    walker.know("timezone", "Asia/Tokyo");
    assert_eq!(chosen(&walker), (moment("2026-11-25T12:00:00+01:00"), TimeChoice::Best { hour: 20 }));
}

#[test]
fn a_plan_that_waits_for_nothing_lets_it_go() {
    let mut walker = active(plan_of(24), &[(20, 6)]);
    walker.ping();
    walker.activate(shop(vec![timed(None)]));
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn a_shorter_window_of_a_new_plan_counts_from_when_the_message_was_due() {
    let mut walker = active(plan_of(24), &[(13, 2), (20, 4)]);
    walker.ping();
    walker.pass(1);
    walker.activate(plan_of(5));
    assert_eq!(chosen(&walker), (moment("2026-11-25T13:00:00+01:00"), TimeChoice::Best { hour: 13 }));
}

#[test]
fn acts_of_two_people_count_together_until_they_are_separated() {
    let mut lea = active(plan_of(24), &[(13, 4)]);
    let mut visitor = active(plan_of(24), &[(20, 6)]).other(8);
    for _ in 0..6 {
        visitor.event("Session Started", vec![]);
    }
    let alone = lea.person.rhythm.clone();
    let (_, mut visitor) = lea.absorb(visitor);
    assert_ne!(lea.person.rhythm, alone);
    lea.separate(&mut visitor);
    assert_eq!(lea.person.rhythm, alone);
}
