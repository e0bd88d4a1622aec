//! Closed sets of words.

use super::Written;
use crate::{Reader, Shape, rules};

/// Declares a closed set: `closed! { /// How often. pub enum Mode: "a mode" { Never = "never" } }`.
macro_rules! closed {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident: $title:literal {
            $( $(#[doc = $word_doc:literal])* $variant:ident = $word:literal ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $word_doc])* $variant, )+ }

        impl $name {
            /// Every word, in order.
            pub const WORDS: &[&str] = &[$($word),+];

            /// The word as authors write it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }

        impl $crate::kinds::Kind for $name {
            const SHAPE: $crate::Shape = $crate::Shape {
                choices: Self::WORDS,
                ..$crate::Shape::new($title, $crate::kinds::closed::first(Self::WORDS), $crate::Quoting::Bare)
            };

            fn read(written: $crate::kinds::Written<'_>, reader: &mut $crate::Reader<'_>) -> Option<Self> {
                match $crate::kinds::closed::word_of(written, Self::SHAPE, reader)? {
                    $( $word => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use closed;

/// The first word of a set, as the example.
pub(crate) const fn first(words: &'static [&'static str]) -> &'static str {
    match words {
        [first, ..] => first,
        [] => "",
    }
}

/// The word of the set that was written; a misspelt one is a finding, and read as the one that was meant.
pub(crate) fn word_of(written: Written<'_>, shape: Shape, reader: &mut Reader<'_>) -> Option<&'static str> {
    let text = reader.text_of(written, shape)?;
    let exact = shape.choices.iter().find(|choice| **choice == text);
    if let Some(exact) = exact {
        return Some(exact);
    }
    let close = filrouge_report::nearest(text, shape.choices.iter().copied());
    reader.push(rules::unknown_choice::UnknownChoice {
        wanted: shape.name,
        written: text.to_owned(),
        place: written.span,
        near: close,
        choices: shape.choices,
    });
    shape.choices.iter().copied().find(|choice| Some(*choice) == close)
}
