//! Text to value: every room of this crate together, and the machine behind it.

use crate::shop::{Shop, compile, rules_of, value_of};
use filrouge_expression::Want;
use filrouge_plan::Value;

fn holds(text: &str) -> bool {
    value_of(text) == Ok(Value::Bool(true))
}

#[test]
fn conditions_of_the_language_page_hold() {
    assert!(holds("event.value >= 20.0 && profile.country == 'FR'"));
    assert!(holds("event.cart_id == entry.cart_id"));
    assert!(holds("event.path.startsWith('/tarifs')"));
    assert!(holds("!profile.in('customers') && profile.in('loyal')"));
    assert!(holds("steps.first-pause.outcome == 'elapsed'"));
    assert!(holds("has(profile.birthday) && profile.birthday < date('2008-01-01')"));
}

#[test]
fn numbers_adapt() {
    assert!(holds("event.value >= 20"));
    assert!(holds("20 <= event.value"));
    assert!(holds("event.quantity < 2.5"));
    assert!(holds("event.value in [80, 90]"));
}

#[test]
fn dates_and_instants_compare_in_the_zone_of_the_person() {
    assert!(holds("now >= date('2026-03-29') && now < date('2026-03-30')"));
    assert!(holds("date(now) == date('2026-03-29')"));
    assert!(holds("now.getHours() == 10 && now.getDayOfWeek() == 0"));
    assert!(holds("timestamp(date('2026-03-29')) == timestamp('2026-03-28T23:00:00Z')"));
    assert!(holds("date('2026-03-28') + duration('2d') == date('2026-03-30')"));
}

#[test]
fn lists_are_asked_about_their_items() {
    assert!(holds("event.items.exists(i, i.sku == 'lamp' && i.price > 10)"));
    assert!(holds("event.items.all(i, has(i.note) || i.quantity > 0)"));
    assert!(holds("event.items.filter(i, i.price > 10).size() == 1"));
    assert!(holds("event.items.map(i, i.sku) == ['lamp', 'bulb']"));
    assert!(holds("event.items[1].sku == 'bulb'"));
    assert!(holds("'lamp' in event.items.map(i, i.sku)"));
}

#[test]
fn money_goes_with_money() {
    assert!(holds("event.total.amount > 79 && event.total.currency == 'EUR'"));
    assert_eq!(rules_of("event.total > 79"), ["type-mismatch"]);
}

#[test]
fn an_absent_value_is_guarded_or_replaced() {
    assert!(holds("profile.first_name.orValue('x') == 'x'"));
    assert!(holds("!has(profile.first_name) || profile.first_name == 'x'"));
    assert!(holds("has(profile.first_name) ? profile.first_name == 'y' : true"));
    assert_eq!(rules_of("profile.first_name == 'x'"), ["unguarded-optional"]);
    assert_eq!(rules_of("has(profile.first_name) || profile.first_name == 'x'"), ["unguarded-optional"]);
    assert_eq!(rules_of("has(profile.birthday) && profile.first_name == 'x'"), ["unguarded-optional"]);
}

#[test]
fn each_mistake_is_found_once() {
    let text = "evnt.value > 3 && profile.contry == 'FR' && profile.plan == 'fre' && event.value > 'x' \
                && profile.first_name == 'a' && profile.in('custmers') && event.path.startWith('/') \
                && steps.first-pose.outcome == 'elapsed' && event.cart_id = 'c' && profile.country == 'fr'";
    assert_eq!(
        rules_of(text),
        [
            "condition-syntax",
            "impossible-value",
            "type-mismatch",
            "unguarded-optional",
            "unknown-enum-value",
            "unknown-field",
            "unknown-function",
            "unknown-name",
            "unknown-segment",
            "unknown-step",
        ]
    );
}

#[test]
fn reads_and_places_are_told() {
    let shop = Shop::new();
    let text = "profile.country == 'FR' && event.items.exists(i, i.price > 10)";
    let (compiled, _) = compile(&shop, text, Want::Condition);
    let compiled = compiled.unwrap();
    let reads: Vec<String> = compiled.reads.iter().map(ToString::to_string).collect();
    assert_eq!(reads, ["profile.country", "event.items", "event.items.price"]);
    assert_eq!(compiled.places.len(), compiled.program.nodes.len());
    assert_eq!(&text[compiled.places[0].range()], "profile.country");
    assert_eq!(compiled.places.last().unwrap().range(), 0..text.len());
}
