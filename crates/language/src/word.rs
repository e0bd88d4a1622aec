//! The macros that declare words, and the traits that they implement.

use crate::{Reader, WordSpec};
use filrouge_source::Span;
use filrouge_syntax::Node;

/// The places of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The word itself.
    pub word: Span,
    /// From the word to the last character before the block.
    pub head: Span,
}

impl At {
    /// The places of `node`.
    #[must_use]
    pub fn of(node: Node<'_>) -> Self {
        Self { word: node.name_span(), head: node.head_span() }
    }
}

/// A typed word of the language.
pub trait Word: Sized {
    /// What the word is made of.
    const SPEC: &'static WordSpec;

    /// Reads a node; what is wrong becomes a finding and a broken part.
    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Self;
}

/// A bulky part that is seldom written stands in a box.
impl<W: Word> Word for Box<W> {
    const SPEC: &'static WordSpec = W::SPEC;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Self {
        Self::new(W::read(node, reader))
    }
}

/// Something that a name may refer to.
pub trait Target {
    /// What it is called in a sentence: `purpose`.
    const KIND: &'static str;
}

/// Declares a word that has a file and a page of its own.
///
/// Each part is `PLACE name: COUNT<KIND>`, with its documentation above it. The name is mechanical:
/// `snake_case` is written `snake-case`, and a trailing `_` (for the keywords of Rust) is dropped. Places:
/// `arg`, `prop`, `leaf`, `either`, `child`, `rest`, `head` (see [`Place`](crate::Place)). Counts: `One`, `Opt`,
/// `Many`, `Several`. `one_of` lists parts of which exactly one must be there.
macro_rules! word {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident = $word:literal since $since:literal { $($parts:tt)* }
        $(one_of { $($choice:ident),+ $(,)? })*
    ) => {
        $crate::word::part! {
            $(#[doc = $doc])*
            pub struct $name = $word since $since, page [Some(include_str!(concat!($word, ".md")))] { $($parts)* }
            $(one_of { $($choice),+ })*
        }

        impl $crate::Target for $name {
            const KIND: &'static str = $word;
        }

        /// The word of this file, for the list of words.
        pub(crate) const WORD: &$crate::WordSpec = <$name as $crate::Word>::SPEC;
    };
}

/// Declares a word that stands only inside another one and is described on that one's page.
macro_rules! part {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident = $word:literal { $($parts:tt)* }
        $(one_of { $($choice:ident),+ $(,)? })*
    ) => {
        $crate::word::part! {
            $(#[doc = $doc])*
            pub struct $name = $word since "0.1", page [None] { $($parts)* }
            $(one_of { $($choice),+ })*
        }
    };
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident = $word:literal since $since:literal, page [$page:expr_2021] {
            $(
                $(#[doc = $part_doc:literal])*
                $place:ident $part:ident : $count:ident < $kind:ty >
            ),* $(,)?
        }
        $(one_of { $($choice:ident),+ $(,)? })*
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            /// Where the word stands.
            pub at: $crate::At,
            $( $(#[doc = $part_doc])* pub $part: $crate::$count<$kind>, )*
        }

        impl $crate::Word for $name {
            const SPEC: &'static $crate::WordSpec = &$crate::WordSpec {
                name: $word,
                docs: &[$($doc),*],
                since: $since,
                page: $page,
                parts: &[$(
                    $crate::PartSpec {
                        name: $crate::word::kebab!($part),
                        docs: &[$($part_doc),*],
                        place: $crate::word::place!($place),
                        count: $crate::Count::$count,
                        holds: $crate::word::holds!($place $kind),
                    }
                ),*],
                groups: &[$( $crate::Group { names: &[$( $crate::word::kebab!($choice) ),+] } ),*],
            };

            #[allow(unused_mut, unused_variables, reason = "a word may have no parts")]
            fn read(node: filrouge_syntax::Node<'_>, reader: &mut $crate::Reader<'_>) -> Self {
                let mut claims = reader.claim(node, Self::SPEC);
                Self {
                    at: $crate::At::of(node),
                    $( $part: $crate::word::take!($place claims reader $kind), )*
                }
            }
        }
    };
}

macro_rules! place {
    (head) => {
        $crate::Place::Head
    };
    (arg) => {
        $crate::Place::Arg
    };
    (prop) => {
        $crate::Place::Prop
    };
    (leaf) => {
        $crate::Place::Leaf
    };
    (either) => {
        $crate::Place::Either
    };
    (child) => {
        $crate::Place::Child
    };
    (rest) => {
        $crate::Place::Rest
    };
}

macro_rules! holds {
    (child $kind:ty) => {
        $crate::Holds::Word(|| <$kind as $crate::Word>::SPEC)
    };
    (rest $kind:ty) => {
        $crate::Holds::Rest(<$kind as $crate::reader::Remainder>::rest)
    };
    ($place:ident $kind:ty) => {
        $crate::Holds::Value(<$kind as $crate::kinds::Kind>::SHAPE)
    };
}

macro_rules! take {
    (child $claims:ident $reader:ident $kind:ty) => {
        $claims.words::<$kind, _>($reader)
    };
    (rest $claims:ident $reader:ident $kind:ty) => {
        $claims.rest::<$kind, _>($reader)
    };
    ($place:ident $claims:ident $reader:ident $kind:ty) => {
        $claims.values::<$kind, _>($reader)
    };
}

/// Declares an ordered choice among words: `choice! { pub enum Step { Wait, Send } }`.
macro_rules! choice {
    ( $(#[doc = $doc:literal])* pub enum $name:ident as $title:literal { $($word:ident),+ $(,)? } ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $(
                #[doc = concat!("A `", stringify!($word), "`.")]
                $word(Box<$word>),
            )+
        }

        impl $crate::reader::Remainder for $name {
            fn rest() -> $crate::Rest {
                $crate::Rest {
                    takes: $crate::Takes { args: false, props: false, children: true },
                    words: &[$( <$word as $crate::Word>::SPEC ),+],
                    line: None,
                    name: $title,
                    quoting: $crate::Quoting::Kept,
                }
            }

            fn read_rest(
                left: $crate::Left<'_>,
                reader: &mut $crate::Reader<'_>,
            ) -> Vec<Option<filrouge_source::Spanned<Self>>> {
                left.each_child(|line| match line.name {
                    $(
                        name if name == <$word as $crate::Word>::SPEC.name =>
                            Some(Self::$word(Box::new(<$word as $crate::Word>::read(line.node, reader)))),
                    )+
                    _ => None,
                })
            }
        }

        impl $name {
            /// The places of the word.
            #[must_use]
            pub const fn at(&self) -> $crate::At {
                match self { $( Self::$word(word) => word.at, )+ }
            }

            /// The word as authors write it.
            #[must_use]
            pub const fn word(&self) -> &'static str {
                match self { $( Self::$word(_) => <$word as $crate::Word>::SPEC.name, )+ }
            }
        }
    };
}

/// The name of a part as authors write it.
macro_rules! kebab {
    ($part:ident) => {
        const {
            const SNAKE: &str = stringify!($part);
            const KEBAB: [u8; $crate::word::kebab_len(SNAKE)] = $crate::word::kebab_bytes(SNAKE);
            match std::str::from_utf8(&KEBAB) {
                Ok(name) => name,
                Err(_) => SNAKE,
            }
        }
    };
}

pub(crate) use {choice, holds, kebab, part, place, take, word};

/// Length of a name without the trailing `_` that keeps it apart from a keyword of Rust.
pub(crate) const fn kebab_len(snake: &str) -> usize {
    match snake.as_bytes() {
        [.., b'_'] => snake.len() - 1,
        _ => snake.len(),
    }
}

/// `snake_case` to `kebab-case`, when the crate is compiled.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler, where a panic is a compile error")]
pub(crate) const fn kebab_bytes<const LEN: usize>(snake: &str) -> [u8; LEN] {
    let mut name = [0; LEN];
    let mut at = 0;
    while at < LEN {
        let byte = snake.as_bytes()[at];
        name[at] = if byte == b'_' { b'-' } else { byte };
        at += 1;
    }
    name
}
