//! Places that are filled: segments, parameters and a body of JSON.

use crate::Errand;
use filrouge_plan::Value;
use filrouge_plan::ask::{Filling, Piece};
use serde_json::{Number, Value as Json};

/// A place that nothing can fill, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing(pub String);

/// Most places of a list that a pointer may lead to.
const LONGEST_LIST: usize = 100;

/// The segments of the path. A value fills its segment and begins none; one that leads nowhere or back is missing.
pub(super) fn segments(errand: &Errand) -> Result<Vec<String>, Missing> {
    let segment = |pieces: &Vec<Piece>| {
        let text = text(errand, pieces)?;
        let leads = !matches!(text.as_str(), "." | "..") && (!text.is_empty() || pieces.is_empty());
        if leads { Ok(text) } else { Err(missing(pieces)) }
    };
    errand.ask.path.iter().map(segment).collect()
}

/// The parameters of the address.
pub(super) fn query(errand: &Errand) -> Result<Vec<(String, String)>, Missing> {
    let one = |(name, filling): &(String, Filling)| {
        let value = match filling {
            Filling::Is(value) => plain(&constant(value)).ok_or_else(|| Missing(name.clone()))?,
            Filling::Text(pieces) => text(errand, pieces)?,
        };
        Ok((name.clone(), value))
    };
    errand.ask.query.iter().map(one).collect()
}

/// The body; nothing where none is declared.
pub(super) fn body(errand: &Errand) -> Result<Option<String>, Missing> {
    let mut body = Json::Null;
    for (pointer, filling) in &errand.ask.body {
        let value = match filling {
            Filling::Is(value) => constant(value),
            Filling::Text(pieces) => match pieces.as_slice() {
                [piece] if piece.name().is_some() => value(errand, piece)?.clone(),
                pieces => text(errand, pieces)?.into(),
            },
        };
        put(&mut body, &steps(pointer), value);
    }
    Ok((!errand.ask.body.is_empty()).then(|| body.to_string()))
}

/// The steps of a JSON Pointer (RFC 6901).
fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// Puts a value where a pointer leads, through lists and objects that are made where they are not there yet.
fn put(at: &mut Json, steps: &[String], value: Json) {
    let Some((step, rest)) = steps.split_first() else {
        *at = value;
        return;
    };
    match step.parse::<usize>() {
        Ok(number) if number < LONGEST_LIST && !at.is_object() => put_item(at, number, rest, value),
        _ => put_member(at, step, rest, value),
    }
}

fn put_item(at: &mut Json, number: usize, rest: &[String], value: Json) {
    let mut items = at.as_array_mut().map(std::mem::take).unwrap_or_default();
    items.resize(items.len().max(number + 1), Json::Null);
    if let Some(item) = items.get_mut(number) {
        put(item, rest, value);
    }
    *at = Json::Array(items);
}

fn put_member(at: &mut Json, step: &str, rest: &[String], value: Json) {
    let mut members = at.as_object_mut().map(std::mem::take).unwrap_or_default();
    put(members.entry(step).or_insert(Json::Null), rest, value);
    *at = Json::Object(members);
}

fn constant(value: &Value) -> Json {
    match value {
        Value::Bool(truth) => (*truth).into(),
        Value::Int(number) => (*number).into(),
        Value::Decimal(number) => {
            let number = number.to_string().parse::<f64>().ok().and_then(Number::from_f64);
            number.map_or(Json::Null, Json::Number)
        }
        other => other.as_text().map_or(Json::Null, Into::into),
    }
}

/// A text of its pieces, each of which must be there.
fn text(errand: &Errand, pieces: &[Piece]) -> Result<String, Missing> {
    pieces.iter().map(|piece| written(errand, piece)).collect()
}

fn written(errand: &Errand, piece: &Piece) -> Result<String, Missing> {
    if let Piece::Text(text) = piece {
        return Ok(text.clone());
    }
    plain(value(errand, piece)?).ok_or_else(|| missing(std::slice::from_ref(piece)))
}

/// A value that is written in one way only.
fn plain(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn value<'e>(errand: &'e Errand, piece: &Piece) -> Result<&'e Json, Missing> {
    let name = piece.name().unwrap_or_default();
    errand.words.get(&name).ok_or(Missing(name))
}

fn missing(pieces: &[Piece]) -> Missing {
    Missing(pieces.iter().find_map(Piece::name).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_machine::Id;
    use filrouge_plan::ask::{Ask, AskedFor, Method};
    use serde_json::json;

    fn text(written: &str) -> Piece {
        Piece::Text(written.to_owned())
    }

    fn profile(name: &str) -> Piece {
        Piece::Profile(name.to_owned())
    }

    fn errand(path: Vec<Vec<Piece>>, body: Vec<(&str, Filling)>) -> Errand {
        let ask = Ask {
            right: AskedFor::Erase,
            purpose: None,
            method: Method::Post,
            path,
            headers: vec![],
            query: vec![("id".to_owned(), Filling::Text(vec![profile("user_id")]))],
            body: body.into_iter().map(|(at, filling)| (at.to_owned(), filling)).collect(),
            keep: vec![],
            nobody_status: vec![],
            nobody: vec![],
            refused: vec![],
            until: None,
            unsure_by_hand: false,
            confirmed_by_hand: false,
            confirmed_by_webhook: false,
        };
        let words = [("profile.email", json!("lea/../x@example.com")), ("profile.user_id", json!(7))];
        let words = words.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Errand { ask, words, key: Id(1) }
    }

    #[test]
    fn a_body_is_built_from_pointers() {
        let filled = errand(
            vec![],
            vec![
                ("/regulationType", Filling::Text(vec![text("SUPPRESS_WITH_DELETE")])),
                ("/subjectIds/0", Filling::Text(vec![profile("user_id")])),
                ("/data/a~1b/email", Filling::Text(vec![profile("email")])),
                ("/data/said", Filling::Text(vec![text("of "), profile("email")])),
                ("/data/dry", Filling::Is(Value::Bool(false))),
            ],
        );
        let body: Json = serde_json::from_str(&body(&filled).unwrap().unwrap()).unwrap();
        assert_eq!(
            body,
            json!({
                "regulationType": "SUPPRESS_WITH_DELETE",
                "subjectIds": [7],
                "data": {
                    "a/b": { "email": "lea/../x@example.com" },
                    "said": "of lea/../x@example.com",
                    "dry": false,
                },
            })
        );
        assert_eq!(super::body(&errand(vec![], vec![])), Ok(None));
    }

    #[test]
    fn a_list_has_no_hole_that_fills_the_memory() {
        let far = errand(vec![], vec![("/a/4000000000", Filling::Is(Value::Int(1)))]);
        assert_eq!(body(&far).unwrap().unwrap(), r#"{"a":{"4000000000":1}}"#);
    }

    #[test]
    fn a_value_fills_one_segment_and_a_missing_one_is_named() {
        let filled = errand(vec![vec![text("users")], vec![text("by-"), profile("email")]], vec![]);
        assert_eq!(segments(&filled).unwrap(), ["users", "by-lea/../x@example.com"]);
        assert_eq!(query(&filled).unwrap(), [("id".to_owned(), "7".to_owned())]);
        let unknown = errand(vec![vec![profile("phone")]], vec![]);
        assert_eq!(segments(&unknown), Err(Missing("profile.phone".to_owned())));
    }

    #[test]
    fn no_value_leads_out_of_its_path() {
        let mut leading = errand(vec![vec![text("users")], vec![profile("email")]], vec![]);
        for back in ["..", "."] {
            leading.words.insert("profile.email".to_owned(), json!(back));
            assert_eq!(segments(&leading), Err(Missing("profile.email".to_owned())), "{back}");
        }
    }
}
