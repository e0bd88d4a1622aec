//! Lawful bases other than consent.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_plan::{Plan, QuietHours};

fn tells(purpose: &str) -> Plan {
    shop(vec![journey("tells", "Ping", vec![send("tell", purpose, &["email"], done())])])
}

#[test]
fn legitimate_interests_send_until_the_person_objects() {
    let mut walker = Walker::new(tells("news"));
    walker.ping();
    assert!(walker.messages[0].withdrawable);
    walker.sent();
    walker.consent("news", None, false);
    walker.ping();
    assert_eq!(walker.told()[4..], ["entered", "skipped email Refused", "exited completed"]);
}

#[test]
fn a_contract_sends_whatever_was_refused() {
    let mut walker = Walker::new(tells("orders"));
    walker.consent("orders", None, false);
    walker.ping();
    assert!(!walker.messages[0].withdrawable);
    assert!(walker.consent("orders", None, false).recalled.is_empty());
    assert_eq!(walker.stands_on(), "tell");
}

#[test]
fn a_contract_is_neither_capped_nor_held() {
    let mut plan = tells("orders");
    plan.channels[0].caps = vec![cap(0, days(1))];
    plan.channels[0].quiet_hours = Some(QuietHours { from: 0, to: 24 * 60 - 1 });
    let mut walker = Walker::new(plan);
    walker.ping();
    assert_eq!(walker.messages.len(), 1);
}
