//! Two people become one, and are separated again.

use crate::plans::*;
use crate::walker::{Walker, moment};
use filrouge_machine::{Assignment, Id, Instance, Odds, Outcome, Person, Separated, Verdict};
use filrouge_plan::{Action, Call, Cap, CapWindow, Entry, Period, Plan, Value, Wait, WhenFull};

const DAY: i64 = 24;

fn carts() -> Plan {
    shop(vec![cart()])
}

#[test]
fn a_visitor_brings_the_journey_and_its_timer() {
    let mut lea = Walker::granted(carts());
    let mut visitor = lea.other(8);
    visitor.cart("c1", 80);
    let timers = visitor.timers.clone();
    lea.told();
    lea.absorb(visitor);
    assert_eq!((lea.stands_on(), &lea.timers), ("pause", &timers));
    lea.pass(1);
    assert_eq!(lea.messages.len(), 1);
    assert_eq!(lea.messages[0].to, "lea@example.com");
}

#[test]
fn of_two_walks_under_one_key_the_first_goes_on() {
    for visitor_is_first in [true, false] {
        let mut lea = Walker::granted(carts());
        let mut visitor = lea.other(8);
        visitor.consent("marketing", Some("email"), true);
        visitor.know("email", "lea@example.com");
        let (first, second) =
            if visitor_is_first { (&mut visitor, &mut lea) } else { (&mut lea, &mut visitor) };
        first.cart("c1", 80);
        second.now += 60_000;
        second.cart("c1", 80);
        let first = first.person.instances[0].id;
        lea.now = lea.now.max(visitor.now);
        lea.told();
        lea.absorb(visitor);
        assert_eq!(lea.told(), ["exited merged"]);
        assert_eq!(lea.person.instances[0].id, first);
        assert_eq!((lea.timers.len(), lea.person.departed.len()), (1, 0));
        assert_eq!(lea.person.entries[&("cart".into(), "c1".into())].count, 2);
        lea.pass(1);
        assert_eq!(lea.messages.len(), 1, "one reminder for one cart");
    }
}

#[test]
fn the_message_of_a_walk_that_gives_way_is_called_back() {
    let mut lea = Walker::granted(carts());
    lea.cart("c1", 80);
    let mut visitor = lea.other(8);
    visitor.know("email", "lea@example.com");
    visitor.consent("marketing", Some("email"), true);
    visitor.know("country", "FR");
    visitor.now += 1;
    visitor.cart("c1", 80);
    visitor.pass(1);
    let flying = visitor.messages[0].effect;
    lea.pass(1);
    lea.now = visitor.now;
    let (effects, _) = lea.absorb(visitor);
    assert_eq!(effects.recalled, [flying]);
    lea.told();
    // It had left all the same: it counts, and the journey that stayed goes on by its own.
    lea.input(filrouge_machine::InputKind::Outcome {
        effect: flying,
        outcome: Outcome::Sent { receipt: None },
    });
    assert_eq!(lea.told(), ["sent"]);
    assert_eq!(lea.person.sent[&mails()].len(), 2);
}

#[test]
fn an_outcome_of_the_other_reaches_the_journey() {
    let mut lea = Walker::new(carts());
    let mut visitor = lea.other(8);
    visitor.know("email", "lea@example.com");
    visitor.know("country", "FR");
    visitor.consent("marketing", Some("email"), true);
    visitor.cart("c1", 80);
    visitor.pass(1);
    lea.now = visitor.now;
    lea.absorb(visitor);
    lea.told();
    lea.sent();
    assert_eq!(lea.stands_on(), "came-back");
    assert_eq!(lea.told(), ["sent", "waiting"]);
}

#[test]
fn a_refusal_wins_whatever_the_dates_and_a_new_grant_ends_it() {
    for (mine, theirs) in [(true, false), (false, true)] {
        for later in [0, DAY] {
            let mut lea = Walker::new(carts());
            lea.consent("marketing", Some("email"), mine);
            let mut visitor = lea.other(8);
            visitor.pass(later);
            visitor.consent("marketing", Some("email"), theirs);
            lea.now = visitor.now + 1;
            lea.absorb(visitor);
            let fact = &lea.person.consents[&("marketing".into(), "email".into())];
            assert!(!fact.granted, "mine {mine}, theirs {theirs}");
            lea.consent("marketing", Some("email"), true);
            assert!(lea.person.consents[&("marketing".into(), "email".into())].granted);
        }
    }
}

#[test]
fn a_refusal_of_every_channel_meets_what_the_other_granted_by_channel() {
    let mut lea = Walker::granted(carts());
    lea.cart("c1", 80);
    lea.pass(1);
    let flying = lea.messages[0].effect;
    let mut visitor = lea.other(8);
    visitor.consent("marketing", None, false);
    let (effects, _) = lea.absorb(visitor);
    assert_eq!(effects.recalled, [flying]);
    assert!(lea.person.consents.values().all(|fact| !fact.granted));
}

#[test]
fn what_is_known_stays_and_what_is_not_is_taken() {
    let mut lea = Walker::new(carts());
    let mut visitor = lea.other(8);
    visitor.know("country", "BE");
    visitor.know("phone", "+33600000000");
    visitor.know("email", "old@example.com");
    lea.absorb(visitor);
    let text = |slot: usize| lea.person.profile[slot].as_text();
    assert_eq!((text(1), text(2), text(3)), (Some("lea@example.com"), Some("+33600000000"), Some("FR")));
    assert_eq!(lea.person.identifiers["email"], ["old@example.com", "lea@example.com"]);
}

#[test]
fn caps_count_what_both_got() {
    let mut lea = Walker::new(carts());
    let mut visitor = lea.other(8);
    lea.person.sent.insert(mails(), vec![1, 5]);
    visitor.person.sent.insert(mails(), vec![3]);
    lea.absorb(visitor);
    assert_eq!(lea.person.sent[&mails()], [1, 3, 5]);
}

#[test]
fn what_was_taken_goes_back() {
    let mut lea = Walker::granted(carts());
    lea.know("user_id", "u1");
    let mut visitor = lea.other(8);
    visitor.know("email", "max@example.com");
    visitor.know("phone", "+33600000000");
    visitor.cart("c1", 80);
    let before = lea.person.clone();
    let walk = visitor.person.instances[0].clone();
    let (_, mut visitor) = lea.absorb(visitor);
    lea.pass(1);
    assert_eq!(lea.messages.len(), 1);
    lea.sent();
    lea.separate(&mut visitor);
    assert_eq!(lea.person.identifiers, before.identifiers);
    assert_eq!(lea.person.profile, before.profile);
    assert!(lea.is_out() && lea.timers.is_empty());
    // The walk goes back to where it stands by now.
    assert_eq!((visitor.person.instances[0].id, visitor.stands_on()), (walk.id, "came-back"));
    assert_eq!(visitor.person.identifiers["email"], ["max@example.com"]);
    assert_eq!(visitor.person.profile[2].as_text(), Some("+33600000000"));
    assert_eq!((lea.person.apart.first(), visitor.person.apart.first()), (Some(&Id(8)), Some(&lea.who)));
    // Caps hold for both.
    assert_eq!(lea.person.sent, visitor.person.sent);
    let told =
        |walker: &Walker| walker.decisions.iter().any(|it| matches!(it.verdict, Verdict::Unmerged { .. }));
    assert!(told(&lea) && told(&visitor));
}

#[test]
fn a_refusal_made_while_they_were_one_holds_for_both() {
    let mut lea = Walker::granted(carts());
    let mut visitor = lea.other(8);
    visitor.consent("marketing", Some("email"), true);
    let (_, mut visitor) = lea.absorb(visitor);
    lea.now += 1;
    lea.consent("marketing", None, false);
    lea.separate(&mut visitor);
    for person in [&lea.person, &visitor.person] {
        assert!(person.consents.values().all(|fact| !fact.granted));
    }
}

#[test]
fn what_is_too_old_stays_as_it_is() {
    let mut lea = Walker::granted(carts());
    let (_, mut visitor) = lea.absorb(lea.other(8));
    lea.pass(31 * DAY);
    assert_eq!(lea.separate(&mut visitor), Separated::default());
    lea.ping();
    assert!(lea.person.joined.is_empty());
}

#[test]
fn a_chain_comes_apart_from_either_end() {
    for inner_first in [true, false] {
        let mut lea = Walker::granted(carts());
        let (mut one, mut two) = (lea.other(8), lea.other(9));
        two.know("phone", "+33600000000");
        one.know("country", "BE");
        let (_, mut two) = one.absorb(two);
        let (_, mut one) = lea.absorb(one);
        assert_eq!(lea.person.joined.len(), 2);
        if inner_first {
            lea.separate(&mut two);
            assert_eq!(lea.person.profile[2], Value::Absent);
            lea.separate(&mut one);
            assert_eq!(one.person.joined.len(), 0, "the other is gone from the one as well");
        } else {
            lea.separate(&mut one);
            assert_eq!(one.person.joined.len(), 1);
            one.separate(&mut two);
        }
        assert_eq!(lea.person.joined.len(), 0);
        assert_eq!(two.person.profile[2].as_text(), Some("+33600000000"));
    }
}

#[test]
fn ten_thousand_walks_move_and_stay_in_step_with_their_timers() {
    let mut lea = Walker::granted(carts());
    let mut visitor = lea.other(8);
    visitor.cart("c", 80);
    let walk = visitor.person.instances[0].clone();
    for number in 1..10_000_u128 {
        let id = Id(number);
        let key = number.to_string();
        let mut copy = Instance { id, key: key.clone(), ..walk.clone() };
        copy.entry.insert("cart_id".into(), key.as_str().into());
        visitor.timers.extend(copy.timer());
        visitor.person.instances.push(copy);
    }
    lea.absorb(visitor);
    assert_eq!((lea.person.instances.len(), lea.timers.len()), (10_000, 10_000));
    lea.order("4321");
    assert_eq!(
        (lea.person.instances.len(), lea.timers.len()),
        (9_999, 9_999),
        "one of them ends, the others go on"
    );
    assert!(lea.person.instances.iter().all(|walk| walk.key != "4321"));
    let bytes = lea.person.encode(&lea.ready);
    assert_eq!(Person::decode(&lea.ready, &bytes).as_ref(), Ok(&lea.person));
}

#[test]
fn two_walks_under_two_keys_both_go_on() {
    let mut lea = Walker::granted(carts());
    lea.cart("c1", 80);
    let mut visitor = lea.other(8);
    visitor.cart("c2", 80);
    lea.told();
    lea.absorb(visitor);
    assert_eq!(lea.told(), [""; 0]);
    let keys: Vec<&str> = lea.person.instances.iter().map(|walk| walk.key.as_str()).collect();
    assert_eq!((keys, lea.timers.len()), (vec!["c1", "c2"], 2));
    lea.pass(1);
    assert_eq!(lea.messages.len(), 2, "a reminder for each cart");
}

#[test]
fn of_two_arms_the_first_one_stays() {
    let mut lea = Walker::new(carts());
    let mut visitor = lea.other(8);
    let arm = |arm: &str, at| Assignment {
        arm: arm.into(),
        odds: Odds { parts: 1, of: 2 },
        salt: "cart/offer".into(),
        at,
    };
    let place = |name: &str| ("cart".to_owned(), name.to_owned());
    lea.person.assignments = [(place("one"), arm("a", 5)), (place("two"), arm("a", 5))].into();
    visitor.person.assignments =
        [(place("one"), arm("b", 4)), (place("two"), arm("b", 5)), (place("three"), arm("b", 9))].into();
    lea.absorb(visitor);
    let arms: Vec<&str> = lea.person.assignments.values().map(|given| given.arm.as_str()).collect();
    assert_eq!(arms, ["b", "b", "a"]);
}

/// Two messages a day over email, whatever they are about; `then` says what becomes of the others.
fn capped(then: WhenFull) -> Plan {
    let mut plan = carts();
    let day = CapWindow::Rolling(Period { days: 1, ..Period::default() });
    let email = plan.channels.iter_mut().find(|channel| channel.name == "email").unwrap();
    email.caps = vec![Cap { count: 2, per: day, via: None, then }];
    plan
}

#[test]
fn a_cap_holds_for_what_both_got_before_they_became_one() {
    let mut lea = Walker::granted(capped(WhenFull::Skip));
    let mut visitor = lea.other(8);
    visitor.know("email", "lea@example.com");
    visitor.know("country", "FR");
    visitor.consent("marketing", Some("email"), true);
    lea.cart("c1", 80);
    visitor.cart("c2", 80);
    visitor.now = lea.now;
    lea.pass(1);
    visitor.pass(1);
    assert_eq!((lea.messages.len(), visitor.messages.len()), (1, 1));
    lea.sent();
    visitor.sent();
    lea.now = lea.now.max(visitor.now);
    lea.absorb(visitor);
    lea.cart("c3", 80);
    lea.told();
    lea.pass(1);
    assert_eq!(lea.messages.len(), 2, "two within the day, one of them the other's");
    assert!(lea.told().contains(&"skipped email Cap".to_owned()));
    lea.pass(DAY);
    assert_eq!(
        lea.messages.len(),
        3,
        "two are due 23 hours after the first messages, one when there is room again"
    );
}

/// Where messages over the channel are counted that stand under the purpose.
fn mails() -> (String, String) {
    ("email".into(), "marketing".into())
}

/// Waits for a time of day, and for a day by the calendar.
fn by_the_clock() -> Plan {
    let nine = Action::Wait(Wait::Until { minute: Some(9 * 60), weekdays: vec![], days: vec![] });
    let tomorrow = journey("tomorrow", "Ping", vec![wait("day", days(1), done())]);
    shop(vec![journey("nine", "Ping", vec![step("nine", nine, done())]), tomorrow])
}

#[test]
fn a_walk_that_is_brought_along_is_waited_for_by_the_clock_of_the_one_who_stays() {
    let mut lea = Walker::new(by_the_clock());
    lea.know("timezone", "Europe/Paris");
    let mut visitor = lea.other(8);
    visitor.know("timezone", "America/New_York");
    visitor.ping();
    lea.told();
    let (_, mut visitor) = lea.absorb(visitor);
    // Noon in Paris is six in New York, where nine o'clock was still to come.
    let mut due: Vec<i64> = lea.timers.values().copied().collect();
    due.sort_unstable();
    assert_eq!(due, [moment("2026-11-24T09:00:00+01:00"), moment("2026-11-24T12:00:00+01:00")]);
    assert_eq!(lea.told(), ["waiting"]);
    lea.separate(&mut visitor);
    let mut due: Vec<i64> = visitor.timers.values().copied().collect();
    due.sort_unstable();
    assert_eq!(due, [moment("2026-11-23T09:00:00-05:00"), moment("2026-11-24T12:00:00+01:00")]);
}

#[test]
fn a_walk_keeps_its_time_when_the_one_who_stays_takes_over_the_zone() {
    let mut lea = Walker::new(by_the_clock());
    let mut visitor = lea.other(8);
    visitor.know("timezone", "America/New_York");
    visitor.ping();
    let timers = visitor.timers.clone();
    lea.told();
    lea.absorb(visitor);
    assert_eq!(lea.timers, timers);
    assert!(lea.told().is_empty());
}

fn calling() -> Plan {
    let ask = Call { journey: "sub".into(), with: vec![], on: vec![] };
    let asks = step("asking", Action::Call(ask), to("rest"));
    let caller = journey("caller", "Ping", vec![asks, wait("rest", hours(9), done())]);
    let mut called = journey("sub", "Ping", vec![wait("pause", hours(3), done())]);
    called.enter.by = Entry::Called;
    shop(vec![caller, called])
}

#[test]
fn a_called_walk_gives_way_to_none_that_leaves_with_its_caller() {
    for visitor_is_first in [true, false] {
        let mut lea = Walker::granted(calling());
        let mut visitor = lea.other(8);
        let (first, second) =
            if visitor_is_first { (&mut visitor, &mut lea) } else { (&mut lea, &mut visitor) };
        first.ping();
        second.now += 60_000;
        second.ping();
        let kept: Vec<Id> = first.person.instances.iter().map(|walk| walk.id).collect();
        // The called walk of the one whose caller gives way began first.
        let began = first.person.instances[1].entered_at;
        second.person.instances[1].entered_at = began - 1;
        lea.now = lea.now.max(visitor.now);
        lea.told();
        lea.absorb(visitor);
        assert_eq!(lea.told(), ["exited merged", "exited caller-left"]);
        let now: Vec<Id> = lea.person.instances.iter().map(|walk| walk.id).collect();
        assert_eq!(now, kept, "whoever waits for a journey still has it");
    }
}
