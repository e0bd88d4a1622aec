//! Goals.

use crate::plans::*;
use crate::walker::Walker;

#[test]
fn a_goal_is_met_before_the_exit_of_the_same_event() {
    let mut walker = Walker::new(shop(vec![cart()]));
    walker.cart("c1", 80);
    walker.order("c1");
    assert_eq!(walker.told()[2..], ["reached recovered", "exited bought"]);
}

#[test]
fn a_goal_with_a_time_of_its_own_is_met_after_the_journey() {
    let mut walker = Walker::new(shop(vec![cart()]));
    walker.cart("c1", 80);
    walker.pass(2);
    walker.event("Session Started", vec![]);
    assert!(walker.is_out());
    walker.order("c2");
    walker.order("c1");
    walker.order("c1");
    let told = walker.told();
    assert_eq!(told.iter().filter(|told| *told == "reached recovered").count(), 1);
}

#[test]
fn a_goal_is_not_met_when_its_time_is_over() {
    let mut walker = Walker::new(shop(vec![cart()]));
    walker.cart("c1", 80);
    walker.pass(2);
    walker.event("Session Started", vec![]);
    walker.pass(7 * 24);
    walker.order("c1");
    assert!(!walker.told().contains(&"reached recovered".to_owned()));
    assert!(walker.person.departed.is_empty());
}

#[test]
fn a_goal_without_a_time_counts_only_inside() {
    let mut cart = cart();
    cart.goals[0].within = None;
    let mut walker = Walker::new(shop(vec![cart]));
    walker.cart("c1", 80);
    walker.order("c1");
    walker.order("c1");
    assert_eq!(walker.told()[2..], ["reached recovered", "exited bought"]);
    assert!(walker.person.departed.is_empty());
}
