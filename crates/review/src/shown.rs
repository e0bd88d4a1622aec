//! Values of the plan as an author would write them.

use filrouge_change::{Change, Edit};
use filrouge_plan::{Bundle, Period, Place, address};
use serde_json::{Map, Value as Json};

/// The longest value that is shown, in characters.
const LONGEST: usize = 100;

/// Parts that hold a condition or another expression.
const EXPRESSIONS: &[&str] = &["where", "when", "while", "until", "key", "rule", "arm"];

/// What is said where there is no value.
pub(crate) const NOTHING: &str = "nothing";

/// The values before and after; nothing where there is no short way to say them.
pub(crate) fn values(change: &Change, old: &Bundle, new: &Bundle) -> (Option<String>, Option<String>) {
    let Edit::Changed { part, old: was, new: is } = &change.edit else { return (None, None) };
    let (was, is) = match EXPRESSIONS.contains(&part.as_str()) {
        true => (expression(change, part, old), expression(change, part, new)),
        false => (value(was), value(is)),
    };
    if was == is { (None, None) } else { (was.map(shortened), is.map(shortened)) }
}

/// The words of the condition, where the author wrote them.
fn expression(change: &Change, part: &str, bundle: &Bundle) -> Option<String> {
    let at = [address::condition(&change.address), address::part(&change.address, part)];
    let place = at.iter().find_map(|at| bundle.origins.places.get(at));
    place.map_or_else(|| Some(NOTHING.to_owned()), |place| words(*place, bundle))
}

fn words(place: Place, bundle: &Bundle) -> Option<String> {
    let file = bundle.origins.files.get(usize::try_from(place.file).ok()?)?;
    let range = usize::try_from(place.start).ok()?..usize::try_from(place.end).ok()?;
    file.text.get(range).map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn shortened(text: String) -> String {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let head: String = text.chars().take(LONGEST - 1).collect();
    format!("{head}…")
}

/// A value in words. A lowered program says nothing to an author.
fn value(json: &Json) -> Option<String> {
    match json {
        Json::Null => Some(NOTHING.to_owned()),
        Json::Bool(truth) => Some(if *truth { "yes" } else { "no" }.to_owned()),
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text.clone()),
        Json::Array(items) if items.is_empty() => Some(NOTHING.to_owned()),
        Json::Array(items) => items.iter().map(value).collect::<Option<Vec<_>>>().map(|all| all.join(", ")),
        Json::Object(members) => object(members),
    }
}

fn object(members: &Map<String, Json>) -> Option<String> {
    if members.contains_key("nodes") {
        return None;
    }
    if let Some(period) = period(members) {
        return Some(period);
    }
    let told = members.iter().filter(|(_, value)| !value.is_null());
    let parts = told.map(|(key, member)| {
        let key = key.replace('_', "-");
        value(member).map(|member| if key == "step" { member } else { format!("{key} {member}") })
    });
    parts.collect::<Option<Vec<_>>>().map(|parts| parts.join(" "))
}

fn period(members: &Map<String, Json>) -> Option<String> {
    let is_part = |key: &String| matches!(key.as_str(), "months" | "days" | "millis");
    if members.is_empty() || !members.keys().all(is_part) {
        return None;
    }
    let period: Period = serde_json::from_value(Json::Object(members.clone())).ok()?;
    Some(written(period))
}

/// A length of time as the language writes it: `1y 2mo`, `3d`, `36h`.
pub(crate) fn written(period: Period) -> String {
    let Period { months, days, millis } = period;
    let seconds = millis / 1_000;
    let parts = [
        (u64::from(months / 12), "y"),
        (u64::from(months % 12), "mo"),
        (u64::from(days), "d"),
        (seconds / 3_600, "h"),
        (seconds % 3_600 / 60, "m"),
        (seconds % 60, "s"),
        (millis % 1_000, "ms"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    if told.is_empty() { "0s".to_owned() } else { told.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_length_of_time_is_told_as_the_language_writes_it() {
        assert_eq!(value(&json!({ "for": { "millis": 129_600_000 } })).as_deref(), Some("for 36h"));
        assert_eq!(value(&json!({ "months": 14, "days": 3 })).as_deref(), Some("1y 2mo 3d"));
        assert_eq!(written(Period::default()), "0s");
    }

    #[test]
    fn a_program_is_not_told_and_a_target_is_its_step() {
        assert_eq!(value(&json!({ "when": { "nodes": [] } })), None);
        assert_eq!(value(&json!({ "step": "hello" })).as_deref(), Some("hello"));
        assert_eq!(value(&json!({ "end": "completed" })).as_deref(), Some("end completed"));
    }
}
