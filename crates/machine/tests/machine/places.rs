//! Coming in where one stood elsewhere.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{InputKind, Pending, Place, Since, Start};
use filrouge_plan::Value;

const HOUR: i64 = 3_600_000;

impl Walker {
    fn put(&mut self, step: &str, cart: &str, entered: i64, since: Since) {
        let place = Some(Place { step: step.into(), entered_at: self.now + entered * HOUR, since });
        let fields = vec![cart.into(), Value::Int(5)];
        self.input(InputKind::Start(Start { journey: "cart".into(), fields, place }));
    }
}

#[test]
fn whoever_was_on_the_way_waits_for_what_is_left_and_goes_on_as_everybody() {
    let mut walker = Walker::granted(shop(vec![cart()]));
    walker.put("came-back", "c1", -30, Since::Arrived(walker.now - 20 * HOUR));
    // The condition of the entry was met elsewhere: this cart is too small for it.
    assert_eq!(walker.told(), ["entered", "waiting"]);
    let instance = &walker.person.instances[0];
    assert_eq!((instance.key.as_str(), instance.entered_at), ("c1", walker.now - 30 * HOUR));
    assert_eq!(instance.pending, Pending::Wait { due: Some(walker.now + 3 * HOUR) });
    walker.pass(3);
    assert_eq!(walker.messages.len(), 1);
    assert_eq!(walker.messages[0].step, "second");
}

#[test]
fn a_wait_ends_when_it_would_have_elsewhere_also_behind_a_change_of_the_plan() {
    let mut walker = Walker::granted(shop(vec![cart()]));
    let due = walker.now + 7 * HOUR;
    walker.put("came-back", "c1", -30, Since::Due(due));
    assert_eq!(walker.person.instances[0].pending, Pending::Wait { due: Some(due) });
    let mut plan = shop(vec![cart()]);
    plan.project.locale = "fr".into();
    walker.activate(plan);
    assert_eq!(walker.person.instances[0].pending, Pending::Wait { due: Some(due) });
}

#[test]
fn what_is_over_by_now_comes_at_once_and_exits_hold() {
    let mut walker = Walker::granted(shop(vec![cart()]));
    walker.put("pause", "c1", -30, Since::Arrived(walker.now - 30 * HOUR));
    assert_eq!(walker.messages[0].step, "reminder");
    walker.put("came-back", "c2", -1, Since::Arrived(walker.now));
    walker.order("c2");
    assert_eq!(walker.person.instances.len(), 1);
}

#[test]
fn the_rules_of_coming_in_hold_but_for_its_condition() {
    let mut walker = Walker::granted(shop(vec![cart()]));
    let since = Since::Arrived(walker.now);
    walker.put("came-back", "c1", -1, since);
    walker.put("came-back", "c1", -1, since);
    walker.put("reminder", "c2", -1, since);
    walker.order("c1");
    walker.put("came-back", "c1", -1, since);
    let told = walker.told();
    let away: Vec<_> = told.iter().filter(|told| told.starts_with("not entered")).collect();
    assert_eq!(
        away,
        ["not entered AlreadyInside", "not entered MissingValue", "not entered ReEntry"],
        "{told:?}"
    );
}

#[test]
fn two_journeys_of_one_person_stay_apart() {
    let mut walker = Walker::granted(shop(vec![cart()]));
    walker.put("came-back", "c1", -1, Since::Arrived(walker.now));
    walker.put("came-back", "c2", -2, Since::Due(walker.now + HOUR));
    let keys: Vec<_> = walker.person.instances.iter().map(|own| own.key.as_str()).collect();
    assert_eq!(keys, ["c1", "c2"]);
    assert_eq!(walker.timers.len(), 2);
}
