//! Data in tests: from what is written to values of the declared types.

use crate::linker::{Linker, unresolved};
use crate::rules::ill_typed_value::IllTypedValue;
use crate::rules::value_not_given::ValueNotGiven;
use crate::{Declared, Schema};
use filrouge_language::kinds::{Date, Duration, Given, Literal};
use filrouge_language::nearest;
use filrouge_plan::{Field, Type, Value};
use filrouge_source::{Span, Spanned};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use rust_decimal::Decimal;

/// What a value is read with.
pub(crate) struct Reading<'r, 's> {
    pub linker: &'r mut Linker<'s>,
    /// The zone of datetimes without an offset.
    pub zone: &'r TimeZone,
}

/// What is given by name: a value for each name that the schema knows. What the schema does not know is a finding.
pub(crate) fn named(
    given: &[Spanned<Given>],
    schema: &Schema,
    within: &str,
    reading: &mut Reading<'_, '_>,
) -> Vec<(String, Value)> {
    let one = |given: &Spanned<Given>| {
        let name = given.value.name.value.as_str();
        let field = find(given, schema, within, reading)?;
        Some((name.to_owned(), value(field, schema, &given.value.value, reading)?))
    };
    given.iter().filter_map(one).collect()
}

/// What is given as a whole: one value for each field of the schema, in its order.
pub(crate) fn whole(
    given: &[Spanned<Given>],
    schema: &Schema,
    within: &str,
    place: Span,
    reading: &mut Reading<'_, '_>,
) -> Vec<Value> {
    for given in given {
        find(given, schema, within, reading);
    }
    let mut missing = Vec::new();
    let values = schema.fields.iter().map(|field| {
        let written = given.iter().find(|given| given.value.name.value.as_str() == field.name);
        if written.is_none() && !field.ty.is_optional() {
            missing.push(field.name.clone());
        }
        written.and_then(|given| value(field, schema, &given.value.value, reading)).unwrap_or_default()
    });
    let values = values.collect();
    if !missing.is_empty() && schema.broken.is_empty() {
        reading.linker.push(ValueNotGiven { within: within.to_owned(), fields: missing, place });
    }
    values
}

/// The field that is meant; one that does not exist is a finding.
fn find<'f>(
    given: &Spanned<Given>,
    schema: &'f Schema,
    within: &str,
    reading: &mut Reading<'_, '_>,
) -> Option<&'f Field> {
    let name = &given.value.name;
    let field = schema.field(name.value.as_str());
    reading.linker.mention_if(name.span, schema.place(name.value.as_str()));
    if field.is_none() && !schema.broken.iter().any(|broken| **broken == *name.value.as_str()) {
        let known = schema.fields.iter().map(|field| field.name.as_str());
        reading.linker.push(unresolved(
            "field",
            name.value.as_str(),
            name.span,
            known,
            Some(within.to_owned()),
        ));
    }
    field
}

/// A value of the field's type; one of another type is a finding.
fn value(
    field: &Field,
    schema: &Schema,
    literal: &Spanned<Literal>,
    reading: &mut Reading<'_, '_>,
) -> Option<Value> {
    typed((&field.name, schema.inside(&field.name)), field.ty.required(), literal, reading)
}

/// A value of a type, for the field of a name and with these fields inside.
fn typed(
    (name, inside): (&str, &[Declared]),
    ty: &Type,
    literal: &Spanned<Literal>,
    reading: &mut Reading<'_, '_>,
) -> Option<Value> {
    match (ty, &literal.value) {
        (Type::Optional(inner), _) => return typed((name, inside), inner, literal, reading),
        (Type::List(item), Literal::List(items)) => {
            let values = items.iter().map(|literal| typed((name, inside), item, literal, reading));
            return values.collect::<Option<Vec<_>>>().map(Value::List);
        }
        (Type::List(item), _) => {
            return typed((name, inside), item, literal, reading).map(|value| Value::List(vec![value]));
        }
        (Type::Record(fields), Literal::Record(given)) => {
            let schema = Schema { fields: fields.clone(), declared: inside.to_vec(), ..Schema::default() };
            let within = format!("the record `{name}`");
            return Some(Value::Record(whole(given, &schema, &within, literal.span, reading)));
        }
        _ => {}
    }
    let value = simple(ty, &literal.value, reading.zone);
    if value.is_none() {
        reading.linker.push(IllTypedValue {
            field: name.to_owned(),
            wanted: ty.to_string(),
            example: example(ty),
            place: literal.span,
            near: near(ty, &literal.value),
        });
    }
    value
}

fn near(ty: &Type, literal: &Literal) -> Option<String> {
    match (ty, literal) {
        (Type::Enum(words), Literal::Text(text)) => {
            nearest(text.as_str(), words.iter().map(String::as_str)).map(ToOwned::to_owned)
        }
        _ => None,
    }
}

fn simple(ty: &Type, literal: &Literal, zone: &TimeZone) -> Option<Value> {
    match (ty, literal) {
        (Type::Bool, Literal::Bool(truth)) => Some(Value::Bool(*truth)),
        (Type::Int, Literal::Integer(number)) => i64::try_from(*number).ok().map(Value::Int),
        (Type::Decimal, Literal::Integer(number)) => number.to_string().parse().ok().map(Value::Decimal),
        (Type::Decimal, Literal::Decimal(digits)) => decimal(digits.as_str()).map(Value::Decimal),
        (_, Literal::Text(text)) => of_text(ty, text.as_str(), zone),
        _ => None,
    }
}

fn decimal(digits: &str) -> Option<Decimal> {
    digits.parse().ok().or_else(|| Decimal::from_scientific(digits).ok())
}

fn of_text(ty: &Type, text: &str, zone: &TimeZone) -> Option<Value> {
    let word = |fits: bool| fits.then(|| Value::from(text));
    match ty {
        Type::String => word(true),
        Type::Enum(words) => word(words.iter().any(|known| known == text)),
        Type::Email => {
            word(text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()))
        }
        Type::Phone => {
            word(text.strip_prefix('+').is_some_and(|rest| digits(rest) && (6..=15).contains(&rest.len())))
        }
        Type::Url => word(text.contains("://")),
        Type::Country => word(capitals(text, 2)),
        Type::Currency => word(capitals(text, 3)),
        Type::Locale => word(text.starts_with(|c: char| c.is_ascii_lowercase())),
        Type::Timezone => word(text == "UTC" || text.contains('/')),
        Type::Date => day(text).map(Value::Date),
        Type::Datetime => instant(text, zone).map(|instant| Value::Datetime(instant.as_millisecond())),
        Type::Duration => elapsed(text).map(Value::Duration),
        Type::Money => money(text),
        Type::Point => point(text),
        Type::Bool | Type::Int | Type::Decimal | Type::List(_) | Type::Record(_) | Type::Optional(_) => None,
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn capitals(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Days since 1970.
fn day(text: &str) -> Option<i32> {
    let Date { year, month, day } = Date::parse(text)?;
    let year = i16::try_from(year).ok()?;
    let date = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.since(civil::Date::new(1970, 1, 1).ok()?).ok()?.get_days())
}

/// An instant: with an offset, or as the clock of `zone` shows it. What the clock skips is the first instant behind the
/// gap, and what it shows twice the first one.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let shown: civil::DateTime = text.contains('T').then(|| text.parse().ok())??;
    let ambiguous = zone.to_ambiguous_timestamp(shown);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => {
            zone.following(ambiguous.earlier().ok()?).next().map(|next| next.timestamp())
        }
        _ => ambiguous.earlier().ok(),
    }
}

fn elapsed(text: &str) -> Option<i64> {
    let duration = Duration::parse(text).filter(|duration| duration.is_elapsed())?;
    i64::try_from(duration.seconds).ok()?.checked_mul(1_000)
}

/// `80.00 EUR`.
fn money(text: &str) -> Option<Value> {
    let (amount, currency) = text.split_once(' ')?;
    capitals(currency, 3).then_some(())?;
    Some(Value::Money(decimal(amount)?, currency.into()))
}

/// `48.8566,2.3522`, in millionths of a degree.
fn point(text: &str) -> Option<Value> {
    let (latitude, longitude) = text.split_once(',')?;
    Some(Value::Point(millionths(latitude, 90)?, millionths(longitude, 180)?))
}

fn millionths(degrees: &str, most: i64) -> Option<i32> {
    let degrees = decimal(degrees.trim())?;
    let fits = degrees.abs() <= Decimal::from(most);
    let scaled = fits.then(|| degrees.checked_mul(Decimal::from(1_000_000)))??;
    scaled.round().to_string().parse().ok()
}

fn example(ty: &Type) -> String {
    match ty {
        Type::String => "c1",
        Type::Bool => "#true",
        Type::Int => "3",
        Type::Decimal => "9.90",
        Type::Money => "\"9.90 EUR\"",
        Type::Date => "\"2026-03-28\"",
        Type::Datetime => "\"2026-03-28T20:30:00Z\"",
        Type::Duration => "\"90m\"",
        Type::Email => "\"lea@example.com\"",
        Type::Phone => "\"+33612345678\"",
        Type::Url => "\"https://shop.example\"",
        Type::Country => "FR",
        Type::Locale => "fr",
        Type::Timezone => "\"Europe/Paris\"",
        Type::Currency => "EUR",
        Type::Point => "\"48.8566,2.3522\"",
        Type::Enum(words) => return words.first().cloned().unwrap_or_default(),
        Type::List(item) | Type::Optional(item) => return example(item),
        Type::Record(_) => "{ name \"value\" }",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_value_of_its_type() {
        let types =
            [Type::String, Type::Money, Type::Date, Type::Datetime, Type::Duration, Type::Email, Type::Phone];
        let others = [Type::Url, Type::Country, Type::Locale, Type::Timezone, Type::Currency, Type::Point];
        for ty in types.into_iter().chain(others) {
            let text = example(&ty);
            assert!(of_text(&ty, text.trim_matches('"'), &TimeZone::UTC).is_some(), "{ty}: {text}");
        }
    }

    #[test]
    fn datetimes_without_an_offset_are_read_on_a_clock() {
        let paris = jiff::tz::TimeZoneDatabase::bundled().get("Europe/Paris").unwrap();
        let read = |text: &str| instant(text, &paris).map(|instant| instant.to_string()).unwrap_or_default();
        assert_eq!(read("2026-06-01T10:00"), "2026-06-01T08:00:00Z");
        assert_eq!(read("2026-06-01T10:00:30"), "2026-06-01T08:00:30Z");
        assert_eq!(read("2026-06-01T10:00:00Z"), "2026-06-01T10:00:00Z");
        assert_eq!(read("2026-06-01T10:00:00+05:30"), "2026-06-01T04:30:00Z");
        // The clock goes from two to three, and in autumn back from three to two.
        assert_eq!(read("2026-03-29T02:30"), "2026-03-29T01:00:00Z");
        assert_eq!(read("2026-10-25T02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(read("2026-06-01"), "");
        assert_eq!(read("ten"), "");
    }

    #[test]
    fn days_count_from_1970_and_places_in_millionths() {
        assert_eq!(day("1970-01-02"), Some(1));
        assert_eq!(day("1969-12-31"), Some(-1));
        assert_eq!(point("48.8566,-2.5"), Some(Value::Point(48_856_600, -2_500_000)));
        assert_eq!(point("91,0"), None);
    }
}
