//! Experiments: who is given which arm, and who keeps it.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Odds, Person, Ready, Verdict};
use filrouge_plan::{Action, Experiment, Journey, Plan, ReEntry, Step};

/// An offer with two arms that wait, in a journey that may be walked again and again.
fn offer(arms: &[(&str, u32)]) -> Journey {
    let waits = arms.iter().map(|(name, _)| wait(name, hours(1), done()));
    let steps: Vec<Step> = [experiment("offer", arms, done())].into_iter().chain(waits).collect();
    let mut journey = journey("cart", "Ping", steps);
    journey.enter.re_entry = ReEntry::AfterExit;
    journey
}

fn shop_with(change: impl FnOnce(&mut Experiment), arms: &[(&str, u32)]) -> Plan {
    let mut journey = offer(arms);
    let Action::Experiment(experiment) = &mut journey.steps[0].action else { panic!("no experiment") };
    change(experiment);
    shop(vec![journey])
}

fn visit(walker: &mut Walker) -> String {
    walker.told();
    walker.ping();
    let told = walker.told();
    walker.pass(2);
    told.into_iter().find(|told| told.starts_with("given") || told.starts_with("kept")).unwrap()
}

/// Somebody who was given `plain`, the only arm there was.
fn in_plain() -> Walker {
    let mut walker = Walker::new(shop(vec![offer(&[("plain", 1)])]));
    assert_eq!(visit(&mut walker), "given plain");
    walker
}

#[test]
fn the_decision_records_arm_chance_and_salt() {
    let mut walker = Walker::new(shop(vec![offer(&[("plain", 50), ("holdout", 0)])]));
    walker.ping();
    let given = walker.decisions.iter().find(|it| matches!(it.verdict, Verdict::Assigned { .. })).unwrap();
    assert_eq!(
        given.verdict,
        Verdict::Assigned {
            arm: "plain".into(),
            odds: Odds { parts: 50, of: 50 },
            salt: "cart/offer".into(),
            kept: false,
            control: false,
        }
    );
    assert_eq!(given.origin, "journey/cart/step/offer/arm/plain");
    assert_eq!(walker.person.instances[0].outcomes["offer"], "plain");
    assert_eq!(walker.stands_on(), "plain");
}

#[test]
fn nobody_leaves_an_arm_when_its_weight_becomes_zero_or_another_grows() {
    for weights in [&[("plain", 0), ("short", 100)], &[("plain", 1), ("short", 1_000_000)]] {
        let mut walker = in_plain();
        walker.activate(shop(vec![offer(weights)]));
        assert_eq!(visit(&mut walker), "kept plain");
        let of = walker.person.assignments.values().map(|given| given.odds).collect::<Vec<_>>();
        assert_eq!(of, [Odds { parts: 1, of: 1 }], "the chance is that of the moment at which it was given");
    }
}

#[test]
fn reshuffle_places_by_the_weights_of_today() {
    let mut walker = in_plain();
    walker.activate(shop_with(|it| it.reshuffle = true, &[("plain", 0), ("short", 1)]));
    assert_eq!(visit(&mut walker), "given short");
    assert_eq!(visit(&mut walker), "given short");
}

#[test]
fn whose_arm_is_gone_is_placed_among_the_others() {
    let mut walker = in_plain();
    walker.activate(shop(vec![offer(&[("short", 1)])]));
    assert_eq!(visit(&mut walker), "given short");
    walker.activate(shop(vec![offer(&[("plain", 1_000_000), ("short", 1)])]));
    assert_eq!(visit(&mut walker), "kept short");
}

#[test]
fn whoever_stands_in_an_arm_that_is_gone_leaves() {
    let mut walker = Walker::new(shop(vec![offer(&[("plain", 1)])]));
    walker.ping();
    assert_eq!(walker.stands_on(), "plain");
    walker.activate(shop(vec![offer(&[("short", 1)])]));
    assert!(walker.is_out());
    assert_eq!(walker.told().last().unwrap(), "exited removed");
    assert_eq!(visit(&mut walker), "given short");
}

#[test]
fn an_arm_outlives_new_names_of_journey_experiment_and_arm() {
    let mut walker = in_plain();
    let mut renamed = offer(&[("calm", 0), ("short", 100)]);
    renamed.name = "basket".into();
    renamed.was = Some("cart".into());
    renamed.steps[0].name = "deal".into();
    renamed.steps[0].was = Some("offer".into());
    renamed.start = to("deal");
    let Action::Experiment(experiment) = &mut renamed.steps[0].action else { panic!("no experiment") };
    experiment.arms[0].was = Some("plain".into());
    walker.activate(shop(vec![renamed]));
    assert_eq!(visit(&mut walker), "kept calm");
}

#[test]
fn two_experiments_are_remembered_apart() {
    let mut first = offer(&[("plain", 1)]);
    first.steps.truncate(2);
    let mut second = offer(&[("short", 1)]);
    second.name = "other".into();
    let mut walker = Walker::new(shop(vec![first, second]));
    walker.ping();
    let arms: Vec<_> =
        walker.person.assignments.iter().map(|(key, given)| (key.0.as_str(), given.arm.as_str())).collect();
    assert_eq!(arms, [("cart", "plain"), ("other", "short")]);
}

#[test]
fn the_same_person_is_given_the_same_arm_whatever_happened_before() {
    let halves = &[("plain", 50), ("short", 50)];
    let mut first = Walker::new(shop(vec![offer(halves)]));
    let mut second = Walker::new(shop(vec![offer(halves)]));
    second.know("country", "BE");
    second.pass(100);
    assert_eq!(visit(&mut first), visit(&mut second));
}

#[test]
fn somebody_stored_before_there_were_experiments_is_read() {
    let ready = Ready::of(shop(vec![])).unwrap();
    let bytes = Person::default().encode(&ready);
    assert!(!String::from_utf8_lossy(&bytes).contains("assignments"));
    assert!(Person::decode(&ready, &bytes).unwrap().assignments.is_empty());
}
