//! Coming in because somebody asks for it.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{InputKind, Start};
use filrouge_plan::program::Root;
use filrouge_plan::{Entry, ReEntry, Type, Value};

fn asked(by: Entry) -> Walker {
    let mut asked = journey("asked", "Ping", vec![wait("pause", hours(2), done())]);
    asked.enter.by = by;
    asked.enter.fields = vec![field("order_id", Type::String), field("total", Type::Int)];
    asked.enter.key = Some(slot(Root::Entry, 0));
    asked.enter.re_entry = ReEntry::AfterExit;
    Walker::new(shop(vec![asked]))
}

impl Walker {
    fn ask(&mut self, order: Value) {
        let start = Start { journey: "asked".into(), fields: vec![order, Value::Int(80)], place: None };
        self.input(InputKind::Start(start));
    }
}

#[test]
fn who_is_asked_for_comes_in_once_per_key_with_the_fields_that_were_given() {
    for by in [Entry::Api, Entry::Called] {
        let mut walker = asked(by);
        walker.ask("o1".into());
        walker.ask("o1".into());
        walker.ask("o2".into());
        assert_eq!(walker.told(), ["entered", "waiting", "not entered AlreadyInside", "entered", "waiting"]);
        assert_eq!(walker.person.instances[1].entry["total"], Value::Int(80));
    }
}

#[test]
fn a_key_that_is_absent_keeps_people_out() {
    let mut walker = asked(Entry::Api);
    walker.ask(Value::Absent);
    assert_eq!(walker.told(), ["not entered MissingValue"]);
}

#[test]
fn a_journey_that_events_start_cannot_be_asked_for() {
    let mut walker = asked(Entry::event("Ping"));
    walker.ask("o1".into());
    assert!(walker.told().is_empty());
}
