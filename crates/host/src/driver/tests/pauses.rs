use super::{Bench, prospect, sent};
use crate::conformance::sample;
use crate::{Part, Pause, Reader, Refusal};
use filrouge_machine::{HoldReason, InputKind, Verdict};
use filrouge_plan::{Bundle, Plan, Rate, SwitchKind};
use std::sync::Arc;

fn switch(bench: &mut Bench, kind: SwitchKind, name: &str, paused: bool) -> Result<usize, Refusal> {
    let pause = Pause { kind, name: name.to_owned(), paused, by: "lea".to_owned() };
    let receipt = bench.handle().pause(pause).expect("room");
    bench.driver.turn();
    let left = receipt.wait().map(|switches| switches.len());
    bench.pass(0);
    left
}

fn is_held(bench: &Bench, person: filrouge_machine::Id) -> bool {
    let held = |verdict: &Verdict| matches!(verdict, Verdict::Held { reason: HoldReason::Paused, .. });
    bench.verdicts(person).last().is_some_and(held)
}

#[test]
fn what_waits_in_the_outbox_goes_back_to_its_journey_and_leaves_when_it_is_resumed() {
    for (kind, name) in [
        (SwitchKind::Project, ""),
        (SwitchKind::Journey, "walk"),
        (SwitchKind::Channel, "email"),
        (SwitchKind::Connector, "mail"),
    ] {
        let mut bench = Bench::new(sample::walk(1_000));
        let lea = bench.start(1, "lea");
        bench.pass(1_000);
        assert_eq!(switch(&mut bench, kind, name, true), Ok(1));
        assert_eq!(bench.claim(None).messages, [], "{kind:?}");
        assert!(is_held(&bench, lea), "{kind:?}: {:?}", bench.verdicts(lea));
        assert_eq!(switch(&mut bench, kind, name, false), Ok(0));
        let claimed = bench.claim(None);
        let [delivery] = &claimed.messages[..] else { panic!("{kind:?}: one message, not {claimed:?}") };
        assert!(bench.settle(delivery.message.effect, sent()));
        assert_eq!(bench.claim(None).messages, [], "{kind:?}: it was sent once");
    }
}

#[test]
fn a_pause_of_another_channel_stops_nothing() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.start(1, "lea");
    bench.pass(1_000);
    assert_eq!(switch(&mut bench, SwitchKind::Channel, "web", true), Ok(1));
    assert_eq!(bench.claim(None).messages.len(), 1);
}

#[test]
fn a_pause_outlives_a_restart_and_another_plan() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    assert_eq!(switch(&mut bench, SwitchKind::Project, "", true), Ok(1));
    let mut bench = bench.restart(sample::walk(2_000));
    let receipt = bench.handle().activate(prospect(sample::walk(3_000)), "test").expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
    bench.pass(0);
    bench.pass(3_000);
    assert!(is_held(&bench, lea), "{:?}", bench.verdicts(lea));
    assert_eq!(bench.claim(None).messages, []);
    assert_eq!(crate::compiled(&bench.handle().active()).hash, sample::walk(3_000).hash);
}

#[test]
fn a_journey_stays_paused_under_a_new_name_and_is_resumed_by_it() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    bench.pass(1_000);
    assert_eq!(switch(&mut bench, SwitchKind::Journey, "walk", true), Ok(1));
    let mut plan = sample::walk(1_000).plan.clone();
    for journey in plan.journeys.iter_mut().filter(|own| own.name == "walk") {
        (journey.name, journey.was) = ("stroll".into(), Some("walk".into()));
    }
    let receipt = bench.handle().activate(prospect(bundle(plan)), "test").expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
    bench.pass(0);
    assert_eq!(bench.claim(None).messages, []);
    assert!(is_held(&bench, lea), "{:?}", bench.verdicts(lea));
    assert_eq!(switch(&mut bench, SwitchKind::Journey, "stroll", false), Ok(0));
    assert_eq!(bench.claim(None).messages.len(), 1);
}

#[test]
fn who_paused_what_and_when_is_in_the_journal_once() {
    let mut bench = Bench::new(sample::walk(1_000));
    for paused in [true, true, false, false] {
        switch(&mut bench, SwitchKind::Channel, "email", paused).expect("a store");
    }
    let journal = bench.store.inputs(0, 20).expect("a journal");
    let acts = journal.iter().filter_map(|(_, row)| match serde_json::from_slice(&row.body).ok()? {
        InputKind::Switched { name, paused, by, .. } => Some((name, paused, by, row.source.clone())),
        _ => None,
    });
    let act = |paused| ("email".to_owned(), paused, "lea".to_owned(), "operator".to_owned());
    assert_eq!(acts.collect::<Vec<_>>(), [act(true), act(false)]);
}

#[test]
fn what_the_plan_does_not_have_cannot_be_paused() {
    let mut bench = Bench::new(sample::walk(1_000));
    let refused = switch(&mut bench, SwitchKind::Journey, "run", true);
    assert_eq!(refused, Err(Refusal::NoPart(Part(SwitchKind::Journey, "run".to_owned()))));
}

#[test]
fn a_throttle_spreads_the_messages_of_a_journey() {
    let mut plan = sample::walk(1_000).plan.clone();
    plan.journeys.iter_mut().for_each(|own| own.rank.throttle = Some(Rate { count: 1, per_ms: 60_000 }));
    let mut bench = Bench::new(bundle(plan));
    for (id, name) in [(1, "lea"), (2, "tom"), (3, "ann")] {
        bench.start(id, name);
    }
    bench.pass(1_000);
    let mut left = vec![bench.claim(None).messages.len()];
    for pause in [59_000, 1_000, 0, 60_000, 60_000] {
        bench.pass(pause);
        left.push(bench.claim(None).messages.len());
    }
    assert_eq!(left, [1, 0, 1, 0, 1, 0]);
}

fn bundle(plan: Plan) -> Arc<Bundle> {
    Arc::new(Bundle { hash: plan.hash(), plan, ..(*sample::walk(1_000)).clone() })
}
