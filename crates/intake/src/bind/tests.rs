//! JSON against declared types.

use super::*;
use filrouge_plan::{Bounds, Field, Type, Value};
use serde_json::{Map, Value as Json, json};

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.into(), ty, bounds: Bounds::default(), category: None }
}

fn bind(ty: Type, json: Json) -> Result<Value, String> {
    let binder = Binder { currency: Some("EUR") };
    binder.field(&field("x", ty), Some(&json)).map_err(|mismatch| mismatch.to_string())
}

fn object(json: Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap()
}

#[test]
fn decimals_stay_exact() {
    let bound = |json| bind(Type::Decimal, json).unwrap();
    assert_eq!(bound(json!(80.1)), Value::Decimal("80.1".parse().unwrap()));
    assert_eq!(bound(json!(0.1)), Value::Decimal("0.1".parse().unwrap()));
    assert_eq!(
        bound(json!("12345678901234567890.12")),
        Value::Decimal("12345678901234567890.12".parse().unwrap())
    );
    assert_eq!(bound(json!(1e3)), Value::Decimal("1000".parse().unwrap()));
    assert!(bind(Type::Decimal, json!("12,5")).is_err());
    assert!(bind(Type::Decimal, json!(1e300)).is_err());
}

#[test]
fn an_int_may_be_written_with_a_fraction_of_zero_and_no_other() {
    assert_eq!(bind(Type::Int, json!(3.0)), Ok(Value::Int(3)));
    assert_eq!(bind(Type::Int, json!(-7)), Ok(Value::Int(-7)));
    assert!(bind(Type::Int, json!(3.5)).is_err());
    // In a form and in a table everything is a text.
    assert_eq!(bind(Type::Int, json!("3")), Ok(Value::Int(3)));
    assert!(bind(Type::Int, json!("3.0")).is_err() && bind(Type::Int, json!("")).is_err());
    assert_eq!(bind(Type::Bool, json!("true")), Ok(Value::Bool(true)));
    assert!(bind(Type::Bool, json!("yes")).is_err() && bind(Type::Bool, json!(1)).is_err());
    assert!(bind(Type::Int, json!(u64::MAX)).is_err());
}

#[test]
fn a_whole_number_is_taken_for_a_string_digit_by_digit() {
    let text = |digits: &str| Ok(Value::Text(digits.into()));
    assert_eq!(bind(Type::String, json!(3)), text("3"));
    assert_eq!(bind(Type::String, json!(-7)), text("-7"));
    assert_eq!(bind(Type::String, json!(u64::MAX)), text("18446744073709551615"));
    assert_eq!(bind(Type::Optional(Box::new(Type::String)), json!(3)), text("3"));
    for refused in [json!(3.0), json!(1.5), json!(1e20), json!(true)] {
        assert!(bind(Type::String, refused.clone()).is_err(), "{refused}");
    }
    assert!(bind(Type::Enum(vec!["3".into()]), json!(3)).is_err());
}

#[test]
fn money_takes_the_currency_of_the_project_or_its_own() {
    let amount = "12.5".parse().unwrap();
    assert_eq!(bind(Type::Money, json!(12.5)), Ok(Value::Money(amount, "EUR".into())));
    let own = json!({"amount": "12.5", "currency": "chf"});
    assert_eq!(bind(Type::Money, own), Ok(Value::Money(amount, "CHF".into())));
}

#[test]
fn dates_and_instants_are_read_and_never_mixed_up() {
    assert_eq!(bind(Type::Date, json!("1970-01-02")), Ok(Value::Date(1)));
    assert_eq!(bind(Type::Date, json!("1969-12-31")), Ok(Value::Date(-1)));
    assert_eq!(bind(Type::Date, json!("2026-11-23")), Ok(Value::Date(20_780)));
    assert!(bind(Type::Date, json!("2026-11-23T10:00:00Z")).is_err());
    assert!(bind(Type::Date, json!("2026-02-30")).is_err());
    assert_eq!(bind(Type::Datetime, json!("1970-01-01T01:00:00+01:00")), Ok(Value::Datetime(0)));
    assert!(bind(Type::Datetime, json!("1970-01-01")).is_err());
    assert_eq!(bind(Type::Duration, json!("PT1H30M")), Ok(Value::Duration(5_400_000)));
}

#[test]
fn texts_with_a_shape_are_checked_and_spelled_one_way() {
    assert_eq!(bind(Type::Email, json!(" Lea@Example.COM ")), Ok("lea@example.com".into()));
    assert_eq!(bind(Type::Phone, json!("+33 6 12-34.56(78)")), Ok("+33612345678".into()));
    assert_eq!(bind(Type::Country, json!("fr")), Ok("FR".into()));
    assert_eq!(bind(Type::Locale, json!("fr_FR")), Ok("fr-FR".into()));
    assert_eq!(bind(Type::Timezone, json!("Europe/Paris")), Ok("Europe/Paris".into()));
    for (ty, text) in [
        (Type::Email, "lea"),
        (Type::Email, "lea@localhost"),
        (Type::Email, "a@b@c.fr\r\nBcc: x@y.fr"),
        (Type::Phone, "0612345678"),
        (Type::Country, "FRA"),
        (Type::Timezone, "Europe/Pariss"),
        (Type::Url, "/relative"),
        (Type::Locale, "français"),
        (Type::Enum(vec!["free".into(), "pro".into()]), "Pro"),
    ] {
        assert!(bind(ty.clone(), json!(text)).is_err(), "{ty} {text}");
    }
}

#[test]
fn a_mismatch_names_the_place_and_never_the_value() {
    let item = Type::Record(vec![field("price", Type::Decimal)]);
    let error = bind(Type::List(Box::new(item)), json!([{"price": 1}, {"price": "lea@example.com"}]));
    assert_eq!(error.unwrap_err(), "`x[1].price` is not a valid decimal");
}

#[test]
fn an_optional_field_may_be_absent_or_null_and_a_required_one_may_not() {
    assert_eq!(bind(Type::Optional(Box::new(Type::Int)), Json::Null), Ok(Value::Absent));
    assert_eq!(bind(Type::Int, Json::Null), Err("`x` is missing".into()));
    assert!(bind(Type::Optional(Box::new(Type::Int)), json!("no")).is_err());
}

#[test]
fn bounds_hold_for_numbers_and_for_lengths() {
    let bounds = Bounds { min: Some("0".into()), max: Some("3".into()) };
    let binder = Binder { currency: None };
    let check =
        |ty, json: Json| binder.field(&Field { bounds: bounds.clone(), ..field("x", ty) }, Some(&json));
    assert!(check(Type::Decimal, json!(3)).is_ok());
    assert_eq!(check(Type::Decimal, json!(-0.5)).unwrap_err().to_string(), "`x` is less than 0");
    assert_eq!(
        check(Type::String, json!("été!")).unwrap_err().to_string(),
        "`x` has a length of more than 3"
    );
}

#[test]
fn members_are_found_in_camel_case_and_undeclared_ones_counted() {
    let fields = [field("cart_id", Type::String), field("value", Type::Decimal)];
    let binder = Binder { currency: None };
    let bound = binder.fields(&fields, &object(json!({"cartId": "c1", "value": 2, "color": "red"}))).unwrap();
    assert_eq!(bound.values, [Value::from("c1"), Value::Decimal(2.into())]);
    assert_eq!(bound.undeclared, 1);
}
