use super::super::Request;
use super::{Lanes, TURN, source};
use crate::receipt::Reply;
use crate::{Entry, Rejected};

fn from(name: &str, entries: usize) -> Request {
    let entry =
        Entry::Quarantine(Rejected { source: name.to_owned(), reason: String::new(), payload: Vec::new() });
    Request::Submit { entries: vec![entry; entries], reply: Reply::new().0 }
}

fn own() -> Request {
    Request::Release { quarantined: Vec::new(), reply: Reply::new().0 }
}

/// As many requests of one entry as find room among `capacity`.
fn fill(lanes: &mut Lanes, name: &str, capacity: usize) -> usize {
    let mut taken = 0;
    while lanes.has_room(&from(name, 1), capacity) {
        lanes.push(from(name, 1));
        taken += 1;
    }
    taken
}

#[test]
fn a_source_that_sends_without_end_leaves_room_for_others() {
    let mut lanes = Lanes::default();
    assert_eq!(fill(&mut lanes, "hot", 1_000), 500);
    assert_eq!(fill(&mut lanes, "crm", 1_000), 250, "as much as is left");
    assert!(lanes.has_room(&from("site", 100), 1_000), "a third one comes in");
    assert!(!lanes.has_room(&from("site", 251), 1_000), "but never above the bound");
    assert!(lanes.has_room(&own(), 1_000), "the loop's own business always does");
}

#[test]
fn one_request_that_is_too_heavy_for_the_bound_goes_alone() {
    let mut lanes = Lanes::default();
    assert!(lanes.has_room(&from("crm", 5_000), 1_000));
    lanes.push(from("crm", 5_000));
    assert!(!lanes.has_room(&from("crm", 1), 1_000));
    assert!(!lanes.has_room(&from("site", 1), 1_000));
}

#[test]
fn whoever_comes_behind_a_crowd_has_a_turn_at_once() {
    let mut lanes = Lanes::default();
    fill(&mut lanes, "hot", 10_000);
    lanes.push(from("site", 1));
    lanes.push(own());
    let order: Vec<_> = std::iter::from_fn(|| lanes.pop()).collect();
    let of = |name: Option<&str>| order.iter().position(|request| source(request) == name);
    assert_eq!((of(Some("site")), of(None)), (Some(TURN), Some(TURN + 1)));
    assert_eq!(order.len(), 5_002);
    assert_eq!(lanes.weight(), 0);
}

#[test]
fn whoever_sends_much_at_once_has_as_much_as_the_others() {
    let mut lanes = Lanes::default();
    for _ in 0..100 {
        lanes.push(from("batches", 500));
    }
    for _ in 0..50_000 {
        lanes.push(from("singles", 1));
    }
    let mut shares = (0, 0);
    while shares.0 + shares.1 < 20_000 {
        let request = lanes.pop().expect("some wait");
        let share = if source(&request) == Some("batches") { &mut shares.0 } else { &mut shares.1 };
        *share += request.weight();
    }
    assert!(shares.0.abs_diff(shares.1) <= 500 + TURN, "{shares:?}");
}

#[test]
fn what_comes_from_one_source_stays_in_its_order() {
    let mut lanes = Lanes::default();
    let lengths = [3, 70, 1, 500, 2];
    for length in lengths {
        lanes.push(from("crm", length));
        lanes.push(from("site", 1));
    }
    let taken = std::iter::from_fn(|| lanes.pop());
    let crm: Vec<_> = taken.filter(|request| source(request) == Some("crm")).map(|r| r.weight()).collect();
    assert_eq!(crm, lengths);
}
