//! Where a service is asked: the path below its address, and parameters.

use crate::fetches::{fetch, plan_of};
use crate::plans::*;
use crate::walker::Walker;
use filrouge_plan::PathPart;
use filrouge_plan::program::Root;
use filrouge_plan::{Fetch, Value};

fn text(text: &str) -> PathPart {
    PathPart::Text(text.into())
}

fn cart() -> PathPart {
    PathPart::Value(assign("entry.cart_id", slot(Root::Entry, 0)))
}

fn asking_for(path: Vec<PathPart>) -> Fetch {
    Fetch { path, with: vec![], tells: vec![], ..fetch("orders") }
}

fn segments(path: Vec<PathPart>, cart: &str) -> Option<Vec<String>> {
    let mut walker = Walker::new(plan_of(asking_for(path)));
    walker.cart(cart, 1);
    walker.asks.pop().map(|ask| ask.path)
}

#[test]
fn a_value_is_a_part_of_its_segment_whatever_it_holds() {
    let path = || vec![text("carts/v-"), cart(), text(".json/items")];
    assert_eq!(segments(path(), "c1").unwrap(), ["carts", "v-c1.json", "items"]);
    assert_eq!(segments(path(), "a/../b").unwrap(), ["carts", "v-a/../b.json", "items"]);
    assert_eq!(segments(vec![text("carts/"), cart(), text("/")], "c1").unwrap(), ["carts", "c1", ""]);
    assert_eq!(segments(vec![cart(), text("/items")], "c1").unwrap(), ["c1", "items"]);
}

#[test]
fn nobody_is_asked_for_what_is_empty_or_leads_back() {
    for wrong in ["", ".", ".."] {
        assert_eq!(segments(vec![text("carts/"), cart(), text("/items")], wrong), None);
    }
    assert_eq!(segments(vec![text("carts/."), cart()], "."), None);
    let mut walker = Walker::new(plan_of(asking_for(vec![text("carts/"), cart()])));
    walker.cart("..", 1);
    let not_asked = walker.decisions.get(1).unwrap();
    assert_eq!(not_asked.conditions[0].result, "..".into(), "the record has the value");
    assert_eq!(walker.told(), ["entered", "not asked NoPath", "waiting"]);
    assert_eq!(walker.person.instances[0].results["shelf"]["reason"], "no-path".into());
}

#[test]
fn parameters_are_written_as_their_types_are() {
    let query = [
        ("limit", Value::Int(10)),
        ("all", Value::Bool(true)),
        ("price", Value::Decimal("1.50".parse().unwrap())),
        ("day", Value::Date(1)),
        ("at", Value::Datetime(0)),
        ("none", Value::from("")),
    ];
    let query = query.map(|(name, value)| assign(name, constant(value))).to_vec();
    let mut walker = Walker::new(plan_of(Fetch { query, ..fetch("orders") }));
    walker.cart("c1", 1);
    let told: Vec<String> =
        walker.asks[0].query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(told.join("&"), "limit=10&all=true&price=1.50&day=1970-01-02&at=1970-01-01T00:00:00Z&none=");
    assert_eq!(walker.asks[0].tells["cart"], "c1");
}

#[test]
fn a_parameter_that_is_missing_asks_nobody() {
    for value in [Value::Absent, Value::Money("1".parse().unwrap(), "EUR".into()), Value::List(vec![])] {
        let query = vec![assign("x", constant(value))];
        let mut walker = Walker::new(plan_of(Fetch { query, ..fetch("orders") }));
        walker.cart("c1", 1);
        assert_eq!(walker.told()[1], "not asked MissingValue");
    }
}
