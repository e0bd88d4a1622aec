//! Random well-typed expressions mean the same here and in the `cel` crate.

use crate::random::Random;
use filrouge_expression::{Scope, Want, compile};
use filrouge_machine::eval::{Facts, eval};
use filrouge_plan::program::Root;
use filrouge_plan::{Bounds, Field, Type, Value};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::HashMap;

const CASES: u32 = 3_000;

/// Writes expressions of the common subset. Decimals are quarters, so that doubles hold them exactly.
struct Writer {
    random: Random,
}

impl Writer {
    fn pick(&mut self, forms: &[&str]) -> String {
        forms[self.random.below(forms.len())].to_owned()
    }

    fn bool(&mut self, depth: u32) -> String {
        let kind = if depth == 0 { self.random.below(3) } else { self.random.below(16) };
        match kind {
            0 => self.pick(&["true", "false", "event.gift", "has(profile.nick)", "has(event.count)"]),
            1 => format!("{} {} {}", self.int(0), self.comparison(), self.int(0)),
            2 => format!("event.plan {} {}", self.pick(&["==", "!="]), self.pick(&["'free'", "'pro'"])),
            3 | 4 => format!("({} && {})", self.bool(depth - 1), self.bool(depth - 1)),
            5 | 6 => format!("({} || {})", self.bool(depth - 1), self.bool(depth - 1)),
            7 => format!("!{}", self.atom(depth - 1)),
            8 => format!("({} {} {})", self.int(depth - 1), self.comparison(), self.int(depth - 1)),
            9 => format!("({} {} {})", self.decimal(depth - 1), self.comparison(), self.decimal(depth - 1)),
            10 => format!("({} {} {})", self.text(depth - 1), self.comparison(), self.text(depth - 1)),
            11 => {
                let method = self.pick(&["contains", "startsWith", "endsWith"]);
                format!("{}.{method}({})", self.text(depth - 1), self.text(depth - 1))
            }
            12 => format!("({} in {})", self.int(depth - 1), self.list(depth - 1)),
            13 => {
                let quantifier = self.pick(&["all", "exists", "exists_one"]);
                let body = format!("i {} {}", self.comparison(), self.int(0));
                format!("{}.{quantifier}(i, {body} || {})", self.list(depth - 1), self.bool(0))
            }
            14 => {
                format!("(has(profile.nick) && profile.nick {} {})", self.comparison(), self.text(depth - 1))
            }
            _ => format!("({} ? {} : {})", self.bool(depth - 1), self.bool(depth - 1), self.bool(depth - 1)),
        }
    }

    fn atom(&mut self, depth: u32) -> String {
        format!("({})", self.bool(depth))
    }

    fn comparison(&mut self) -> String {
        self.pick(&["==", "!=", "<", "<=", ">", ">="])
    }

    fn int(&mut self, depth: u32) -> String {
        let kind = if depth == 0 { self.random.below(2) } else { self.random.below(8) };
        match kind {
            0 => self.pick(&["0", "1", "-3", "7", "9223372036854775807"]),
            1 => self.pick(&["event.count", "event.stock", "2"]),
            2 => format!("size({})", self.text(depth - 1)),
            3 => format!("{}.size()", self.list(depth - 1)),
            4 => format!("({} ? {} : {})", self.bool(depth - 1), self.int(depth - 1), self.int(depth - 1)),
            5 => format!("-({})", self.int(depth - 1)),
            _ => {
                let operator = self.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {operator} {})", self.int(depth - 1), self.int(depth - 1))
            }
        }
    }

    fn decimal(&mut self, depth: u32) -> String {
        let kind = if depth == 0 { 0 } else { self.random.below(4) };
        match kind {
            0 | 1 => self.pick(&["0.0", "0.25", "-1.5", "event.value", "20.75"]),
            _ => {
                let operator = self.pick(&["+", "-", "*"]);
                format!("({} {operator} {})", self.decimal(depth - 1), self.decimal(depth - 1))
            }
        }
    }

    fn text(&mut self, depth: u32) -> String {
        let kind = if depth == 0 { self.random.below(2) } else { self.random.below(5) };
        match kind {
            0 => self.pick(&["''", "'a'", "\"ab\"", "'é'", r"'a\n\u00e9'"]),
            1 => self.pick(&["event.path", "'/tarifs'"]),
            2 => format!("string({})", self.int(depth - 1)),
            3 => format!("({} + {})", self.text(depth - 1), self.text(depth - 1)),
            _ => format!("({} ? {} : {})", self.bool(depth - 1), self.text(depth - 1), self.text(depth - 1)),
        }
    }

    fn list(&mut self, depth: u32) -> String {
        let kind = if depth == 0 { self.random.below(2) } else { self.random.below(5) };
        match kind {
            0 => "event.sizes".to_owned(),
            1 => format!("[{}, {}]", self.int(0), self.int(0)),
            2 => format!("({} + {})", self.list(depth - 1), self.list(depth - 1)),
            3 => format!("{}.filter(i, i {} {})", self.list(depth - 1), self.comparison(), self.int(0)),
            _ => format!("{}.map(i, i + {})", self.list(depth - 1), self.int(0)),
        }
    }
}

fn schema() -> ([Field; 7], [Field; 1]) {
    let field =
        |name: &str, ty| Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None };
    let event = [
        field("gift", Type::Bool),
        field("count", Type::Int),
        field("stock", Type::Int),
        field("value", Type::Decimal),
        field("path", Type::String),
        field("plan", Type::Enum(vec!["free".to_owned(), "pro".to_owned()])),
        field("sizes", Type::List(Box::new(Type::Int))),
    ];
    (event, [field("nick", Type::Optional(Box::new(Type::String)))])
}

fn data(random: &mut Random) -> ([Value; 7], [Value; 1]) {
    let int = |random: &mut Random| Value::Int([-7, 0, 1, 3, 1_000][random.below(5)]);
    let sizes = (0..random.below(4)).map(|_| int(random)).collect();
    let event = [
        Value::Bool(random.below(2) == 0),
        int(random),
        int(random),
        Value::Decimal(Decimal::new([0, 2075, -150, 8000][random.below(4)], 2)),
        Value::from(["", "a", "/tarifs", "né"][random.below(4)]),
        Value::from(["free", "pro"][random.below(2)]),
        Value::List(sizes),
    ];
    (event, [[Value::Absent, Value::from("a")][random.below(2)].clone()])
}

fn theirs(value: &Value) -> cel::Value {
    match value {
        Value::Bool(truth) => (*truth).into(),
        Value::Int(number) => (*number).into(),
        Value::Decimal(number) => number.to_f64().unwrap().into(),
        Value::Text(text) => text.to_string().into(),
        Value::List(items) => items.iter().map(theirs).collect::<Vec<_>>().into(),
        other => panic!("{other:?}"),
    }
}

fn map(fields: &[Field], values: &[Value]) -> cel::Value {
    let there = fields.iter().zip(values).filter(|(_, value)| !value.is_absent());
    there.map(|(field, value)| (field.name.clone(), theirs(value))).collect::<HashMap<_, _>>().into()
}

#[test]
fn random_expressions_mean_what_they_mean_in_cel() {
    let mut writer = Writer { random: Random::new(2026) };
    let (event_fields, profile_fields) = schema();
    let scope = Scope::default().with(Root::Event, &event_fields).with(Root::Profile, &profile_fields);
    let zone = TimeZone::UTC;
    let mut with_value = 0;
    for _ in 0..CASES {
        let text = writer.bool(4);
        let (event, profile) = data(&mut writer.random);
        let (compiled, findings) = compile(&text, &crate::shop::place, &scope, Want::Condition);
        let compiled = compiled.unwrap_or_else(|| panic!("{text}: {findings:?}"));
        let facts = Facts { event: &event, profile: &profile, ..Facts::at(0, &zone) };
        let ours = eval(&compiled.program, &facts);
        let mut context = cel::Context::default();
        context.add_variable_from_value("event", map(&event_fields, &event));
        context.add_variable_from_value("profile", map(&profile_fields, &profile));
        let theirs = cel::Program::compile(&text).unwrap().execute(&context);
        match (&ours, &theirs) {
            (Ok(Value::Bool(ours)), Ok(cel::Value::Bool(theirs))) if ours == theirs => with_value += 1,
            (Err(_), Err(_)) => {}
            _ => panic!("{text}\non {event:?} {profile:?}\nours {ours:?}\ntheirs {theirs:?}"),
        }
    }
    assert!(with_value > CASES / 2, "{with_value} of {CASES} have a value");
}
