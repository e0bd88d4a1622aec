use super::{Bench, identify, person, prospect, sent, started};
use crate::conformance::sample;
use crate::{
    Again, Candidate, Clock as _, Driver, Options, Pause, PlanChange, Prospect, Reader, Refusal, Store,
    Unmerged,
};
use filrouge_machine::{Id, Message, Verdict};
use filrouge_plan::{Bundle, Plan, Switch, SwitchKind, Target};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod joined;
mod lived;

const PAUSE: u64 = 60_000;

/// The plan that runs.
fn running() -> Arc<Bundle> {
    sample::walk(PAUSE)
}

/// The same with another subject.
fn candidate() -> Arc<Bundle> {
    edited(|plan| subject(plan, "Good news"))
}

fn subject(plan: &mut Plan, subject: &str) {
    for variant in plan.templates[0].variants.values_mut() {
        variant.subject = Some(subject.to_owned());
    }
}

fn edited(edit: impl FnOnce(&mut Plan)) -> Arc<Bundle> {
    let bundle = running();
    let mut plan = bundle.plan.clone();
    edit(&mut plan);
    Arc::new(Bundle { hash: plan.hash(), plan, ..(*bundle).clone() })
}

/// Lets a share live under a plan, and everybody whom it concerns learn of that.
fn share(bench: &mut Bench, bundle: &Arc<Bundle>, percent: &str) -> Result<(), Refusal> {
    let inside = bench.handle().inside().expect("room");
    bench.driver.turn();
    let inside = inside.wait().expect("places");
    let percent = percent.parse().expect("a share");
    let candidate = Candidate::new(Arc::clone(bundle), percent, ("lea", bench.watch.now()), &inside)?;
    let receipt = bench.handle().share(candidate).expect("room");
    bench.driver.turn();
    let outcome = receipt.wait();
    bench.pass(0);
    outcome
}

fn activate(bench: &mut Bench, bundle: Arc<Bundle>) -> Result<(), Refusal> {
    let receipt = bench.handle().activate(prospect(bundle), "lea").expect("room");
    bench.driver.turn();
    let outcome = receipt.wait();
    bench.pass(0);
    outcome
}

/// So many people, each in the journey.
fn crowd(bench: &mut Bench, many: u128) -> Vec<Id> {
    (0..many).map(|number| bench.start(number + 1, &format!("user{number}"))).collect()
}

/// Those of them who live under a plan.
fn under(bench: &Bench, people: &[Id], bundle: &Bundle) -> BTreeSet<Id> {
    let plan = |id: &Id| bench.handle().known(*id).expect("a store").expect("a person").plan;
    people.iter().copied().filter(|id| plan(id) == bundle.hash).collect()
}

/// What each gets that waits to leave now, and it is sent.
fn letters(bench: &mut Bench) -> BTreeMap<Id, Message> {
    let claimed = bench.claim(Some("mail")).messages;
    let letters = claimed.into_iter().map(|delivery| (delivery.person, delivery.message));
    let letters: BTreeMap<Id, Message> = letters.collect();
    letters.values().for_each(|message| assert!(bench.settle(message.effect, sent())));
    letters
}

fn with_subject(letters: &BTreeMap<Id, Message>, subject: &str) -> BTreeSet<Id> {
    let wanted = letters.iter().filter(|(_, letter)| letter.subject.as_deref() == Some(subject));
    wanted.map(|(id, _)| *id).collect()
}

#[test]
fn a_share_grows_to_everybody_and_nobody_leaves_it() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 60);
    let mut before = BTreeSet::new();
    for percent in ["10", "50", "90"] {
        assert_eq!(share(&mut bench, &candidate(), percent), Ok(()));
        let inside = under(&bench, &people, &candidate());
        assert!(inside.is_superset(&before) && inside.len() > before.len(), "{percent}: {}", inside.len());
        assert_eq!(under(&bench, &people, &running()).len(), 60 - inside.len());
        let status = bench.handle().status().expect("a status");
        assert_eq!(status.counts.released, inside.len() as u64);
        assert_eq!(status.plan, running().hash, "the plan of all others");
        before = inside;
    }
    assert_eq!(activate(&mut bench, candidate()), Ok(()));
    assert_eq!(under(&bench, &people, &candidate()).len(), 60);
    assert_eq!((bench.handle().released(), bench.store.release()), (None, Ok(None)));
    assert_eq!(bench.handle().active().hash, candidate().hash);
    bench.pass(60_000);
    assert_eq!(with_subject(&letters(&mut bench), "Good news").len(), 60);
}

#[test]
fn whoever_is_in_the_share_gets_what_its_plan_sends_and_nobody_else_does() {
    let mut bench = Bench::new(running());
    let mut people = crowd(&mut bench, 30);
    assert_eq!(share(&mut bench, &candidate(), "50"), Ok(()));
    // Whoever comes later is in the share or not from the beginning.
    people.extend((100..130_u128).map(|number| bench.start(number, &format!("later{number}"))));
    let inside = under(&bench, &people, &candidate());
    assert!(inside.len() > 15 && inside.len() < 45, "{}", inside.len());
    bench.pass(60_000);
    let letters = letters(&mut bench);
    assert_eq!(letters.len(), 60);
    assert_eq!(with_subject(&letters, "Good news"), inside);
    for id in &people {
        let told = bench.handle().decisions(*id, None, 1).expect("decisions").remove(0).decision.plan;
        let lives_under = if inside.contains(id) { candidate().hash.clone() } else { running().hash.clone() };
        assert_eq!(told, lives_under);
        let bundle = bench.handle().bundle(&told).expect("a store").expect("decisions are led back to it");
        assert_eq!(bundle.hash, lives_under);
        assert_eq!(bench.handle().plan_of(*id).hash, lives_under);
    }
}

#[test]
fn a_share_is_taken_back_with_everybody_in_it() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 40);
    assert_eq!(share(&mut bench, &candidate(), "50"), Ok(()));
    let inside = under(&bench, &people, &candidate());
    assert_eq!(activate(&mut bench, running()), Ok(()));
    assert_eq!(under(&bench, &people, &running()).len(), 40);
    assert_eq!((bench.handle().released(), bench.store.release()), (None, Ok(None)));
    let mut bench = bench.restart(running());
    bench.pass(60_000);
    assert_eq!(with_subject(&letters(&mut bench), "Hello").len(), 40);
    // The same plan, tried again, is tried with the same people.
    assert_eq!(share(&mut bench, &candidate(), "50"), Ok(()));
    assert_eq!(under(&bench, &people, &candidate()), inside);
}

#[test]
fn a_smaller_share_takes_back_those_who_are_out_of_it() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 40);
    assert_eq!(share(&mut bench, &candidate(), "10"), Ok(()));
    let few = under(&bench, &people, &candidate());
    assert_eq!(share(&mut bench, &candidate(), "80"), Ok(()));
    assert_eq!(share(&mut bench, &candidate(), "10"), Ok(()));
    assert_eq!(under(&bench, &people, &candidate()), few);
    bench.pass(60_000);
    assert_eq!(with_subject(&letters(&mut bench), "Good news"), few);
}

#[test]
fn a_restart_in_the_middle_changes_nobody() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 40);
    assert_eq!(share(&mut bench, &candidate(), "30"), Ok(()));
    let rows = |bench: &Bench| -> Vec<_> {
        people
            .iter()
            .map(|id| Reader::person(&bench.store, *id).expect("a store").expect("a person"))
            .collect()
    };
    let (before, inputs) = (rows(&bench), bench.store.inputs(0, 999).expect("a journal").len());
    let release = bench.store.release().expect("a store").expect("a release");
    let mut bench = bench.restart(running());
    bench.pass(0);
    assert_eq!(rows(&bench), before, "byte by byte");
    assert_eq!(bench.store.inputs(0, 999).expect("a journal").len(), inputs, "nobody learnt of anything");
    assert_eq!(bench.store.release(), Ok(Some(release)));
    let released = bench.handle().released().expect("it runs on");
    assert_eq!((released.bundle.hash.clone(), u16::from(released.share)), (candidate().hash.clone(), 3_000));
    assert_eq!((released.by.as_str(), released.at), ("lea", 0));
    let inside = under(&bench, &people, &candidate());
    assert_eq!(share(&mut bench, &candidate(), "60"), Ok(()));
    assert!(under(&bench, &people, &candidate()).is_superset(&inside));
}

#[test]
fn a_restart_before_everybody_has_learnt_of_it_goes_on() {
    let mut bench = Bench::new(running());
    let people = crowd(&mut bench, 40);
    let inside = bench.handle().inside().expect("room");
    bench.driver.turn();
    let half = "50".parse().expect("a share");
    let offered = Candidate::new(candidate(), half, ("lea", 0), &inside.wait().expect("places"));
    let receipt = bench.handle().share(offered.expect("a candidate")).expect("room");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
    assert_eq!(under(&bench, &people, &candidate()).len(), 0, "it is on the disk, and nobody was met yet");
    let mut bench = bench.restart(running());
    bench.pass(60_000);
    let inside = under(&bench, &people, &candidate());
    assert_eq!(with_subject(&letters(&mut bench), "Good news"), inside);
    assert!(inside.len() > 8, "{}", inside.len());
}

#[test]
fn no_third_plan_runs_while_a_share_lives_under_another() {
    let mut bench = Bench::new(running());
    crowd(&mut bench, 5);
    assert_eq!(share(&mut bench, &candidate(), "10"), Ok(()));
    let third = edited(|plan| subject(plan, "Something else"));
    let is_told = |outcome: Result<(), Refusal>| match outcome {
        Err(Refusal::Shared(released)) => released.bundle.hash == candidate().hash,
        other => panic!("{other:?}"),
    };
    assert!(is_told(activate(&mut bench, Arc::clone(&third))));
    assert!(is_told(share(&mut bench, &third, "20")));
    let inside = bench.handle().inside().expect("room");
    bench.driver.turn();
    assert!(is_told(Prospect::compared(Arc::clone(&third), inside.wait().expect("places")).map(drop)));
    let (store, watch) = (bench.store.clone(), Arc::new(bench.watch.clone()));
    drop(bench.driver);
    let started = Driver::open(Options::default(), Box::new(store), watch, third);
    assert!(is_told(started.map(drop)), "nor by a start");
}

#[test]
fn what_holds_for_everybody_keeps_a_plan_from_a_share() {
    let mut bench = Bench::new(running());
    let other = edited(|plan| {
        plan.project.locale = "de".to_owned();
        subject(plan, "Guten Tag");
    });
    let Err(Refusal::NoShare(obstacles)) = share(&mut bench, &other, "10") else { panic!("it is refused") };
    let told: Vec<_> = obstacles.iter().map(|own| (own.address.as_str(), own.sentence.as_str())).collect();
    assert_eq!(told, [("project/sample", "project `sample` has another `locale`: it holds for everybody")]);
    assert_eq!(bench.handle().released(), None);
}

#[test]
fn the_journal_tells_each_share_and_its_end() {
    let mut bench = Bench::new(running());
    crowd(&mut bench, 3);
    assert_eq!(share(&mut bench, &candidate(), "12.5"), Ok(()));
    assert_eq!(activate(&mut bench, running()), Ok(()));
    let journal = bench.store.inputs(0, 99).expect("a journal").into_iter().map(|(_, row)| row);
    let told: Vec<PlanChange> = journal
        .filter(|row| row.source == "changes")
        .map(|row| serde_json::from_slice(&row.body).expect("a change"))
        .collect();
    let [begun, back] = &told[..] else { panic!("not two: {told:?}") };
    assert_eq!((begun.by.as_str(), begun.share.map(u16::from), back.share), ("lea", Some(1_250), None));
    assert_eq!((&begun.changes.old, &begun.changes.new), (&running().hash, &candidate().hash));
    assert_eq!((&back.changes.old, &back.changes.new), (&candidate().hash, &running().hash));
}
