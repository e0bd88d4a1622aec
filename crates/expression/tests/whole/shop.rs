//! A small shop: its schemas, one person and one event.

use filrouge_expression::{Compiled, Scope, StepFields, Want, compile as front_door};
use filrouge_machine::eval::{Facts, Reason, Standing, eval};
use filrouge_plan::program::Root;
use filrouge_plan::{Bounds, Field, Type, Value};
use filrouge_report::Findings;
use filrouge_source::{FileId, Span};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use std::ops::Range;

pub struct Shop {
    profile: Vec<Field>,
    event: Vec<Field>,
    entry: Vec<Field>,
    pause: Vec<Field>,
}

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}

fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

impl Shop {
    pub fn new() -> Self {
        let plan = Type::Enum(vec!["free".to_owned(), "pro".to_owned()]);
        let item = Type::Record(vec![
            field("sku", Type::String),
            field("price", Type::Decimal),
            field("quantity", Type::Int),
            field("note", optional(Type::String)),
        ]);
        let address = Type::Record(vec![field("city", Type::String), field("zip", optional(Type::String))]);
        Self {
            profile: vec![
                field("country", Type::Country),
                field("plan", plan),
                field("first_name", optional(Type::String)),
                field("birthday", optional(Type::Date)),
                field("address", optional(address)),
            ],
            event: vec![
                field("value", Type::Decimal),
                field("quantity", Type::Int),
                field("cart_id", Type::String),
                field("path", Type::Url),
                field("items", Type::List(Box::new(item))),
                field("total", Type::Money),
                field("at", Type::Datetime),
            ],
            entry: vec![field("cart_id", Type::String)],
            pause: vec![
                field("outcome", Type::Enum(vec!["elapsed".to_owned()])),
                field("visit", Type::Int),
                field("city", optional(Type::String)),
            ],
        }
    }

    pub fn scope(&self) -> Scope<'_> {
        let scope = Scope {
            segments: vec!["customers", "loyal"],
            steps: vec![StepFields { step: "first-pause", fields: &self.pause }],
            ..Scope::default()
        };
        scope.with(Root::Profile, &self.profile).with(Root::Event, &self.event).with(Root::Entry, &self.entry)
    }
}

pub fn place(range: Range<usize>) -> Span {
    Span::new(FileId(0), range.start as u32, range.end as u32)
}

pub fn compile(shop: &Shop, text: &str, want: Want<'_>) -> (Option<Compiled>, Findings) {
    front_door(text, &place, &shop.scope(), want)
}

/// The slugs of what is found in a condition, in alphabetical order.
pub fn rules_of(text: &str) -> Vec<&'static str> {
    let (_, findings) = compile(&Shop::new(), text, Want::Condition);
    let mut rules: Vec<_> = findings.iter().map(|finding| finding.rule.slug).collect();
    rules.sort_unstable();
    rules
}

struct Loyal;

impl Standing for Loyal {
    fn in_segment(&self, segment: &str) -> bool {
        segment == "loyal"
    }

    fn outcome(&self, step: &str) -> Option<&str> {
        (step == "first-pause").then_some("elapsed")
    }

    fn of_step(&self, step: &str, field: &str) -> Option<Value> {
        (step == "first-pause" && field == "visit").then_some(Value::Int(2))
    }

    fn reachable(&self, _channel: &str, _purpose: &str) -> bool {
        false
    }
}

fn item(sku: &str, price: i64, note: Value) -> Value {
    Value::Record(vec![Value::from(sku), Value::Decimal(Decimal::new(price, 2)), Value::Int(1), note])
}

/// Léa in Paris on the morning after the clocks changed: no first name, born in 2000.
pub fn value_of(text: &str) -> Result<Value, Reason> {
    let (compiled, findings) = compile(&Shop::new(), text, Want::Any);
    let compiled = compiled.unwrap_or_else(|| panic!("{text}: {findings:?}"));
    let zone = TimeZone::get("Europe/Paris").unwrap();
    let profile = [Value::from("FR"), Value::from("free"), Value::Absent, Value::Date(10_957), Value::Absent];
    let event = [
        Value::Decimal(Decimal::new(8000, 2)),
        Value::Int(2),
        Value::from("c1"),
        Value::from("/tarifs/lampes"),
        Value::List(vec![item("lamp", 7500, Value::Absent), item("bulb", 500, Value::from("warm"))]),
        Value::Money(Decimal::new(8000, 2), "EUR".into()),
        Value::Datetime(1_774_771_200_000),
    ];
    let entry = [Value::from("c1")];
    let at = Facts::at(1_774_771_200_000, &zone);
    let facts = Facts { profile: &profile, event: &event, entry: &entry, standing: &Loyal, ..at };
    eval(&compiled.program, &facts).map_err(|stop| stop.reason)
}
