//! What stories have found, in short.

use super::super::shop::{done, elapsed, journey, shop, step};
use filrouge_change::{Running, pass};
use filrouge_plan::{
    Action, Branch, Join, Occupancy, Parallel, Plan, Retired, RetiredThen, Standing, StopJourney, Target,
    Wait,
};

const HOUR: u64 = 3_600_000;

/// A journey that goes two ways at once.
fn forked() -> Plan {
    let branch = |name: &str, to: &str| Branch { name: name.to_owned(), to: Target::Step(to.to_owned()) };
    let branches = vec![branch("first", "a0"), branch("second", "b0")];
    let wait = |name: &str| step(name, Action::Wait(Wait::For(elapsed(HOUR))), Target::Join("s0".to_owned()));
    let both = Action::Parallel(Parallel { branches, join: Join::All, timeout: None });
    shop(vec![journey("j0", "Asked", vec![step("s0", both, done()), wait("a0"), wait("b0")])])
}

/// People as the sentence on the journey counts them that is gone, and whether that is refused.
fn gone_with(inside: &[(&str, u64)]) -> (Option<u64>, bool) {
    let (old, new) = (forked(), shop(Vec::new()));
    let at = |step: &str| Standing { journey: "j0".to_owned(), step: step.to_owned(), drained: None };
    let inside: Occupancy = inside.iter().map(|(step, people)| (at(step), *people)).collect();
    let running = Running { plan: &old, hash: "old", drained: &[], inside: Some(&inside) };
    let (changes, _) = pass(&running, &new, "new");
    let gone = changes.changes.iter().find(|change| change.address == "journey/j0");
    (gone.and_then(|change| change.people), changes.is_refused())
}

#[test]
fn people_whom_a_change_has_led_onto_a_branch_are_counted() {
    assert_eq!(gone_with(&[("a0", 1)]), (Some(1), true));
    assert_eq!(gone_with(&[("s0", 2), ("a0", 2), ("b0", 1)]), (Some(2), true));
    assert_eq!(gone_with(&[("s0", 2), ("a0", 3), ("b0", 1)]), (Some(3), true));
    assert_eq!(gone_with(&[]), (Some(0), false));
}

#[test]
fn a_journey_that_stops_its_own_other_walks_may_finish_as_before() {
    let stop = Action::StopJourney(StopJourney { journey: "j0".to_owned(), key: None });
    let wait = step("s0", Action::Wait(Wait::For(elapsed(HOUR))), Target::Step("s1".to_owned()));
    let old = shop(vec![journey("j0", "Asked", vec![wait, step("s1", stop, done())])]);
    let mut new = shop(Vec::new());
    new.retired = vec![Retired { journey: "j0".to_owned(), then: RetiredThen::Drain }];
    let at = Standing { journey: "j0".to_owned(), step: "s0".to_owned(), drained: None };
    let inside: Occupancy = [(at, 1)].into();
    let running = Running { plan: &old, hash: "old", drained: &[], inside: Some(&inside) };
    let (changes, _) = pass(&running, &new, "new");
    assert!(!changes.is_refused(), "{:?}", changes.changes);
}
