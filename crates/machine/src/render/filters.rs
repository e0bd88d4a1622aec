//! The filters and tests of templates. Their names stand in the plan; the compiler checks what they are given.

use super::amount::Amount;
use super::calendar::When;
use super::context::STYLE;
use super::locale::Style;
use super::output::words;
use minijinja::value::{Object, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, Value, filters, tests};
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt::Write as _;

impl Object for Style {}

/// Gives `engine` our filters and tests.
pub fn install(engine: &mut Environment<'static>) {
    engine.add_filter("capitalize", filters::capitalize);
    engine.add_filter("date", date);
    engine.add_filter("datetime", datetime);
    engine.add_filter("default", filters::default);
    engine.add_filter("first", filters::first);
    engine.add_filter("join", join);
    engine.add_filter("last", filters::last);
    engine.add_filter("length", filters::length);
    engine.add_filter("lower", filters::lower);
    engine.add_filter("money", money);
    engine.add_filter("number", number);
    engine.add_filter("replace", replace);
    engine.add_filter("round", round);
    engine.add_filter("time", time);
    engine.add_filter("title", filters::title);
    engine.add_filter("trim", trim);
    engine.add_filter("truncate", truncate);
    engine.add_filter("upper", filters::upper);
    engine.add_filter("urlencode", urlencode);
    engine.add_test("defined", tests::is_defined);
    engine.add_test("divisibleby", divisible_by);
    engine.add_test("even", tests::is_even);
    engine.add_test("odd", tests::is_odd);
    engine.add_test("undefined", tests::is_undefined);
}

/// The style of the message that is being rendered.
pub fn style(state: &State<'_, '_>) -> Style {
    let style = state.lookup(STYLE);
    style.and_then(|style| style.downcast_object_ref::<Style>().copied()).unwrap_or(Style::English)
}

/// A number of the engine, exact to fifteen digits.
pub fn decimal(value: &Value) -> Option<Decimal> {
    if value.kind() != ValueKind::Number {
        return None;
    }
    match i64::try_from(value.clone()) {
        Ok(whole) if value.is_integer() => Some(Decimal::from(whole)),
        _ => f64::try_from(value.clone()).ok().and_then(Decimal::from_f64),
    }
}

fn wrong(problem: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, problem)
}

fn asked(value: &Value) -> Result<Decimal, Error> {
    decimal(value).ok_or_else(|| wrong("not a number"))
}

fn when(value: &Value) -> Result<When, Error> {
    value.downcast_object_ref::<When>().copied().ok_or_else(|| wrong("not a date"))
}

fn date(value: &Value, form: Option<&str>) -> Result<String, Error> {
    when(value)?.date(form.unwrap_or("long")).ok_or_else(|| wrong("unknown form of a date"))
}

fn datetime(value: &Value, form: Option<&str>) -> Result<String, Error> {
    when(value)?.date_and_time(form.unwrap_or("long")).ok_or_else(|| wrong("unknown form of a date"))
}

fn time(value: &Value) -> Result<String, Error> {
    when(value).map(|when| when.time())
}

fn number(state: &State<'_, '_>, value: &Value, digits: Option<u32>) -> Result<String, Error> {
    Ok(style(state).number(asked(value)?, digits))
}

fn money(state: &State<'_, '_>, value: &Value, currency: Option<&str>) -> Result<String, Error> {
    if let Some(amount) = value.downcast_object_ref::<Amount>() {
        return Ok(amount.words());
    }
    let currency = currency.ok_or_else(|| wrong("an amount without a currency"))?.into();
    Ok(Amount { number: asked(value)?, currency, style: style(state) }.words())
}

fn round(value: &Value, digits: Option<u32>) -> Result<Value, Error> {
    let digits = digits.unwrap_or(0).min(12);
    let rounded = asked(value)?.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    rounded.to_f64().map(Value::from).ok_or_else(|| wrong("not a number"))
}

fn join(state: &State<'_, '_>, list: &Value, between: Option<&str>) -> Result<String, Error> {
    let items: Vec<_> = list.try_iter()?.map(|item| words(state, &item)).collect();
    Ok(items.join(between.unwrap_or("")))
}

fn replace(text: &str, from: &str, to: &str) -> String {
    if from.is_empty() { text.to_owned() } else { text.replace(from, to) }
}

fn trim(text: &str) -> String {
    text.trim().to_owned()
}

/// Cuts behind a number of characters; what was cut leaves an ellipsis, which counts.
fn truncate(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn divisible_by(value: i64, by: i64) -> bool {
    value.checked_rem(by) == Some(0)
}

/// Percent-encodes all but what a URL may hold anywhere. Numbers and dates are written for machines.
fn urlencode(value: &Value) -> Result<String, Error> {
    let text = match value.downcast_object_ref::<When>() {
        Some(when) if when.has_time => when.date_and_time("iso").unwrap_or_default(),
        Some(when) => when.date("iso").unwrap_or_default(),
        None => decimal(value).map_or_else(|| value.to_string(), |number| number.normalize().to_string()),
    };
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => write!(out, "%{other:02X}").map_err(Error::from)?,
        }
    }
    Ok(out)
}
