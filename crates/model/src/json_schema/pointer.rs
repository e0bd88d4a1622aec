//! A part of a JSON file by its pointer (RFC 6901): `#/properties/phone`.

use super::{Place, STRICT};
use filrouge_source::{FileId, Span};
use jsonc_parser::ast::Value;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, parse_to_ast};

/// The part of `text` to which `pointer` leads, with its name.
///
/// # Errors
/// The pointers that lead on from where the way ends.
pub(crate) fn part(file: FileId, text: &str, pointer: &str) -> Result<Span, Vec<String>> {
    let read = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = Place { file, skipped: text.len() - read.len() };
    let Some(root) = parse_to_ast(read, &CollectOptions::default(), &STRICT).ok().and_then(|all| all.value)
    else {
        return Err(Vec::new());
    };
    let (mut here, mut range, mut way) = (&root, root.range(), String::new());
    for word in pointer.split('/').skip(1) {
        let Some((next, part)) = step(here, word) else {
            return Err(names(here).map(|name| format!("{way}/{name}")).collect());
        };
        (here, range) = (next, part);
        way = format!("{way}/{word}");
    }
    Ok(place.of(range))
}

fn step<'a, 'v>(value: &'a Value<'v>, word: &str) -> Option<(&'a Value<'v>, Range)> {
    match value {
        Value::Object(object) => {
            let name = word.replace("~1", "/").replace("~0", "~");
            let member = object.properties.iter().find(|member| member.name.as_str() == name)?;
            Some((&member.value, member.range()))
        }
        Value::Array(items) => {
            let item = items.elements.get(word.parse::<usize>().ok()?)?;
            Some((item, item.range()))
        }
        _ => None,
    }
}

/// How a pointer names what is in a value.
fn names<'a>(value: &'a Value<'_>) -> impl Iterator<Item = String> + 'a {
    let members = value.as_object().into_iter().flat_map(|object| &object.properties);
    members.map(|member| member.name.as_str().replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{feff}{ \"a/b\": { \"c\": [1, { \"d~\": 2 }] }, \"e\": null }";

    fn found(pointer: &str) -> Result<&str, Vec<String>> {
        part(FileId(0), TEXT, pointer).map(|span| TEXT.get(span.range()).unwrap())
    }

    #[test]
    fn a_pointer_leads_to_a_member_with_its_name() {
        assert_eq!(found("/e"), Ok("\"e\": null"));
        assert_eq!(found("/a~1b/c/0"), Ok("1"));
        assert_eq!(found("/a~1b/c/1/d~0"), Ok("\"d~\": 2"));
        assert_eq!(found(""), Ok(TEXT.trim_start_matches('\u{feff}')));
    }

    #[test]
    fn a_way_that_ends_tells_where_it_could_go_on() {
        assert_eq!(found("/x/y"), Err(vec!["/a~1b".to_owned(), "/e".to_owned()]));
        assert_eq!(found("/a~1b/d"), Err(vec!["/a~1b/c".to_owned()]));
        assert_eq!(found("/e/f"), Err(vec![]));
        assert_eq!(part(FileId(0), "not json", "/a"), Err(vec![]));
    }
}
