use super::backfills::bundle;
use super::{Bench, consent, identify, prospect, started};
use crate::Sizes;
use crate::conformance::sample;

fn sizes(bench: &Bench, most: usize) -> Sizes {
    bench.handle().sizes(0, most).expect("a store")
}

#[test]
fn people_are_counted_once_for_each_journey_that_they_are_inside() {
    let mut bench = Bench::new(sample::walk(60_000));
    assert_eq!(sizes(&bench, 10), Sizes { journeys: [("walk".to_owned(), 0)].into(), ..Sizes::default() });
    bench.start(1, "lea");
    bench.submit(vec![identify(2, &[("user_id", "tom")])]);
    // Who becomes one with somebody else is nobody of their own.
    bench.submit(vec![started(3, &[("anonymous_id", "a1")])]);
    bench.submit(vec![identify(4, &[("user_id", "lea"), ("anonymous_id", "a1")])]);
    let counted = sizes(&bench, 10);
    assert_eq!((counted.looked, counted.of, counted.journeys["walk"]), (2, 2, 1));
}

#[test]
fn whoever_has_not_learnt_of_the_plan_is_seen_as_it_sees_them() {
    let mut bench = Bench::new(sample::walk(60_000));
    bench.submit(vec![identify(1, &[("user_id", "lea")]), consent(2, &[("user_id", "tom")], false)]);
    assert!(sizes(&bench, 10).segments.is_empty());
    let receipt = bench.handle().activate(prospect(bundle(None)), "test").expect("room");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
    assert_eq!(sizes(&bench, 10).segments["all"], 2);
    let known = bench.handle().find("lea").expect("a store");
    let row = bench.handle().known(known[0]).expect("a store").expect("a person");
    assert!(row.state.segments.is_empty(), "the copy has learnt of it, and not the person");
}

#[test]
fn no_more_people_are_looked_at_than_that() {
    let mut bench = Bench::new(bundle(None));
    for number in 0..7 {
        bench.submit(vec![identify(number + 1, &[("user_id", &number.to_string())])]);
    }
    let counted = sizes(&bench, 3);
    assert_eq!((counted.looked, counted.of, counted.segments["all"]), (3, 7, 3));
}
