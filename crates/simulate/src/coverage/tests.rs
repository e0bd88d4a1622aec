use super::*;
use crate::lives::shop::{HOUR, done, elapsed, journey, on, send, shop, step, to};
use crate::runner::lived;
use filrouge_machine::Ready;
use filrouge_plan::scenario::{Act, ActKind, Given, Scenario};
use filrouge_plan::{Action, OriginFile, Origins, Place, Plan, Target, Timeout, WaitUntil, address};
use std::sync::Arc;

/// A message, then the answer or none of it.
fn plan() -> Plan {
    let wait = WaitUntil {
        arms: vec![on("back", "Came", Target::End("returned".into()))],
        timeout: Some(Timeout { after: Some(elapsed(HOUR)), until: None, to: done() }),
        resets: Vec::new(),
    };
    shop(vec![journey(
        "cart",
        "Asked",
        vec![
            step("reminder", send("marketing", &["email"]), to("came-back")),
            step("came-back", Action::WaitUntil(wait), done()),
        ],
    )])
}

/// Every part on a line of its own, in this order.
fn bundle() -> Bundle {
    let parts = [
        address::enter("cart"),
        address::step("cart", "reminder"),
        address::step("cart", "came-back"),
        address::arm("cart", "came-back", "back"),
        address::arm("cart", "came-back", "timeout"),
        address::condition(&address::arm("cart", "came-back", "back")),
    ];
    let places = parts
        .into_iter()
        .zip(0_u32..)
        .map(|(part, line)| (part, Place { file: 0, start: line * 2, end: line * 2 + 1 }));
    let files = vec![OriginFile { path: "a.kdl".into(), sha256: String::new(), text: "x\n".repeat(9) }];
    let origins = Origins { files, places: places.collect(), ..Origins::default() };
    Bundle { hash: String::new(), plan: plan(), origins, commit: None }
}

fn met(acts: Vec<ActKind>) -> Met {
    let ready = Ready::new(Arc::new(bundle())).unwrap();
    let place = Place { file: 0, start: 0, end: 0 };
    let scenario = Scenario {
        name: "a test".into(),
        journey: "cart".into(),
        place,
        zones: None,
        golden: None,
        always: vec![],
        given: Given { identifiers: vec![("email".into(), "lea@example.com".into())], ..Given::default() },
        acts: acts.into_iter().map(|kind| Act { place, kind }).collect(),
    };
    lived(&ready, &scenario).met
}

fn asked() -> ActKind {
    ActKind::Event { name: "Asked".into(), fields: vec!["c1".into()] }
}

fn missed(met: &Met) -> Vec<String> {
    let coverage = Coverage::of(&bundle(), met, |_| true);
    coverage.journeys[0].missed().map(|point| format!("{}: {}", point.line, point.told())).collect()
}

#[test]
fn without_a_test_everything_is_missed() {
    insta::assert_debug_snapshot!(missed(&Met::default()), @r#"
    [
        "1: nobody comes in",
        "2: `reminder` decides nothing",
        "2: `reminder` is never held",
        "2: `reminder` is never sent",
        "2: `reminder` never meets somebody who did not agree",
        "3: `came-back` decides nothing",
        "4: `came-back` never goes by `back`",
        "5: `came-back` never times out",
    ]
    "#);
    assert_eq!(Coverage::of(&bundle(), &Met::default(), |_| true).percent, 0);
}

#[test]
fn a_refusal_is_met_and_a_message_is_not() {
    insta::assert_debug_snapshot!(missed(&met(vec![asked()])), @r#"
    [
        "2: `reminder` is never held",
        "2: `reminder` is never sent",
        "4: `came-back` never goes by `back`",
        "5: `came-back` never times out",
    ]
    "#);
}

#[test]
fn what_several_tests_met_adds_up() {
    let mut all = met(vec![asked(), ActKind::After(elapsed(2 * HOUR))]);
    all.join(met(vec![asked(), ActKind::Event { name: "Came".into(), fields: vec!["c1".into()] }]));
    insta::assert_debug_snapshot!(missed(&all), @r#"
    [
        "2: `reminder` is never held",
        "2: `reminder` is never sent",
    ]
    "#);
}

#[test]
fn a_branch_of_a_step_that_nobody_reached_is_marked_so() {
    let none = lcov(&Coverage::of(&bundle(), &Met::default(), |_| true));
    assert!(none.contains("BRDA:4,1,3,-\n") && none.contains("DA:4,0\n"), "{none}");
    let some = lcov(&Coverage::of(&bundle(), &met(vec![asked()]), |_| true));
    assert!(some.contains("BRDA:4,1,3,0\n") && some.contains("DA:3,1\n"), "{some}");
    assert!(some.contains("\nLF:5\nLH:3\nend_of_record\n"), "{some}");
}
