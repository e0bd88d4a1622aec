//! An objection to marketing ends what is computed for marketing alone.

use crate::plans::*;
use crate::traits::fold;
use crate::walker::Walker;
use filrouge_machine::*;
use filrouge_plan::program::{Comparison, Root};
use filrouge_plan::*;

/// Pings are counted for marketing, visits for marketing and orders; whoever pings twice is `keen`, for marketing.
fn profiled() -> Plan {
    let mut plan = shop(vec![journey("greet", "Cart Updated", vec![send_best("hello")])]);
    let first = u16::try_from(plan.profile.slots().count()).unwrap();
    let keen = compare(Comparison::AtLeast, Root::Profile, first, Value::Int(2));
    let marketing = || vec!["marketing".to_owned()];
    plan.segments.push(Segment { name: "keen".into(), when: keen, only_for: marketing() });
    let pings = fold("pings", FoldKind::Count, Type::Int);
    let visits = fold("visits", FoldKind::Count, Type::Int);
    plan.traits = vec![Trait { only_for: marketing(), ..pings }, visits];
    plan
}

fn send_best(name: &str) -> Step {
    let mut step = send(name, "marketing", &["email"], done());
    if let Action::Send(send) = &mut step.action {
        send.at = Some(BestTime { window: hours(24), default: 600 });
    }
    step
}

fn ping(walker: &mut Walker) {
    walker.event("Ping", vec![Value::Int(1)]);
}

fn count(walker: &Walker, name: &str) -> Value {
    walker.person.profile[walker.ready.plan().slot(name).unwrap()].clone()
}

fn profiling(walker: &Walker) -> Vec<String> {
    let all = walker.decisions.iter().filter_map(|decision| match &decision.verdict {
        Verdict::Profiling { on, of } => Some(format!("{on} {}", of.join(" "))),
        _ => None,
    });
    all.collect()
}

#[test]
fn obligation_20_an_objection_ends_what_is_computed_for_marketing_alone() {
    let mut walker = Walker::granted(profiled());
    ping(&mut walker);
    ping(&mut walker);
    assert_eq!((count(&walker, "pings"), count(&walker, "visits")), (Value::Int(2), Value::Int(2)));
    assert!(walker.person.segments.contains("keen") && walker.person.rhythm.is_some());

    walker.consent("marketing", None, false);
    assert!(!walker.person.traits.contains_key("pings") && !walker.person.segments.contains("keen"));
    assert_eq!(walker.person.rhythm, None);
    assert_eq!(profiling(&walker), ["false best-time segment/keen trait/pings"]);

    ping(&mut walker);
    ping(&mut walker);
    assert_eq!((count(&walker, "pings"), count(&walker, "visits")), (Value::Int(0), Value::Int(4)));
    assert!(!walker.person.segments.contains("keen") && walker.person.segments.contains("french"));
    assert_eq!((profiling(&walker).len(), walker.person.rhythm.is_none()), (1, true));
}

#[test]
fn obligation_20_who_agrees_again_is_counted_from_nothing() {
    let mut walker = Walker::granted(profiled());
    ping(&mut walker);
    walker.consent("marketing", None, false);
    ping(&mut walker);
    walker.consent("marketing", Some("email"), true);
    ping(&mut walker);
    assert_eq!((count(&walker, "pings"), count(&walker, "visits")), (Value::Int(1), Value::Int(3)));
    assert_eq!(profiling(&walker)[1..], ["true best-time segment/keen trait/pings"]);
}

#[test]
fn obligation_20_a_refusal_on_one_channel_is_none_of_the_purpose() {
    let mut walker = Walker::granted(profiled());
    ping(&mut walker);
    walker.consent("marketing", Some("email"), false);
    ping(&mut walker);
    assert_eq!(count(&walker, "pings"), Value::Int(2));
}

#[test]
fn obligation_20_what_another_person_brings_is_forgotten_with_their_refusal() {
    let mut walker = Walker::granted(profiled());
    ping(&mut walker);
    let mut other = walker.other(9);
    other.consent("marketing", None, false);
    walker.absorb(other);
    assert_eq!((count(&walker, "pings"), profiling(&walker).len()), (Value::Int(0), 1));
}

#[test]
fn obligation_20_another_plan_that_computes_it_for_nothing_else_ends_it() {
    let mut before = profiled();
    before.traits[0].only_for.clear();
    let mut walker = Walker::granted(before);
    ping(&mut walker);
    walker.consent("marketing", None, false);
    assert_eq!(count(&walker, "pings"), Value::Int(1));
    walker.ready = Ready::of(profiled()).unwrap();
    ping(&mut walker);
    assert_eq!(count(&walker, "pings"), Value::Int(0));
}
