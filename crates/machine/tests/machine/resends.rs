//! Messages that did not arrive, and that somebody of the team has sent again.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Effects, Id, InputKind, NotResent, Outcome, Resend, Verdict};
use filrouge_plan::{Cap, CapWindow, Holdout, Plan, QuietHours, WhenFull};

fn tells(purpose: &str) -> Plan {
    let steps = vec![send("tell", purpose, &["email"], to("rest")), wait("rest", hours(99), done())];
    shop(vec![journey("tells", "Ping", steps)])
}

/// Somebody whose message was refused by the provider; the journey has gone on.
fn failed(plan: Plan) -> Walker {
    let mut walker = Walker::granted(plan);
    walker.ping();
    walker.failed();
    assert_eq!(walker.stands_on(), "rest");
    walker.told();
    walker
}

fn asked(walker: &Walker) -> Resend {
    let message = walker.messages.first().expect("a message").clone();
    Resend {
        of: message.effect,
        instance: walker.person.instances.first().map_or(Id(9), |walk| walk.id),
        journey: message.journey,
        step: message.step,
        channel: message.channel,
        purpose: message.purpose,
        template: message.template,
        locale: message.locale,
        subject: Some("Corrected".to_owned()),
        html: None,
        text: message.text,
        by: "mia".to_owned(),
    }
}

fn resend(walker: &mut Walker) -> Effects {
    let resend = asked(walker);
    walker.input(InputKind::Resend(Box::new(resend)))
}

#[test]
fn it_leaves_with_other_words_under_another_name_to_the_present_address() {
    let mut walker = failed(tells("marketing"));
    walker.know("email", "lea@example.org");
    let effects = resend(&mut walker);
    let (first, again) = (&walker.messages[0], &effects.messages[0]);
    assert_ne!(first.effect, again.effect);
    assert_eq!((&*again.to, again.subject.as_deref()), ("lea@example.org", Some("Corrected")));
    assert_eq!((&again.text, &again.step, &again.connector), (&first.text, &first.step, &first.connector));
    assert!(again.withdrawable);
    let decision = &effects.decisions[0];
    assert_eq!((&*decision.origin, decision.step.as_deref()), ("journey/tells/step/tell", Some("tell")));
    let Verdict::Resent { of, ground, .. } = &decision.verdict else { panic!("{decision:?}") };
    assert_eq!((*of, ground.choice.is_some()), (first.effect, true));
    assert_eq!(walker.told(), ["resent email by mia"]);
    walker.sent();
    assert_eq!((walker.told(), walker.stands_on()), (vec!["sent".to_owned()], "rest"));
}

/// The same letter, asked for by two inputs, would be two messages: who keeps the letters lets only one through.
#[test]
fn each_input_makes_a_message_of_its_own() {
    let mut walker = failed(tells("news"));
    let (one, two) = (resend(&mut walker), resend(&mut walker));
    assert_ne!(one.messages[0].effect, two.messages[0].effect);
}

fn refused(walker: &mut Walker) -> String {
    walker.told();
    let effects = resend(walker);
    assert_eq!((effects.messages.len(), effects.decisions.len()), (0, 1));
    walker.told().remove(0)
}

#[test]
fn who_has_withdrawn_gets_nothing() {
    let mut walker = failed(tells("marketing"));
    walker.consent("marketing", Some("email"), false);
    assert_eq!(refused(&mut walker), "not resent Refused");
}

#[test]
fn who_has_agreed_too_long_ago_gets_nothing() {
    let mut walker = failed(tells("marketing"));
    walker.pass(366 * 24);
    assert_eq!(refused(&mut walker), "not resent ConsentExpired");
}

#[test]
fn who_has_no_address_any_more_gets_nothing() {
    let mut walker = failed(tells("news"));
    walker.person.profile.iter_mut().for_each(|value| *value = filrouge_plan::Value::Absent);
    assert_eq!(refused(&mut walker), "not resent NoAddress");
}

#[test]
fn a_purpose_or_a_channel_that_is_gone_permits_nothing() {
    for without in [
        Plan { purposes: vec![], ..tells("news") },
        Plan { channels: tells("news").channels.split_off(1), ..tells("news") },
    ] {
        let mut walker = failed(tells("news"));
        walker.activate(Plan { journeys: vec![], ..without });
        assert_eq!(refused(&mut walker), "not resent NotPermitted");
    }
}

#[test]
fn what_is_paused_lets_nothing_through() {
    for part in ["project", "channel", "journey"] {
        let mut walker = failed(tells("news"));
        let mut plan = tells("news");
        match part {
            "project" => plan.project.paused = true,
            "channel" => plan.channels[0].paused = true,
            _ => plan.journeys[0].rank.paused = true,
        }
        walker.activate(plan);
        assert_eq!(refused(&mut walker), "not now Paused", "{part}");
        walker.activate(tells("news"));
        assert_eq!(resend(&mut walker).messages.len(), 1);
    }
}

#[test]
fn a_pause_is_named_where_it_stands() {
    let mut walker = failed(tells("news"));
    let mut plan = tells("news");
    plan.channels[0].paused = true;
    walker.activate(plan);
    let effects = resend(&mut walker);
    assert_eq!(effects.decisions[0].policy.as_deref(), Some("channel/email/paused"));
}

#[test]
fn at_night_it_is_told_when_the_night_is_over() {
    let mut plan = tells("news");
    plan.channels[0].quiet_hours = Some(QuietHours { from: 22 * 60, to: 8 * 60 });
    let mut walker = failed(plan.clone());
    walker.pass(11);
    let effects = resend(&mut walker);
    let Verdict::NotResent { why: NotResent::NotNow { until, .. }, .. } = &effects.decisions[0].verdict
    else {
        panic!("{effects:?}")
    };
    assert_eq!(*until, crate::walker::moment("2026-11-24T08:00:00+01:00"));
    let mut owed = failed(Plan { journeys: tells("orders").journeys, ..plan });
    owed.pass(11);
    assert_eq!(resend(&mut owed).messages.len(), 1, "what a contract asks for goes at night");
}

#[test]
fn it_counts_for_the_cap_and_is_held_back_by_it() {
    let mut plan = tells("news");
    let cap = Cap { count: 1, per: CapWindow::Rolling(days(1)), via: None, then: WhenFull::Skip };
    plan.channels[0].caps = vec![cap];
    let mut walker = failed(plan);
    assert_eq!(resend(&mut walker).messages.len(), 1);
    assert_eq!(refused(&mut walker), "not resent Cap");
    walker.failed();
    assert_eq!(resend(&mut walker).messages.len(), 1, "what failed made room");
}

#[test]
fn whoever_is_in_a_holdout_gets_nothing() {
    let mut walker = failed(tells("news"));
    let mut plan = tells("news");
    plan.holdouts = vec![Holdout {
        name: "rest".into(),
        purposes: vec!["news".into()],
        share: 1_000_000,
        salt: "s".into(),
    }];
    walker.activate(plan);
    assert_eq!(refused(&mut walker), "not resent Holdout");
}

#[test]
fn a_withdrawal_takes_it_back_and_leaves_the_journey_where_it_waits() {
    let mut walker = failed(tells("marketing"));
    let effect = resend(&mut walker).messages[0].effect;
    walker.told();
    let effects = walker.consent("marketing", Some("email"), false);
    assert_eq!(effects.recalled, [effect]);
    assert_eq!((walker.told(), walker.stands_on()), (vec!["recalled Refused".to_owned()], "rest"));
}

#[test]
fn it_needs_no_journey_and_nobody_inside_of_one() {
    let mut walker = failed(tells("news"));
    walker.pass(100);
    assert!(walker.is_out());
    walker.activate(shop(vec![]));
    assert_eq!(resend(&mut walker).messages.len(), 1);
    walker.outcome(Outcome::Unknown { reason: "timeout".into() });
    assert!(walker.person.flights.is_empty());
}

#[test]
fn the_present_names_of_its_journey_and_its_step_count() {
    let mut walker = failed(tells("news"));
    let mut plan = tells("news");
    (plan.journeys[0].name, plan.journeys[0].was) = ("says".into(), Some("tells".into()));
    (plan.journeys[0].steps[0].name, plan.journeys[0].steps[0].was) = ("say".into(), Some("tell".into()));
    plan.journeys[0].start = to("say");
    walker.activate(plan);
    let effects = resend(&mut walker);
    assert_eq!(effects.decisions[0].origin, "journey/says/step/say");
    assert_eq!((&*effects.messages[0].journey, &*effects.messages[0].step), ("says", "say"));
}

#[test]
fn the_record_has_not_its_words() {
    let walker = failed(tells("news"));
    let kind = InputKind::Resend(Box::new(asked(&walker)));
    let recorded = serde_json::to_string(&kind.recorded()).unwrap();
    assert!(
        !recorded.contains("Corrected") && !recorded.contains("FR") && recorded.contains("mia"),
        "{recorded}"
    );
}
