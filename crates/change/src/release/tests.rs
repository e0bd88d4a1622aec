use super::{Ways, release};
use crate::compare::Running;
use filrouge_plan::program::{Node, NodeId};
use filrouge_plan::{
    Action, Backfill, Entry, Everybody, ExperimentArm, Journey, Period, Plan, Program, Rate, Removed,
    Retired, RetiredThen, Segment, Step, StepPassage, Suppression, Target, Value, WhenFull,
};
use serde_json::json;

/// A journey of two waits with a message between them, and everything that it needs.
fn plan() -> Plan {
    let wait = |name: &str, next: serde_json::Value| json!({ "name": name, "action": { "wait": { "for": day() } }, "next": next });
    serde_json::from_value(json!({
        "format": 2,
        "project": { "name": "shop", "timezone": "UTC", "locale": "en", "currency": null },
        "profile": { "identifiers": [], "fields": [], "retention": null },
        "events": [{ "name": "Joined", "fields": [], "retention": null }],
        "segments": [], "purposes": [], "retentions": [], "sources": [], "connectors": [], "channels": [],
        "templates": [],
        "journeys": [{
            "name": "walk",
            "enter": { "by": { "event": { "event": "Joined" } }, "when": null, "key": null, "re_entry": "never" },
            "exits": [], "goals": [], "start": { "step": "first" },
            "steps": [wait("first", json!({ "step": "second" })), wait("second", json!({ "end": "completed" }))],
        }],
    }))
    .expect("a plan")
}

fn day() -> serde_json::Value {
    json!({ "months": 0, "days": 1, "millis": 0 })
}

fn edited(edit: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = plan();
    edit(&mut plan);
    plan
}

fn share(new: &Plan) -> Result<Ways, Vec<(String, String)>> {
    share_of(&plan(), new)
}

fn share_of(old: &Plan, new: &Plan) -> Result<Ways, Vec<(String, String)>> {
    let running = Running { plan: old, hash: "old", drained: &[], inside: None };
    let ways = release(&running, new, "new");
    ways.map(|(_, ways)| ways)
        .map_err(|found| found.into_iter().map(|own| (own.address, own.sentence)).collect())
}

fn addresses(new: &Plan) -> Vec<String> {
    share(new).expect_err("it differs").into_iter().map(|(address, _)| address).collect()
}

fn added(name: &str, next: Target) -> Step {
    Step { name: name.to_owned(), next, ..plan().journeys[0].steps[0].clone() }
}

fn step(name: &str) -> Target {
    Target::Step(name.to_owned())
}

#[test]
fn journeys_may_differ_and_both_ways_are_known() {
    let another = Journey { name: "other".to_owned(), ..plan().journeys.remove(0) };
    let Ways { there, back, .. } = share(&edited(|plan| plan.journeys.push(another))).expect("a share");
    assert_eq!((there.from.as_str(), back.from.as_str()), ("old", "new"));
    assert_eq!(there.journeys.get("other"), None);
    assert_eq!(back.journeys["other"].all, Everybody::Leave);
}

#[test]
fn whoever_stands_on_an_added_step_goes_back_to_where_both_plans_meet() {
    let longer = edited(|plan| {
        let steps = &mut plan.journeys[0].steps;
        steps[0].next = step("between");
        steps.insert(1, added("between", step("more")));
        steps.insert(2, added("more", step("second")));
        steps[3].next = step("last");
        steps.push(added("last", Target::End("completed".to_owned())));
    });
    let Ways { back, .. } = share(&longer).expect("a share");
    let steps = &back.journeys["walk"].steps;
    let go = |origin: &str| StepPassage::Go { to: "second".to_owned(), origin: origin.to_owned() };
    assert_eq!(steps["between"], go("journey/walk/removed/between"));
    assert_eq!(steps["more"], go("journey/walk/removed/more"));
    let origin = "journey/walk/removed/last".to_owned();
    assert_eq!(steps["last"], StepPassage::Leave { origin }, "behind it there is nothing that both have");
}

#[test]
fn what_holds_for_everybody_is_named_and_refused() {
    let other = edited(|plan| {
        plan.events[0].name = "Came".to_owned();
        plan.project.locale = "fr".to_owned();
        plan.journeys[0].enter.by = Entry::event("Came");
    });
    let found = share(&other).expect_err("it differs");
    let told =
        |address: &str| found.iter().find(|(own, _)| own == address).map(|(_, sentence)| sentence.as_str());
    assert_eq!(told("event/Came"), Some("event `Came` is new: it holds for everybody"));
    assert_eq!(told("event/Joined"), Some("event `Joined` is gone: it holds for everybody"));
    assert_eq!(told("project/shop"), Some("project `shop` has another `locale`: it holds for everybody"));
}

#[test]
fn a_segment_may_differ_unless_something_reads_it_that_holds_for_everybody() {
    let yes = || Program { nodes: vec![Node::Constant(0)], constants: vec![Value::Bool(true)] };
    let segment = |name: &str, when: Program| Segment { name: name.to_owned(), when, only_for: Vec::new() };
    let within = |name: &str| Program { nodes: vec![Node::InSegment(name.to_owned())], constants: vec![] };
    let reading = |name: &str| {
        edited(|plan| {
            plan.segments =
                vec![segment("far", within("near")), segment("free", yes()), segment("near", yes())];
            plan.suppressions = vec![Suppression {
                name: "calm".to_owned(),
                when: within(name),
                purposes: Vec::new(),
                except: Vec::new(),
                then: WhenFull::Skip,
            }];
        })
    };
    let old = reading("far");
    let turned = |place: usize| {
        let mut new = old.clone();
        new.segments[place].when = Program { nodes: vec![Node::Not(NodeId(0))], constants: vec![] };
        share_of(&old, &new).map_err(|found| found[0].0.clone())
    };
    assert!(turned(1).is_ok());
    assert_eq!(turned(2).err().as_deref(), Some("segment/near"), "by way of another one");
}

#[test]
fn a_name_is_not_changed_by_a_share() {
    let renamed = edited(|plan| {
        plan.journeys[0].name = "stroll".to_owned();
        plan.journeys[0].was = Some("walk".to_owned());
    });
    assert!(addresses(&renamed).contains(&"journey/stroll".to_owned()));
    let step = edited(|plan| {
        let steps = &mut plan.journeys[0].steps;
        steps[1].was = Some("second".to_owned());
        steps[1].name = "later".to_owned();
        steps[0].next = Target::Step("later".to_owned());
    });
    assert_eq!(addresses(&step), ["journey/walk/step/later"]);
    let arm = |name: &str, was: Option<&str>| ExperimentArm {
        name: name.to_owned(),
        was: was.map(str::to_owned),
        weight: 1,
        control: false,
        to: Target::End("completed".to_owned()),
    };
    let with = |arms: Vec<ExperimentArm>| {
        edited(|plan| {
            let experiment =
                filrouge_plan::Experiment { salt: "walk/try".to_owned(), reshuffle: false, arms };
            let action = Action::Experiment(experiment);
            plan.journeys[0].steps[0] = Step { action, ..added("first", step_second()) };
        })
    };
    let found =
        share_of(&with(vec![arm("a", None)]), &with(vec![arm("b", Some("a"))])).expect_err("it differs");
    assert_eq!(found[0].0, "journey/walk/step/first/arm/b");
}

fn step_second() -> Target {
    step("second")
}

#[test]
fn a_step_that_is_gone_needs_a_word_even_while_nobody_stands_there() {
    let gone = edited(|plan| {
        plan.journeys[0].steps.remove(0);
        plan.journeys[0].start = step("second");
    });
    assert_eq!(addresses(&gone), ["journey/walk/step/first"]);
    let told = edited(|plan| {
        plan.journeys[0].steps.remove(0);
        plan.journeys[0].start = step("second");
        plan.journeys[0].inside.removed =
            vec![Removed { step: "first".to_owned(), then: Some("second".to_owned()) }];
    });
    let Ways { there, .. } = share(&told).expect("a share");
    assert!(matches!(there.journeys["walk"].steps["first"], StepPassage::Go { .. }));
    let retired = edited(|plan| {
        plan.journeys.clear();
        plan.retired = vec![Retired { journey: "walk".to_owned(), then: RetiredThen::Drain }];
    });
    let Ways { there, back, .. } = share(&retired).expect("a share");
    assert_eq!((there.drained.len(), back.drained.len()), (1, 1), "who finishes, finishes under both plans");
}

#[test]
fn a_pace_that_counts_all_people_together_is_one() {
    let slow = edited(|plan| {
        plan.journeys[0].rank.throttle = Some(Rate { count: 1, per_ms: 1_000 });
        plan.journeys[0].rank.priority = 3;
    });
    assert_eq!(addresses(&slow), ["journey/walk"]);
    assert!(share(&edited(|plan| plan.journeys[0].rank.priority = 3)).is_ok());
}

#[test]
fn a_backfill_is_of_those_in_the_share() {
    let over = Period { months: 0, days: 1, millis: 0 };
    let backfill = Some(Backfill { name: "now".to_owned(), over });
    assert!(share(&edited(|plan| plan.journeys[0].enter.backfill = backfill)).is_ok());
}
