use super::*;
use crate::lives::shop::{HOUR, choosing, country_is, done, elapsed, journey, send, shop, step, to};
use filrouge_plan::always::{Claim, Scope};
use filrouge_plan::scenario::ActKind;
use filrouge_plan::{Action, CapWindow, Place, Plan, Wait};

fn property(line: u32, claim: Claim) -> Property {
    Property { place: Place { file: 0, start: line, end: 0 }, claim, scope: Scope::default() }
}

/// A reminder after an hour, by a channel without quiet hours, and only for people in France.
fn reminders() -> Plan {
    let wait = Action::Wait(Wait::For(elapsed(HOUR)));
    let steps =
        vec![step("pause", wait, to("reminder")), step("reminder", send("marketing", &["sms"]), done())];
    let mut cart = journey("cart", "Asked", steps);
    cart.enter.when = Some(country_is("FR"));
    shop(vec![cart])
}

fn found(properties: &[Property]) -> Vec<Found> {
    search(&Ready::of(reminders()).unwrap(), properties, 7, 0..300)
}

#[test]
fn what_is_broken_is_found_and_shrunk_and_what_holds_is_not() {
    let too_often = Claim::TooOften { most: 0, per: CapWindow::Rolling(elapsed(HOUR)) };
    let found = found(&[property(1, Claim::Consent), property(2, too_often), property(3, Claim::Caps)]);
    let [found] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(found.property.place.start, 2);
    let kinds: Vec<_> = found.scenario.acts.iter().map(|act| &act.kind).collect();
    assert!(
        matches!(kinds.as_slice(), [ActKind::At(_), ActKind::Event { name, .. }, ActKind::After(_)] if name == "Asked"),
        "{kinds:?}"
    );
    let given = &found.scenario.given;
    assert_eq!((given.consents.len(), given.profile.len(), given.identifiers.len()), (1, 2, 1), "{given:?}");
    assert_eq!(found.scenario.journey, "cart");
}

#[test]
fn the_test_that_is_found_breaks_the_property_again() {
    let ready = Ready::of(reminders()).unwrap();
    let two_a_day = Claim::TooOften { most: 1, per: CapWindow::Rolling(elapsed(30 * HOUR)) };
    let properties = [property(1, Claim::Segment("french".into())), property(2, two_a_day)];
    let found = search(&ready, &properties, 3, 0..300);
    assert_eq!(found.len(), 2);
    for found in found {
        let failures = run(&ready, &found.scenario);
        assert_eq!(failures, [found.failure]);
        assert_eq!(failures[0].place, found.property.place);
    }
}

#[test]
fn one_seed_is_one_search() {
    let too_long = || [property(1, Claim::TooLong(elapsed(HOUR / 2)))];
    assert_eq!(found(&too_long()), found(&too_long()));
    assert_eq!(found(&too_long())[0].scenario.acts.len(), 3);
}

#[test]
fn random_people_choose_how_often_they_want_to_hear() {
    let sends = ["marketing", "orders"].map(|purpose| send(purpose, &["sms"]));
    let [first, second] = sends;
    let steps = vec![step("first", first, to("second")), step("second", second, done())];
    let ready = Ready::of(choosing(shop(vec![journey("cart", "Asked", steps)]))).unwrap();
    let scope = Scope { purposes: vec!["orders".into()], ..Scope::default() };
    let orders = Property { scope, ..property(1, Claim::Caps) };
    let found = search(&ready, &[orders, property(2, Claim::Caps)], 5, 0..300);
    let [found] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(found.property.place.start, 1);
    let chosen = found.scenario.given.profile.iter().find(|(name, _)| name == "rhythm");
    assert!(chosen.is_some_and(|(_, word)| word.as_text() == Some("rarely")), "{:?}", found.scenario);
}
