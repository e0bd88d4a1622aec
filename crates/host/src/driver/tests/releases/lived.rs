//! What a person lives: steps that are new, backfills, pauses, steps that are taken again.

use super::*;
use crate::driver::tests::failures::Fragile;
use crate::{Fault, StoreError};
use filrouge_plan::program::{Node, Program};
use filrouge_plan::{Action, Backfill, Entry, Period, Segment, Step, Value, Wait};

/// A pause more in front of the letter, under another name.
fn longer() -> Arc<Bundle> {
    edited(|plan| {
        let wait = Action::Wait(Wait::For(Period { millis: PAUSE, ..Period::default() }));
        let steps = &mut plan.journeys[0].steps;
        steps[0].next = Target::Step("more".to_owned());
        let next = Target::Step("letter".to_owned());
        steps.insert(1, Step { name: "more".to_owned(), was: None, action: wait, next });
    })
}

#[test]
fn whoever_stands_on_a_step_of_the_share_alone_goes_on_where_both_plans_meet() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 40);
    assert_eq!(share(&mut bench, &longer(), "50"), Ok(()));
    let inside = under(&bench, &people, &longer());
    bench.pass(60_000);
    assert_eq!(letters(&mut bench).len(), 40 - inside.len(), "they wait on");
    assert_eq!(activate(&mut bench, running()), Ok(()));
    let letters = letters(&mut bench);
    assert_eq!(letters.keys().copied().collect::<BTreeSet<_>>(), inside);
    let redirected = |id: &Id| {
        let verdicts = bench.verdicts(*id);
        verdicts.iter().any(|verdict| matches!(verdict, Verdict::Redirected { to } if to == "letter"))
    };
    assert!(inside.iter().all(redirected));
}

/// Everybody is in the segment; under the candidate it brings people in who are known before.
fn filled(backfill: bool) -> Arc<Bundle> {
    edited(|plan| {
        let when = Program { nodes: vec![Node::Constant(0)], constants: vec![Value::Bool(true)] };
        plan.segments = vec![Segment { name: "all".into(), when, only_for: Vec::new() }];
        let enter = &mut plan.journeys[0].enter;
        enter.key = None;
        enter.by = Entry::Segment { segment: "all".into(), leave: false };
        let over = Period { millis: 1_000, ..Period::default() };
        enter.backfill = backfill.then(|| Backfill { name: "now".into(), over });
    })
}

#[test]
fn a_backfill_brings_in_those_of_the_share_alone() {
    let mut bench = Bench::new(edited(|plan| *plan = filled(false).plan.clone()));
    let quiet = edited(|plan| {
        *plan = filled(false).plan.clone();
        plan.journeys[0].enter.by = Entry::Called;
    });
    assert_eq!(activate(&mut bench, Arc::clone(&quiet)), Ok(()));
    let people: Vec<Id> = (0..40_u128)
        .map(|number| person(&bench.submit(vec![identify(number + 1, &[("user_id", &number.to_string())])])))
        .collect();
    assert_eq!(share(&mut bench, &filled(true), "30"), Ok(()));
    let inside = under(&bench, &people, &filled(true));
    assert!(!inside.is_empty() && inside.len() < 40, "they learn of it though nothing happens to them");
    bench.pass(2_000);
    let entered = |id: &&Id| bench.verdicts(**id).contains(&Verdict::Entered);
    assert_eq!(people.iter().filter(entered).copied().collect::<BTreeSet<_>>(), inside);
}

#[test]
fn a_message_is_judged_by_the_plan_of_its_person_when_it_is_handed_out() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 40);
    bench.pass(60_000);
    // Forty letters wait to leave when the journey is paused for a share.
    let paused = edited(|plan| plan.journeys[0].rank.paused = true);
    assert_eq!(share(&mut bench, &paused, "50"), Ok(()));
    let inside = under(&bench, &people, &paused);
    let left: BTreeSet<Id> = letters(&mut bench).into_keys().collect();
    assert_eq!(left, people.iter().copied().filter(|id| !inside.contains(id)).collect());
    assert_eq!(activate(&mut bench, running()), Ok(()));
    assert_eq!(letters(&mut bench).into_keys().collect::<BTreeSet<_>>(), inside, "and go on behind it");
}

#[test]
fn what_an_operator_pauses_is_paused_under_both_plans() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 40);
    assert_eq!(share(&mut bench, &candidate(), "50"), Ok(()));
    let inside = under(&bench, &people, &candidate());
    let switch = |paused, bench: &mut Bench| -> Vec<Switch> {
        let name = "walk".to_owned();
        let pause = Pause { kind: SwitchKind::Journey, name, paused, by: "tom".to_owned() };
        let receipt = bench.handle().pause(pause).expect("room");
        bench.driver.turn();
        let switches = receipt.wait().expect("switches");
        bench.pass(0);
        switches
    };
    assert_eq!(switch(true, &mut bench).len(), 1);
    bench.pass(60_000);
    assert_eq!(letters(&mut bench).len(), 0);
    let mut bench = bench.restart(running());
    bench.pass(0);
    assert_eq!(letters(&mut bench).len(), 0);
    assert_eq!(share(&mut bench, &candidate(), "90"), Ok(()), "the share may grow meanwhile");
    assert_eq!(share(&mut bench, &candidate(), "50"), Ok(()));
    assert_eq!(switch(false, &mut bench).len(), 0);
    let letters = letters(&mut bench);
    assert_eq!((letters.len(), with_subject(&letters, "Good news")), (40, inside));
    assert_eq!(activate(&mut bench, running()), Ok(()));
}

#[test]
fn a_journey_of_the_share_alone_can_be_paused_and_nobody_is_left_in_it() {
    let more = edited(|plan| {
        let mut more = plan.journeys[0].clone();
        "more".clone_into(&mut more.name);
        plan.journeys.insert(0, more);
    });
    let mut bench = Bench::new(running());
    assert_eq!(share(&mut bench, &more, "50"), Ok(()));
    let people = crowd(&mut bench, 20);
    let inside = under(&bench, &people, &more);
    let pause =
        Pause { kind: SwitchKind::Journey, name: "more".to_owned(), paused: true, by: "tom".to_owned() };
    let receipt = bench.handle().pause(pause).expect("room");
    bench.driver.turn();
    assert_eq!(receipt.wait().map(|switches| switches.len()), Ok(1));
    bench.pass(60_000);
    let letters = bench.claim(Some("mail")).messages;
    assert!(letters.len() == 20 && letters.iter().all(|letter| letter.message.journey == "walk"));
    assert_eq!(activate(&mut bench, running()), Ok(()));
    let journeys = |id: &Id| {
        let known = bench.handle().known(*id).expect("a store").expect("a person");
        known.state.instances.iter().map(|walk| walk.journey.clone()).collect::<Vec<_>>()
    };
    assert!(people.iter().all(|id| journeys(id) == ["walk"]));
    let retired = |id: &Id| {
        let verdicts = bench.verdicts(*id);
        verdicts.iter().any(|verdict| matches!(verdict, Verdict::Exited { reason } if reason == "retired"))
    };
    assert_eq!(people.into_iter().filter(retired).collect::<BTreeSet<_>>(), inside);
}

#[test]
fn a_step_is_taken_again_by_the_plan_of_its_person() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 20);
    assert_eq!(share(&mut bench, &longer(), "50"), Ok(()));
    bench.pass(60_000);
    bench.pass(60_000);
    for id in people {
        let decided = bench.handle().decisions(id, None, 1).expect("decisions").remove(0).decision.input;
        let again = bench.handle().again(id, [decided].into()).expect("a store");
        assert_eq!(again[&decided], Again::Same);
    }
}

#[test]
fn a_share_that_cannot_be_kept_does_not_begin() {
    for written in [false, true] {
        let mut store = Fragile::new(Fault::Io);
        store.written = written;
        cannot_be_kept(store);
    }
}

/// Whether the failing write came about or not.
fn cannot_be_kept(store: Fragile) {
    let watch = Arc::new(super::super::Watch::default());
    let open = Driver::open(Options::default(), Box::new(store.clone()), watch, running());
    let mut driver = open.expect("a driver");
    let handle = driver.handle();
    let inside = handle.inside().expect("room");
    driver.turn();
    let half = "50".parse().expect("a share");
    let offered = Candidate::new(candidate(), half, ("lea", 0), &inside.wait().expect("places"));
    let receipt = handle.share(offered.expect("a candidate")).expect("room");
    store.fail_next_commit();
    driver.turn();
    assert!(matches!(receipt.wait(), Err(Refusal::Unavailable(StoreError { .. }))));
    assert_eq!(handle.released(), None);
    assert!(driver.recover());
    assert_eq!(Store::release(&mut store.clone()), Ok(None));
}
