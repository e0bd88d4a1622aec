//! Channels in order of preference, caps and quiet hours.

use crate::plans::*;
use crate::walker::{Walker, moment};
use filrouge_plan::{Exit, Plan, QuietHours, Trigger};

fn tells(via: &[&str]) -> Plan {
    shop(vec![journey("tells", "Ping", vec![send("tell", "news", via, done())])])
}

#[test]
fn the_first_channel_with_an_address_carries_it() {
    let mut walker = Walker::new(tells(&["sms", "email"]));
    walker.ping();
    assert_eq!(walker.told(), ["entered", "skipped sms NoAddress", "queued email"]);
    assert_eq!(walker.messages[0].to, "lea@example.com");
    assert_eq!(walker.messages[0].text.as_deref(), Some("FR -"));
}

#[test]
fn a_channel_that_the_purpose_does_not_permit_is_passed_over() {
    let mut plan = tells(&["email", "sms"]);
    plan.purposes[1].channels = vec!["sms".into()];
    let mut walker = Walker::new(plan);
    walker.know("phone", "+33600000000");
    walker.ping();
    assert_eq!(walker.told(), ["entered", "skipped email NotPermitted", "queued sms"]);
}

#[test]
fn when_no_channel_is_left_the_send_is_skipped() {
    let mut walker = Walker::new(tells(&["sms", "email"]));
    walker.consent("news", Some("email"), false);
    walker.ping();
    let told = [
        "entered",
        "skipped sms NoAddress",
        "skipped email Refused",
        "skipped all NoChannel",
        "exited completed",
    ];
    assert_eq!(walker.told(), told);
}

#[test]
fn the_language_is_the_persons_own() {
    let mut walker = Walker::new(tells(&["email"]));
    walker.know("language", "en-GB");
    walker.ping();
    assert_eq!(walker.messages[0].subject.as_deref(), Some("Hello"));
    assert_eq!(walker.messages[0].locale, "en");
}

#[test]
fn a_cap_counts_the_messages_of_its_window() {
    let mut plan = tells(&["email"]);
    plan.channels[0].caps = vec![cap(2, days(7))];
    let mut walker = Walker::new(plan);
    for _ in 0..3 {
        walker.ping();
        if !walker.is_out() {
            walker.sent();
        }
        walker.pass(24);
    }
    assert_eq!(walker.messages.len(), 2);
    walker.pass(4 * 24);
    walker.ping();
    assert_eq!(walker.messages.len(), 3);
}

#[test]
fn a_message_that_failed_leaves_its_room_to_another() {
    let mut plan = tells(&["email"]);
    plan.channels[0].caps = vec![cap(1, days(7))];
    let mut walker = Walker::new(plan);
    walker.ping();
    walker.failed();
    walker.ping();
    assert_eq!(walker.messages.len(), 2);
    walker.sent();
    walker.ping();
    assert_eq!(walker.told().iter().rev().nth(1).unwrap(), "skipped email Cap");
}

fn quiet() -> Plan {
    let mut plan = tells(&["email", "sms"]);
    plan.channels[0].quiet_hours = Some(QuietHours { from: 21 * 60, to: 8 * 60 });
    plan.journeys[0].exits = vec![Exit {
        name: "gone".into(),
        on: Trigger::Event { event: "Session Started".into(), when: None },
    }];
    plan
}

#[test]
fn quiet_hours_hold_a_message_until_the_morning_of_the_person() {
    let mut walker = Walker::new(quiet());
    walker.now = moment("2026-03-28T21:30:00+01:00");
    walker.ping();
    assert_eq!(walker.timers.values().next(), Some(&moment("2026-03-29T08:00:00+02:00")));
    walker.pass(24);
    assert_eq!(walker.told(), ["entered", "held email", "queued email"]);
}

#[test]
fn what_is_held_is_judged_anew() {
    let mut walker = Walker::new(quiet());
    walker.know("phone", "+33600000000");
    walker.now = moment("2026-11-23T23:00:00+01:00");
    walker.ping();
    walker.know("email", "");
    walker.pass(12);
    assert_eq!(walker.told(), ["entered", "held email", "skipped email NoAddress", "queued sms"]);
}

#[test]
fn an_exit_is_seen_while_a_message_is_held() {
    let mut walker = Walker::new(quiet());
    walker.now = moment("2026-11-23T23:00:00+01:00");
    walker.ping();
    walker.event("Session Started", vec![]);
    assert!(walker.is_out() && walker.timers.is_empty() && walker.messages.is_empty());
}

#[test]
fn the_link_of_the_withdrawal_is_put_in_by_the_host() {
    let mut plan = tells(&["email"]);
    let variant = plan.templates[0].variants.get_mut("fr").unwrap();
    variant.html = Some("<a href=\"{{ unsubscribe_url }}\">".into());
    variant.reads.insert("unsubscribe_url".into());
    let mut walker = Walker::new(plan);
    walker.ping();
    let message = walker.messages[0].clone().with_unsubscribe_link("https://shop.example/u/1");
    assert_eq!(message.html.as_deref(), Some("<a href=\"https://shop.example/u/1\">"));
}
