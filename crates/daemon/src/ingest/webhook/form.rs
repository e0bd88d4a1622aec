//! The body of a call: JSON, or a form.

use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// The body as JSON. A form becomes an object of texts; a name that it holds several times, a list.
pub(super) fn read(bytes: &[u8], headers: &BTreeMap<String, String>) -> Result<Json, String> {
    let kind = headers.get("content-type").map_or("", String::as_str);
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    if is_form && !bytes.trim_ascii_start().starts_with(b"{") {
        return Ok(Json::Object(form(bytes)));
    }
    // The position is told; the text around it may be personal.
    serde_json::from_slice(bytes).map_err(|error| {
        format!("the body is not valid JSON at line {}, column {}", error.line(), error.column())
    })
}

fn form(bytes: &[u8]) -> Map<String, Json> {
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        let value = Json::String(value.into_owned());
        match members.get_mut(name.as_ref()) {
            None => drop(members.insert(name.into_owned(), value)),
            Some(Json::Array(values)) => values.push(value),
            Some(first) => *first = Json::Array(vec![first.take(), value]),
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form_headers() -> BTreeMap<String, String> {
        let kind = "application/x-www-form-urlencoded; charset=utf-8".to_owned();
        BTreeMap::from([("content-type".to_owned(), kind)])
    }

    #[test]
    fn a_form_is_an_object_of_texts() {
        let read = read(b"type=subscribe&contact%5Bemail%5D=lea%40example.com&tag=a&tag=b", &form_headers());
        let expected = json!({ "type": "subscribe", "contact[email]": "lea@example.com", "tag": ["a", "b"] });
        assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn json_is_json_whatever_the_client_calls_it() {
        assert_eq!(read(b" {\"a\":1}", &form_headers()).unwrap(), json!({ "a": 1 }));
        assert_eq!(read(b"[1]", &BTreeMap::new()).unwrap(), json!([1]));
        let wrong = read(b"{\"email\": lea@example.com}", &BTreeMap::new());
        assert_eq!(wrong.unwrap_err(), "the body is not valid JSON at line 1, column 11");
    }
}
