//! Random values of a type.

use super::palette::Palette;
use crate::Dice;
use filrouge_plan::{Bounds, Field, Type, Value};

const DAY: i64 = 86_400_000;
/// Lives are lived in the summer of 2026, and so are most of their dates.
pub(super) const BEGINNING: i64 = 20_605;

/// A value of the field; nothing now and then, where that is allowed.
pub(super) fn of(field: &Field, palette: &Palette, dice: &mut Dice) -> Value {
    typed(&field.ty, &field.bounds, palette, dice)
}

fn typed(ty: &Type, bounds: &Bounds, palette: &Palette, dice: &mut Dice) -> Value {
    match ty {
        Type::Optional(_) if dice.one_in(4) => Value::Absent,
        Type::Optional(inner) => typed(inner, bounds, palette, dice),
        Type::Bool => Value::Bool(dice.one_in(2)),
        Type::Int => Value::Int(number(bounds, palette, dice)),
        Type::Decimal => Value::Decimal(number(bounds, palette, dice).into()),
        Type::Money => Value::Money(number(bounds, palette, dice).into(), currency(palette)),
        Type::Date => Value::Date(i32::try_from(day(dice)).unwrap_or(0)),
        Type::Datetime => Value::Datetime(day(dice) * DAY + whole(dice.below(1_440)) * 60_000),
        Type::Duration => Value::Duration((1 + whole(dice.below(48))) * 3_600_000),
        Type::Point => Value::Point(48_856_600, 2_352_200),
        Type::Enum(words) => Value::from(words.get(dice.below(words.len())).map_or("", String::as_str)),
        Type::List(item) => {
            let count = 1.max(least(bounds)) - i64::from(least(bounds) == 0 && dice.one_in(2));
            Value::List((0..count).map(|_| typed(item, &Bounds::default(), palette, dice)).collect())
        }
        Type::Record(fields) => Value::Record(fields.iter().map(|field| of(field, palette, dice)).collect()),
        text => Value::from(self::text(text, bounds, palette, dice).as_str()),
    }
}

fn text(ty: &Type, bounds: &Bounds, palette: &Palette, dice: &mut Dice) -> String {
    let usual: &[&str] = match ty {
        Type::Email => return pick(&["lea@shop.example", "sam@shop.example"], dice),
        Type::Phone => return pick(&["+33612345678", "+33612345679"], dice),
        Type::Url => return "https://shop.example".to_owned(),
        Type::Timezone => {
            return pick(&["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Sydney"], dice);
        }
        Type::Country => &["FR", "US"],
        Type::Locale => &["fr", "en"],
        Type::Currency => &["EUR", "USD"],
        _ => &["a", "b"],
    };
    let fits = |text: &&str| match ty {
        Type::Country => is_code(text, 2),
        Type::Currency => is_code(text, 3),
        Type::Locale => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase()),
        _ => true,
    };
    let spoken: Vec<&str> = palette.constants.iter().filter_map(Value::as_text).filter(fits).collect();
    let chosen = if dice.one_in(2) { pick(&spoken, dice) } else { String::new() };
    let chosen = if chosen.is_empty() { pick(usual, dice) } else { chosen };
    sized(&chosen, bounds)
}

fn is_code(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn pick(choices: &[&str], dice: &mut Dice) -> String {
    dice.pick(choices, "").to_owned()
}

/// A text of a length that is allowed.
fn sized(text: &str, bounds: &Bounds) -> String {
    let most = bound(bounds.max.as_ref()).and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let least = usize::try_from(least(bounds)).unwrap_or(0);
    text.chars()
        .chain(std::iter::repeat('a'))
        .take(text.chars().count().clamp(least.min(most), most))
        .collect()
}

/// Numbers around those that conditions speak of, and small ones.
fn number(bounds: &Bounds, palette: &Palette, dice: &mut Dice) -> i64 {
    let spoken: Vec<i64> = palette.constants.iter().filter_map(as_whole).collect();
    let near = dice.pick(&spoken, 10).saturating_add(whole(dice.below(3)) - 1);
    let number = if dice.one_in(3) { whole(dice.below(5)) } else { near };
    let (least, most) = (bound(bounds.min.as_ref()), bound(bounds.max.as_ref()));
    number.max(least.unwrap_or(i64::MIN)).min(most.unwrap_or(i64::MAX))
}

fn as_whole(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Decimal(number) | Value::Money(number, _) => number.trunc().to_string().parse().ok(),
        _ => None,
    }
}

fn currency(palette: &Palette) -> Box<str> {
    let spoken = palette.constants.iter().find_map(|value| match value {
        Value::Money(_, currency) => Some(currency.clone()),
        _ => None,
    });
    spoken.unwrap_or_else(|| "EUR".into())
}

/// A day of the last year, or one of the next weeks.
fn day(dice: &mut Dice) -> i64 {
    let back = if dice.one_in(2) { 400 } else { 10 };
    BEGINNING - back + whole(dice.below(440))
}

fn least(bounds: &Bounds) -> i64 {
    bound(bounds.min.as_ref()).unwrap_or(0).max(0)
}

fn bound(digits: Option<&String>) -> Option<i64> {
    let digits = digits?;
    digits.split_once('.').map_or(digits.as_str(), |(whole, _)| whole).parse().ok()
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
