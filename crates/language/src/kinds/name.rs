//! Names, references to names, prose and paths.

use super::{Kind, Written};
use crate::{Quoting, Reader, Shape, Target, rules};
use filrouge_syntax::ValueKind;
use std::fmt;
use std::marker::PhantomData;

/// A name: what the project calls something. Names of events may have spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub Box<str>);

/// The name of a field: letters, digits and `_`, as conditions spell it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldName(pub Box<str>);

/// A key of a taxonomy: words between dots.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub Box<str>);

/// Prose for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub Box<str>);

/// A file of the project, relative to its root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(pub Box<str>);

/// A folder of the project, relative to its root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folder(pub Box<str>);

/// The name of something that is declared elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ref<T> {
    /// The name.
    pub name: Box<str>,
    target: PhantomData<fn() -> T>,
}

/// The words are texts; this is how to look at them.
macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

pub(super) use as_text;

as_text!(Name, FieldName, Key, Text, Path, Folder);

impl<T> Ref<T> {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }
}

impl<T> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Kind for Name {
    const SHAPE: Shape = Shape::new("a name", "first-name", Quoting::Bare);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        name(written, Self::SHAPE, reader).map(Self)
    }
}

impl Kind for Key {
    const SHAPE: Shape = Shape::new("a key", "\"user.contact.email\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        if text.split('.').all(|word| !word.is_empty() && word.chars().all(plain)) {
            return Some(Self(text.into()));
        }
        reader.push(rules::invalid_name::InvalidName {
            name: text.to_owned(),
            place: written.span,
            why: "a key is words of letters, digits, `_` and `-`, with dots between them",
            better: None,
        });
        None
    }
}

impl<T: Target> Kind for Ref<T> {
    const SHAPE: Shape = Shape { target: Some(T::KIND), ..Shape::new("a name", "first-name", Quoting::Bare) };

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        name(written, Self::SHAPE, reader).map(|name| Self { name, target: PhantomData })
    }
}

impl Kind for FieldName {
    const SHAPE: Shape = Shape::new("the name of a field", "first_name", Quoting::Bare);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        if is_field_name(text) {
            return Some(Self(text.into()));
        }
        reader.push(rules::invalid_name::InvalidName {
            name: text.to_owned(),
            place: written.span,
            why: "a field is spelled as conditions read it, with letters, digits and `_`",
            better: Some(field_name(text)),
        });
        None
    }
}

impl Kind for Text {
    const SHAPE: Shape = Shape::new("a text", "\"Welcome\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.text_of(written, Self::SHAPE).map(|text| Self(text.into()))
    }
}

impl Kind for Path {
    const SHAPE: Shape = Shape::new("the path of a file", "\"templates/welcome.mjml\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        inside(written, Self::SHAPE, reader).map(Self)
    }
}

impl Kind for Folder {
    const SHAPE: Shape = Shape::new("the path of a folder", "journeys", Quoting::Bare);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        inside(written, Self::SHAPE, reader).map(Self)
    }
}

/// A path that stays inside the project.
fn inside(written: Written<'_>, shape: Shape, reader: &mut Reader<'_>) -> Option<Box<str>> {
    let text = reader.text_of(written, shape)?;
    if let Some(why) = outside(text) {
        reader.push(rules::invalid_path::InvalidPath { path: text.to_owned(), place: written.span, why });
        return None;
    }
    Some(text.into())
}

/// A name of any kind: not empty, nothing that cannot be seen, no space at its ends.
fn name(written: Written<'_>, shape: Shape, reader: &mut Reader<'_>) -> Option<Box<str>> {
    let text = reader.text_of(written, shape)?;
    if matches!(written.kind, ValueKind::Text { bare: true, .. }) && text.contains(',') {
        comma(text, written, reader);
        return None;
    }
    let trimmed = text.trim();
    if !trimmed.is_empty() && trimmed == text && !text.contains(char::is_control) {
        return Some(text.into());
    }
    reader.push(rules::invalid_name::InvalidName {
        name: text.to_owned(),
        place: written.span,
        why: "a name is not empty and has no space at its ends and no line break",
        better: (!trimmed.is_empty() && !trimmed.contains(char::is_control)).then(|| trimmed.to_owned()),
    });
    None
}

/// Whether conditions can spell a field so.
#[must_use]
pub fn is_field_name(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(|letter| letter.is_alphabetic() || letter == '_');
    first && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn comma(text: &str, written: Written<'_>, reader: &mut Reader<'_>) {
    reader.push(rules::invalid_name::InvalidName {
        name: text.to_owned(),
        place: written.span,
        why: "several names stand on a line of the block, with spaces between them",
        better: None,
    });
}

fn field_name(text: &str) -> String {
    let mapped = text.trim().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' });
    let name: String = mapped.collect();
    if name.starts_with(|first: char| first.is_numeric()) { format!("_{name}") } else { name }
}

/// Why a path does not stay inside the project.
fn outside(path: &str) -> Option<&'static str> {
    let mut parts = path.split('/');
    if path.is_empty() {
        Some("it is empty")
    } else if path.starts_with('/') || path.contains(':') {
        Some("it is absolute")
    } else if path.contains('\\') {
        Some("its parts are separated by `/` on every platform")
    } else if parts.any(|part| part == "..") {
        Some("it leaves the project")
    } else {
        None
    }
}
