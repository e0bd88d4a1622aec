use super::{Bench, prospect};
use crate::conformance::sample;
use crate::{PlanChange, PlanRow, Reader, Refusal, Store};
use filrouge_machine::InputKind;
use filrouge_plan::{
    Action, Bounds, Bundle, Experiment, ExperimentArm, Field, Inside, Made, Period, Plan, Retired,
    RetiredThen, Standing, Step, Target, Trait, Type, Value,
};
use std::sync::Arc;

fn activate(bench: &mut Bench, pause: u64) {
    let receipt = bench.handle().activate(prospect(sample::walk(pause)), "test").expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
}

#[test]
fn a_shorter_wait_moves_the_timers_of_those_who_wait() {
    let mut bench = Bench::new(sample::walk(60_000));
    bench.start(1, "lea");
    activate(&mut bench, 1_000);
    bench.pass(0);
    assert_eq!(bench.driver.next_due(), Some(1_000));
    bench.pass(1_000);
    assert_eq!(bench.claim(None).messages.len(), 1);
}

#[test]
fn a_longer_wait_holds_back_a_timer_that_is_due_already() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.start(1, "lea");
    let receipt = bench.handle().activate(prospect(sample::walk(60_000)), "test").expect("a plan");
    bench.watch.0.store(1_000, std::sync::atomic::Ordering::Relaxed);
    // The turn fires what is due before it swaps, so the swap must come first.
    let mut bench = bench.restart(sample::walk(60_000));
    assert!(receipt.wait().is_err());
    bench.pass(0);
    assert_eq!(bench.claim(None).messages, []);
    assert_eq!(bench.driver.next_due(), Some(60_000));
}

#[test]
fn people_outside_learn_of_a_plan_with_their_next_input() {
    let mut bench = Bench::new(gone(sample::walk(1_000)));
    let lea = bench.start(1, "lea");
    let before = bench.handle().active().hash.clone();
    activate(&mut bench, 5_000);
    bench.pass(0);
    assert_eq!(bench.handle().known(lea).expect("a store").expect("a person").plan, before);
    bench.start(2, "lea");
    let now = bench.handle().active().hash.clone();
    assert_eq!(bench.handle().known(lea).expect("a store").expect("a person").plan, now);
}

#[test]
fn people_inside_without_a_timer_learn_of_a_plan_at_once() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    bench.pass(1_000);
    activate(&mut bench, 5_000);
    bench.pass(0);
    let now = bench.handle().active().hash.clone();
    assert_eq!(bench.handle().known(lea).expect("a store").expect("a person").plan, now);
}

#[test]
fn a_trait_that_time_makes_true_is_learnt_of_at_once_outside_too() {
    let mut bench = Bench::new(gone(sample::walk(1_000)));
    let lea = bench.start(1, "lea");
    let event = "Started".to_owned();
    let lasting = Period { millis: 60_000, ..Period::default() };
    let made = Made::Absence { event, when: None, lasting, late: None };
    let field = Field { name: "quiet".to_owned(), ty: Type::Bool, bounds: Bounds::default(), category: None };
    let quiet = edited(gone(sample::walk(1_000)), |plan| {
        plan.traits = vec![Trait { field, made, only_for: Vec::new() }]
    });
    assert_eq!(try_activate(&mut bench, quiet), Ok(()));
    bench.pass(0);
    bench.pass(60_000);
    let known = bench.handle().known(lea).expect("a store").expect("a person");
    assert_eq!(known.state.profile.last(), Some(&Value::Bool(true)));
}

/// The sample with no way in.
fn gone(bundle: Arc<Bundle>) -> Arc<Bundle> {
    edited(bundle, |plan| plan.journeys.clear())
}

fn edited(bundle: Arc<Bundle>, edit: impl FnOnce(&mut Plan)) -> Arc<Bundle> {
    let mut plan = bundle.plan.clone();
    edit(&mut plan);
    Arc::new(Bundle { hash: plan.hash(), plan, ..(*bundle).clone() })
}

fn try_activate(bench: &mut Bench, bundle: Arc<Bundle>) -> Result<(), Refusal> {
    let receipt = bench.handle().activate(prospect(bundle), "test").expect("a plan");
    bench.driver.turn();
    receipt.wait()
}

fn refused(outcome: Result<(), Refusal>) -> Vec<(String, Option<u64>)> {
    let Err(Refusal::Changes(changes)) = outcome else { panic!("{outcome:?} is no refusal") };
    changes.refused().map(|change| (change.address.clone(), change.people)).collect()
}

#[test]
fn a_plan_without_a_place_for_people_inside_is_refused_and_changes_nothing() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.start(1, "lea");
    bench.start(2, "tom");
    let before = bench.handle().active().hash.clone();
    let without_pause = edited(sample::walk(1_000), |plan| {
        plan.journeys[0].steps.remove(0);
        plan.journeys[0].start = Target::Step("letter".to_owned());
    });
    let outcome = try_activate(&mut bench, without_pause.clone());
    assert_eq!(refused(outcome), [("journey/walk/step/first-pause".to_owned(), Some(2))]);
    assert_eq!(bench.handle().active().hash, before);
    assert_eq!(bench.store.active_plan().expect("a store").expect("a plan").hash, before);
    assert_eq!(refused(try_activate(&mut bench, gone(sample::walk(1_000)))).len(), 1);
    bench.pass(1_000);
    assert_eq!(bench.claim(None).messages.len(), 2);
    // Nobody stands there any more.
    assert_eq!(try_activate(&mut bench, without_pause), Ok(()));
}

#[test]
fn people_finish_on_a_drained_definition_over_a_restart_and_another_plan() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.start(1, "lea");
    let second = edited(sample::walk(7_000), |plan| {
        plan.journeys[0].inside = Inside { version: Some(2), drain: true, ..Inside::default() };
    });
    assert_eq!(try_activate(&mut bench, second.clone()), Ok(()));
    let mut bench = bench.restart(second.clone());
    let third = edited(second, |plan| plan.project.locale = "de".to_owned());
    assert_eq!(try_activate(&mut bench, third), Ok(()));
    bench.pass(0);
    assert_eq!(bench.driver.next_due(), Some(1_000));
    bench.pass(1_000);
    assert_eq!(bench.claim(None).messages.len(), 1);
}

#[test]
fn a_retired_journey_takes_everybody_out() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.start(1, "lea");
    let retired = edited(gone(sample::walk(1_000)), |plan| {
        plan.retired = vec![Retired { journey: "walk".to_owned(), then: RetiredThen::Exit }];
    });
    assert_eq!(try_activate(&mut bench, retired), Ok(()));
    bench.pass(0);
    assert_eq!(bench.store.occupancy().expect("a store"), Some([].into()));
    assert_eq!(bench.driver.next_due(), None);
}

/// `a`, then `b`, then `c`, while a person who stands on `a` is never met in between.
#[test]
fn a_chain_of_renames_is_followed_plan_by_plan() {
    let named = |step: &str, was: Option<&str>, journey: &str, former: Option<&str>| {
        edited(sample::walk(60_000), |plan| {
            let walk = &mut plan.journeys[0];
            (walk.name, walk.was) = (journey.to_owned(), former.map(str::to_owned));
            (walk.steps[0].name, walk.steps[0].was) = (step.to_owned(), was.map(str::to_owned));
            walk.start = Target::Step(step.to_owned());
        })
    };
    let mut bench = Bench::new(named("a", None, "one", None));
    bench.start(1, "lea");
    // Both within one turn, so that nothing but the second swap itself lets people follow the first.
    let plans = [named("b", Some("a"), "two", Some("one")), named("c", Some("b"), "three", Some("two"))];
    let receipts = plans.map(|plan| bench.handle().activate(prospect(plan), "test").expect("room"));
    bench.driver.turn();
    assert_eq!(receipts.map(crate::Receipt::wait), [Ok(()), Ok(())]);
    bench.pass(0);
    let at = Standing { journey: "three".to_owned(), step: "c".to_owned(), drained: None };
    assert_eq!(bench.store.occupancy().expect("a store"), Some([(at, 1)].into()));
    assert_eq!(bench.driver.next_due(), Some(60_000));
}

#[test]
fn people_outside_follow_a_renamed_experiment_before_the_next_plan() {
    let plan = |name: &str, was: Option<&str>, weights: [u32; 2]| {
        let mut bundle = (*sample::walk(1_000)).clone();
        let journey = &mut bundle.plan.journeys[0];
        let arm = |(name, weight): (&str, u32)| ExperimentArm {
            name: name.to_owned(),
            was: None,
            weight,
            control: false,
            to: Target::End("completed".to_owned()),
        };
        let arms = [("one", weights[0]), ("two", weights[1])].map(arm).to_vec();
        let offer = Experiment { salt: "salt".to_owned(), reshuffle: false, arms };
        let (next, was) = (Target::End("completed".to_owned()), was.map(str::to_owned));
        journey.steps = vec![Step { name: name.to_owned(), was, action: Action::Experiment(offer), next }];
        journey.start = Target::Step(name.to_owned());
        bundle.hash = bundle.plan.hash();
        Arc::new(bundle)
    };
    let mut bench = Bench::new(plan("offer", None, [1, 0]));
    let lea = bench.start(1, "lea");
    for next in [plan("deal", Some("offer"), [0, 1]), plan("deal", None, [0, 1])] {
        let receipt = bench.handle().activate(prospect(next), "test").expect("a plan");
        bench.driver.turn();
        assert_eq!(receipt.wait(), Ok(()));
    }
    bench.pass(0);
    let known = bench.handle().known(lea).expect("a store").expect("a person");
    let arms: Vec<_> =
        known.state.assignments.iter().map(|((_, step), it)| (step.as_str(), it.arm.as_str())).collect();
    assert_eq!(arms, [("deal", "one")]);
}

#[test]
fn a_plan_is_kept_as_the_last_good_one_and_entered_in_the_journal() {
    let mut bench = Bench::new(sample::walk(1_000));
    activate(&mut bench, 5_000);
    let kept = bench.store.active_plan().expect("a store").expect("a plan");
    assert_eq!(kept.hash, sample::walk(5_000).hash);
    assert_eq!(bench.handle().bundle(&kept.hash).expect("a store").as_ref(), Some(&*sample::walk(5_000)));
    let unpacked = PlanRow { body: serde_json::to_vec(&*sample::walk(5_000)).expect("JSON"), ..kept.clone() };
    assert!(kept.body.len() < unpacked.body.len(), "{} of {}", kept.body.len(), unpacked.body.len());
    assert_eq!(unpacked.bundle().expect("as it was kept before"), kept.bundle().expect("a bundle"));
    let journal = bench.store.inputs(0, 9).expect("a journal");
    let plans = journal.iter().filter_map(|(_, row)| match serde_json::from_slice(&row.body).ok()? {
        InputKind::PlanActivated { plan } => Some(plan),
        _ => None,
    });
    assert_eq!(plans.collect::<Vec<_>>(), [sample::walk(1_000).hash.clone(), kept.hash]);
}

#[test]
fn the_same_plan_again_writes_nothing() {
    let bench = Bench::new(sample::walk(1_000));
    let bench = bench.restart(sample::walk(1_000));
    assert_eq!(bench.store.inputs(0, 9).expect("a journal").len(), 1);
}

#[test]
fn the_journal_says_who_changed_what_and_whether_it_was_taken() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.start(1, "lea");
    activate(&mut bench, 5_000);
    let refused = bench.handle().activate(prospect(sample::rest()), "lea").expect("room");
    bench.driver.turn();
    assert!(matches!(refused.wait(), Err(Refusal::Changes(_))));
    let journal = bench.store.inputs(0, 20).expect("a journal");
    let rows: Vec<_> =
        journal.into_iter().map(|(_, row)| row).filter(|row| row.source == "changes").collect();
    let told: Vec<PlanChange> =
        rows.iter().map(|row| serde_json::from_slice(&row.body).expect("a change")).collect();
    let [taken, refused] = &told[..] else { panic!("not two: {told:?}") };
    let hashes = |change: &PlanChange| (change.changes.old.clone(), change.changes.new.clone());
    let plans = [sample::walk(1_000), sample::walk(5_000), sample::rest()].map(|plan| plan.hash.clone());
    assert_eq!((taken.by.as_str(), taken.taken), ("test", true));
    assert_eq!(hashes(taken), (plans[0].clone(), plans[1].clone()));
    assert_eq!(taken.changes.changes[0].effect, filrouge_change::Effect::Rederived);
    assert_eq!((refused.by.as_str(), refused.taken), ("lea", false));
    assert_eq!(hashes(refused), (plans[1].clone(), plans[2].clone()));
    assert_eq!(refused.changes.refused().count(), 1);
    // Each entry names the plan that runs behind it.
    assert_eq!(rows.iter().map(|row| &row.plan).collect::<Vec<_>>(), [&plans[1], &plans[1]]);
}
