use super::*;
use crate::lives::shop::{HOUR, choosing, country_is, done, elapsed, journey, send, set, shop, step, to};
use crate::run;
use filrouge_machine::Ready;
use filrouge_plan::always::Claim;
use filrouge_plan::scenario::{Act, ActKind, Choice, Fate, Given, Scenario};
use filrouge_plan::{
    Action, CalendarUnit, CapWindow, Period, Place, QuietHours, Suppression, Update, Wait, WhenFull,
};

/// A journey that sends one message after the other, an hour between them.
fn sending(messages: &[(&str, &str)]) -> Plan {
    let mut steps = Vec::new();
    for (number, (purpose, channel)) in messages.iter().enumerate() {
        let (name, pause) = (format!("send-{number}"), format!("pause-{number}"));
        let next = if number + 1 < messages.len() { to(&format!("send-{}", number + 1)) } else { done() };
        steps.push(step(&name, send(purpose, &[channel]), to(&pause)));
        steps.push(step(&pause, Action::Wait(Wait::For(elapsed(HOUR))), next));
    }
    shop(vec![journey("cart", "Asked", steps)])
}

const NOWHERE: Place = Place { file: 0, start: 0, end: 0 };

fn about(purposes: &[&str]) -> Scope {
    Scope { purposes: purposes.iter().map(|name| (*name).to_owned()).collect(), ..Scope::default() }
}

/// A day of somebody French who agreed to marketing, from ten or from another hour on.
fn day(from: i64, more: Vec<ActKind>) -> Scenario {
    let start = 1_704_067_200_000 + from * 3_600_000;
    let event = ActKind::Event { name: "Asked".into(), fields: vec!["c1".into()] };
    let rest = ActKind::After(elapsed(10 * HOUR));
    let acts = [ActKind::At(start)].into_iter().chain(more).chain([event, rest]);
    let granted = Choice { purpose: "marketing".into(), channel: None, granted: true };
    Scenario {
        name: "a day".into(),
        journey: "cart".into(),
        place: NOWHERE,
        zones: None,
        golden: None,
        always: Vec::new(),
        given: Given {
            identifiers: vec![("email".into(), "lea@example.com".into())],
            profile: vec![("country".into(), "FR".into()), ("phone".into(), "+33612345678".into())],
            consents: vec![granted],
            assignments: vec![],
        },
        acts: acts.map(|kind| Act { place: NOWHERE, kind }).collect(),
    }
}

fn broken(plan: Plan, scenario: Scenario, claim: Claim, scope: Scope) -> Vec<Failure> {
    let property = Property { place: Place { start: 7, ..NOWHERE }, claim, scope };
    run(&Ready::of(plan).unwrap(), &Scenario { always: vec![property], ..scenario })
}

/// What is told of a property that was broken once.
fn told(plan: Plan, scenario: Scenario, claim: Claim, scope: Scope) -> String {
    let failures = broken(plan, scenario, claim, scope);
    let [failure] = failures.as_slice() else { panic!("{failures:?}") };
    assert!(failure.always && failure.place.start == 7);
    format!("{}\n{}", failure.expected, failure.actual.join("\n"))
}

fn holds(plan: Plan, scenario: Scenario, claim: Claim, scope: Scope) {
    assert_eq!(broken(plan, scenario, claim, scope), []);
}

#[test]
fn a_yes_is_a_yes_whatever_the_basis_is() {
    let agreed = || sending(&[("marketing", "email"), ("orders", "email")]);
    holds(agreed(), day(10, vec![]), Claim::Consent, Scope::default());
    insta::assert_snapshot!(told(agreed(), day(10, vec![]), Claim::Consent, about(&["orders"])), @r"
    no message for `orders` without a yes of the person
    `send-1` sent a message to `lea@example.com` over `email`, made from `hello`, subject `Hello`, in `cart`
    the person has not agreed to `orders` over `email`
    ");
    let news = sending(&[("news", "sms")]);
    let text = told(news.clone(), day(10, vec![]), Claim::Consent, Scope::default());
    assert!(text.ends_with("the person has not agreed to `news` over `sms`"), "{text}");
    let yes = Choice { purpose: "news".into(), channel: None, granted: true };
    holds(news, day(10, vec![ActKind::Consent(yes)]), Claim::Consent, Scope::default());
}

#[test]
fn caps_are_counted_again() {
    let plan = || sending(&[("marketing", "email"), ("marketing", "email"), ("orders", "email")]);
    holds(plan(), day(10, vec![]), Claim::Caps, Scope::default());
    insta::assert_snapshot!(told(plan(), day(10, vec![]), Claim::Caps, about(&["orders"])), @r"
    no message for `orders` over a cap
    `send-2` sent a message to `lea@example.com` over `email`, made from `hello`, subject `Hello`, in `cart`
    it is message number 3 in that time, and the cap of the channel `email` is 2 in any `72h`
    ");
    let refused = ActKind::Provider { channel: None, fate: Fate::Failed };
    holds(plan(), day(10, vec![refused]), Claim::Caps, about(&["orders"]));
}

/// Somebody who has chosen how often to hear.
fn whoever_wants(rhythm: &str) -> ActKind {
    ActKind::Identify { identifiers: vec![], profile: vec![("rhythm".into(), rhythm.into())] }
}

#[test]
fn the_cap_that_somebody_chose_counts_as_well() {
    let plan = || choosing(sending(&[("marketing", "sms"), ("orders", "sms"), ("marketing", "sms")]));
    let (life, orders) = (|rhythm| day(10, vec![whoever_wants(rhythm)]), about(&["orders"]));
    insta::assert_snapshot!(told(plan(), life("rarely"), Claim::Caps, orders.clone()), @r"
    no message for `orders` over a cap
    `send-1` sent a message to `+33612345678` over `sms`, made from `hello`, subject `Hello`, in `cart`
    it is message number 2 in that time, and the cap of the choice `rarely` is 1 in any `24h`
    ");
    holds(plan(), life("rarely"), Claim::Caps, Scope::default());
    holds(plan(), life("sometimes"), Claim::Caps, orders.clone());
    holds(plan(), life("always"), Claim::Caps, orders.clone());
    holds(plan(), day(10, vec![]), Claim::Caps, orders.clone());
    holds(plan(), day(10, vec![whoever_wants("rarely"), whoever_wants("always")]), Claim::Caps, orders);
}

#[test]
fn what_a_journey_chooses_behind_a_message_says_nothing_about_it() {
    let orders = || step("later", send("orders", &["sms"]), to("choice"));
    let choice = step("choice", Action::Update(Update { set: vec![set("rhythm", "rarely")] }), done());
    let first = step("first", send("marketing", &["sms"]), to("later"));
    let plan = choosing(shop(vec![journey("cart", "Asked", vec![first, orders(), choice])]));
    holds(plan.clone(), day(10, vec![]), Claim::Caps, about(&["orders"]));
    let text = told(plan, day(10, vec![whoever_wants("rarely")]), Claim::Caps, about(&["orders"]));
    assert!(text.ends_with("the cap of the choice `rarely` is 1 in any `24h`"), "{text}");
}

#[test]
fn hours_are_those_of_the_channel_or_those_that_are_given() {
    let late = Claim::QuietHours(Some(QuietHours { from: 21 * 60, to: 8 * 60 }));
    let by_sms = || sending(&[("marketing", "sms")]);
    holds(by_sms(), day(22, vec![]), Claim::QuietHours(None), Scope::default());
    holds(by_sms(), day(20, vec![]), late.clone(), Scope::default());
    insta::assert_snapshot!(told(by_sms(), day(22, vec![]), late, Scope::default()), @r"
    no message from 21:00 to 08:00
    `send-0` sent a message to `+33612345678` over `sms`, made from `hello`, subject `Hello`, in `cart`
    it is 22:00 where the person is, and quiet from 21:00 to 08:00
    ");
    let order = sending(&[("orders", "email")]);
    holds(order.clone(), day(22, vec![]), Claim::QuietHours(None), Scope::default());
    let text = told(order, day(22, vec![]), Claim::QuietHours(None), about(&["orders"]));
    assert!(text.ends_with("it is 22:00 where the person is, and quiet from 21:00 to 08:00"), "{text}");
}

#[test]
fn whoever_is_held_back_or_in_a_segment_gets_nothing() {
    let mut plan = sending(&[("news", "sms")]);
    let in_france = Suppression {
        name: "in-france".into(),
        when: country_is("FR"),
        purposes: vec!["marketing".into()],
        except: vec![],
        then: WhenFull::Skip,
    };
    plan.suppressions.push(in_france);
    insta::assert_snapshot!(told(plan.clone(), day(10, vec![]), Claim::Suppressed, Scope::default()), @r"
    no message while a `suppress` holds
    `send-0` sent a message to `+33612345678` over `sms`, made from `hello`, subject `Hello`, in `cart`
    `in-france` holds for the person
    ");
    let french = || Claim::Segment("french".into());
    let text = told(plan.clone(), day(10, vec![]), french(), Scope::default());
    assert!(text.ends_with("the person is in `french`"), "{text}");
    let profile = vec![("country".to_owned(), "BE".into())];
    let moves = ActKind::Identify { identifiers: vec![], profile };
    holds(plan.clone(), day(10, vec![moves.clone()]), french(), Scope::default());
    holds(plan.clone(), day(10, vec![moves]), Claim::Suppressed, Scope::default());
    let elsewhere = Scope { journeys: vec!["other".into()], ..Scope::default() };
    holds(plan, day(10, vec![]), french(), elsewhere);
}

#[test]
fn messages_of_a_time_are_counted_together() {
    let plan = || sending(&[("news", "sms"), ("marketing", "sms"), ("news", "sms")]);
    let most = |most, per| Claim::TooOften { most, per };
    let rolling = |hours: u64| CapWindow::Rolling(elapsed(hours * HOUR));
    holds(plan(), day(10, vec![]), most(2, rolling(2)), Scope::default());
    insta::assert_snapshot!(told(plan(), day(10, vec![]), most(2, rolling(3)), Scope::default()), @r"
    at most 2 messages in any `3h`
    `send-2` sent a message to `+33612345678` over `sms`, made from `hello`, subject `Hello`, in `cart`
    it is message number 3 in that time
    ");
    let three = broken(plan(), day(10, vec![]), most(2, rolling(3)), Scope::default());
    assert_eq!(three[0].decisions.len(), 3);
    holds(plan(), day(10, vec![]), most(2, rolling(3)), about(&["news"]));
    // Over midnight from Monday to Tuesday; Monday is the first of a week and of a month.
    let unit = |unit| most(2, CapWindow::Calendar(unit));
    holds(plan(), day(22, vec![]), unit(CalendarUnit::Day), Scope::default());
    assert_eq!(broken(plan(), day(22, vec![]), unit(CalendarUnit::Week), Scope::default()).len(), 1);
    assert_eq!(broken(plan(), day(22, vec![]), unit(CalendarUnit::Month), Scope::default()).len(), 1);
    assert_eq!(broken(plan(), day(22, vec![]), unit(CalendarUnit::Day), about(&[])).len(), 0);
}

#[test]
fn nobody_stays_longer() {
    let plan = || sending(&[("news", "sms"), ("news", "sms")]);
    let hours = |hours: u64| Claim::TooLong(elapsed(hours * HOUR));
    holds(plan(), day(10, vec![]), hours(2), Scope::default());
    insta::assert_snapshot!(told(plan(), day(10, vec![]), hours(1), Scope::default()), @r"
    nobody is in a journey for longer than `1h`
    the person was in `cart` since 2024-01-01 10:00:00 +00, and left now
    ");
    let mut cut = day(10, vec![]);
    cut.acts.pop();
    cut.acts.push(Act { place: NOWHERE, kind: ActKind::After(Period { millis: 90 * 60_000, ..elapsed(0) }) });
    let text = told(plan(), cut, hours(1), Scope { journeys: vec!["cart".into()], ..Scope::default() });
    assert!(text.ends_with("the person is in `cart` since 2024-01-01 10:00:00 +00, on `pause-1`"), "{text}");
}
