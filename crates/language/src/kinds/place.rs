//! Where something stands in what comes in: in its JSON body, or in a header.

use super::name::as_text;
use super::{Kind, Written};
use crate::{Quoting, Reader, Shape, rules};
use std::fmt;

/// What stands before the name of a header.
const HEADER: &str = "header:";

/// Where something stands in what comes in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the JSON body, as a JSON Pointer (RFC 6901): `/customer/email`.
    Body(Box<str>),
    /// In the header of this name, in small letters: `header:x-topic`.
    Header(Box<str>),
}

/// A JSON Pointer into the body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(pub Box<str>);

as_text!(Pointer);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(pointer) => f.write_str(pointer),
            Self::Header(name) => write!(f, "{HEADER}{name}"),
        }
    }
}

impl Kind for Place {
    const SHAPE: Shape = Shape::new("a place in what comes in", "\"/customer/email\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        let place = place(text);
        if place.is_none() {
            let (place, better) = (written.span, meant(text));
            reader.push(rules::invalid_place::InvalidPlace { written: text.to_owned(), place, better });
        }
        place
    }
}

impl Kind for Pointer {
    const SHAPE: Shape = Shape::new("a place in the body", "\"/items\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        if is_pointer(text) {
            return Some(Self(text.into()));
        }
        let (place, better) = (written.span, meant(text));
        reader.push(rules::invalid_place::InvalidPlace { written: text.to_owned(), place, better });
        None
    }
}

fn place(text: &str) -> Option<Place> {
    match text.strip_prefix(HEADER) {
        Some(name) => is_header(name).then(|| Place::Header(name.to_ascii_lowercase().into())),
        None => is_pointer(text).then(|| Place::Body(text.into())),
    }
}

/// The name of a header is a token (RFC 9110, 5.6.2).
fn is_header(name: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(token)
}

/// A pointer is empty or begins with `/`; `~` stands only in `~0` and `~1`.
fn is_pointer(text: &str) -> bool {
    let escaped = text.split('~').skip(1).all(|behind| behind.starts_with(['0', '1']));
    (text.is_empty() || text.starts_with('/')) && escaped
}

/// A path as other tools write it, as a pointer: `customer.email`, `$.items[0].price`.
fn meant(text: &str) -> Option<String> {
    let path = text.strip_prefix('$').unwrap_or(text).replace('[', ".").replace(']', "");
    let steps: Vec<_> = path.split('.').filter(|step| !step.is_empty()).collect();
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/');
    let fits = !steps.is_empty() && path.chars().all(plain);
    fits.then(|| format!("/{}", steps.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_pointer_or_a_header() {
        for good in ["", "/", "/a/b", "/a~1b/~0", "/items/0/é", "header:X-Topic"] {
            assert!(place(good).is_some(), "{good}");
        }
        for bad in ["a", "a.b", "/a~2", "/~", "header:", "header:a b", "$.a"] {
            assert!(place(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn what_other_tools_write_is_offered_as_a_pointer() {
        let offered = |text: &str| meant(text).unwrap_or_default();
        assert_eq!(offered("customer.email"), "/customer/email");
        assert_eq!(offered("$.items[0].price"), "/items/0/price");
        assert_eq!(offered("customer/email"), "/customer/email");
        assert_eq!(offered("a b"), "");
    }
}
