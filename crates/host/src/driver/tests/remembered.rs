//! What is remembered beside the store is true behind a failure too.

use super::failures::Fragile;
use super::{Watch, consent, started};
use crate::conformance::sample;
use crate::{Doing, Driver, Entry, Fault, Opening, Options, RightKind};
use filrouge_machine::{Id, Verdict};
use std::sync::Arc;
use std::sync::atomic::Ordering;

const LEA: &[(&str, &str)] = &[("user_id", "lea"), ("email", "lea@example.com")];

fn driver(store: &Fragile, watch: &Watch) -> Driver {
    let (clock, plan) = (Arc::new(watch.clone()), sample::walk_with_consent(1_000));
    Driver::open(Options::default(), Box::new(store.clone()), clock, plan).expect("a driver")
}

fn submit(driver: &mut Driver, entry: Entry) {
    let receipt = driver.handle().submit(vec![entry]).expect("room");
    driver.turn();
    receipt.wait().expect("an answer");
}

fn find(driver: &Driver, name: &str) -> Id {
    *driver.handle().find(name).expect("a store").first().expect("somebody")
}

#[test]
fn a_contact_point_that_was_erased_by_a_commit_that_seemed_to_fail_is_known_as_erased() {
    let (mut store, watch) = (Fragile::new(Fault::Io), Watch::default());
    store.written = true;
    let mut driver = driver(&store, &watch);
    submit(&mut driver, started(1, LEA));
    let erasure = Opening {
        identity: Some("account".to_owned()),
        ..Opening::new(RightKind::Erase, find(&driver, "lea"), 0, "dpo")
    };
    store.fail_next_commit();
    let receipt = driver.handle().right(Doing::Open(Box::new(erasure))).expect("room");
    driver.turn();
    assert!(receipt.wait().is_err());
    assert!(driver.recover());
    submit(&mut driver, started(2, &[("user_id", "back"), ("email", "lea@example.com")]));
    let back = driver.handle().known(find(&driver, "back")).expect("a store").expect("somebody");
    assert!(back.state.limits.suppressed.is_some(), "{:?}", back.state.limits);
}

#[test]
fn a_call_that_never_came_about_is_not_on_its_way() {
    let (store, watch) = (Fragile::new(Fault::Io), Watch::default());
    let mut driver = driver(&store, &watch);
    submit(&mut driver, consent(1, LEA, true));
    submit(&mut driver, started(2, LEA));
    watch.0.store(1_000, Ordering::Relaxed);
    driver.turn();
    store.fail_next_commit();
    let claim = driver.handle().claim(None, 10).expect("room");
    driver.turn();
    assert!(claim.wait().is_err());
    assert!(driver.recover());
    submit(&mut driver, consent(3, LEA, false));
    let told = driver.handle().decisions(find(&driver, "lea"), None, 100).expect("decisions");
    let verdicts: Vec<Verdict> = told.into_iter().map(|recorded| recorded.decision.verdict).collect();
    assert!(verdicts.iter().any(|verdict| matches!(verdict, Verdict::Recalled { .. })), "{verdicts:?}");
    assert!(!verdicts.iter().any(|verdict| matches!(verdict, Verdict::InFlight { .. })), "{verdicts:?}");
}
