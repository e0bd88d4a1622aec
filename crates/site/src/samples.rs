//! Values to show messages with: those of the first test of the journey, or made up.

use crate::Test;
use filrouge_plan::scenario::ActKind;
use filrouge_plan::{Entry, Field, Journey, Plan, Type, Value};

/// One value for each slot of the profile.
pub(crate) fn profile(plan: &Plan, journey: &str, tests: &[Test<'_>]) -> Vec<Value> {
    let first = tests.iter().find(|test| test.scenario.journey == journey).map(|test| &test.scenario.given);
    let known = |name: &str| {
        let given = first?;
        let value = given.profile.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
        let identifier = given.identifiers.iter().find(|(own, _)| own == name);
        value.or_else(|| identifier.map(|(_, value)| Value::from(value.as_str())))
    };
    plan.slots().map(|field| known(&field.name).unwrap_or_else(|| made_up(field))).collect()
}

/// The fields of what brought the person in, each with a value.
pub(crate) fn entry<'p>(plan: &'p Plan, journey: &'p Journey, tests: &[Test<'_>]) -> Vec<(&'p Field, Value)> {
    let Entry::Event { event } = &journey.enter.by else {
        return journey.enter.fields.iter().map(|field| (field, made_up(field))).collect();
    };
    let schema = plan.events.iter().find(|own| own.name == *event);
    let fields = schema.map_or(&[][..], |own| own.fields.as_slice());
    let acts = tests.iter().filter(|test| test.scenario.journey == journey.name);
    let told = acts.flat_map(|test| &test.scenario.acts).find_map(|act| match &act.kind {
        ActKind::Event { name, fields } if name == event => Some(fields),
        _ => None,
    });
    let told = |at: usize| told.and_then(|values| values.get(at)).filter(|value| !value.is_absent()).cloned();
    fields.iter().enumerate().map(|(at, field)| (field, told(at).unwrap_or_else(|| made_up(field)))).collect()
}

/// Noon of a Wednesday, and its day.
const MOMENT: i64 = 1_780_488_000_000;
const DAY: i32 = 20_607;

/// A value that fits a field, the same every time.
pub(crate) fn made_up(field: &Field) -> Value {
    value(&field.ty, &field.name)
}

fn value(ty: &Type, name: &str) -> Value {
    match ty {
        Type::Optional(inner) => value(inner, name),
        Type::List(item) => Value::List(vec![value(item, name), value(item, name)]),
        Type::Record(fields) => Value::Record(fields.iter().map(made_up).collect()),
        Type::Enum(words) => Value::from(words.first().map_or("", String::as_str)),
        Type::Bool => Value::Bool(true),
        Type::Int => Value::Int(3),
        Type::Decimal => Value::Decimal(42.into()),
        Type::Money => Value::Money(42.into(), "EUR".into()),
        Type::Date => Value::Date(DAY),
        Type::Datetime => Value::Datetime(MOMENT),
        Type::Duration => Value::Duration(3_600_000),
        Type::Point => Value::Point(48_856_600, 2_352_200),
        Type::Email => Value::from("lea@example.com"),
        Type::Phone => Value::from("+33612345678"),
        Type::Url => Value::from("https://example.com/"),
        Type::Country => Value::from("FR"),
        Type::Locale => Value::from("fr"),
        Type::Timezone => Value::from("Europe/Paris"),
        Type::Currency => Value::from("EUR"),
        Type::String => Value::from(name),
    }
}
