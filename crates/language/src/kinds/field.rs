//! Fields of events and profiles: a free name and a type.

use super::{Decimal, Duration, FieldName, Key, Name, Ref, Written};
use crate::reader::{Left, Line, Reader, Remainder};
use crate::word::part;
use crate::words::purpose::Purpose;
use crate::{Quoting, Rest, Takes, Word, rules};
use filrouge_source::{Span, Spanned};
use filrouge_syntax::Entry;

part! {
    /// A field: its name, its type, and what is known about it.
    pub struct Field = "field" {
        /// The name, as conditions and payloads spell it.
        head name: One<FieldName>,
        /// The type; `?` behind it when the field may be absent.
        rest ty: One<FieldType>,
        /// Category of personal data (a fideslang key); a field without one is not personal.
        prop category: Opt<Key>,
        /// Least value, or least length of a text or a list.
        prop min: Opt<Decimal>,
        /// Greatest value, or greatest length of a text or a list.
        prop max: Opt<Decimal>,
        /// How long this field is kept, when that is shorter than for the whole.
        prop retain: Opt<Duration>,
        /// Purposes that it is collected for; else those around it.
        either for_: Many<Ref<Purpose>>,
    }
}

/// A type as written.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldType {
    /// Its shape.
    pub shape: TypeShape,
    /// Whether the value may be absent: `?`.
    pub optional: bool,
}

/// The shape of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeShape {
    /// `string`, `bool`, `decimal`, …: one of [`FieldType::SIMPLE`].
    Simple(&'static str),
    /// `enum free pro`.
    Enum(Vec<Spanned<Name>>),
    /// `list string` or `list { … }`.
    List(Box<Spanned<FieldType>>),
    /// `record { … }`.
    Record(Vec<Spanned<Field>>),
    /// `ref products`: the key of something declared.
    Ref(Spanned<Name>),
}

impl FieldType {
    /// The types without parts.
    pub const SIMPLE: &[&str] = &[
        "string", "bool", "int", "decimal", "money", "date", "datetime", "duration", "email", "phone", "url",
        "country", "locale", "timezone", "currency", "point",
    ];

    /// Whether a word is the name of a type, or was probably meant to be.
    pub(crate) fn is_meant(word: &str) -> bool {
        let word = word.strip_suffix('?').unwrap_or(word);
        let near = || filrouge_report::nearest(word, Self::WORDS.iter().copied());
        Self::WORDS.contains(&word) || near().is_some() || foreign(word).is_some()
    }

    /// Every word that may start a type.
    pub const WORDS: &[&str] = &[
        "string", "bool", "int", "decimal", "money", "date", "datetime", "duration", "email", "phone", "url",
        "country", "locale", "timezone", "currency", "point", "enum", "list", "record", "ref",
    ];
}

impl Remainder for FieldType {
    fn rest() -> Rest {
        Rest {
            takes: Takes { args: true, props: false, children: true },
            words: &[],
            line: Some(Field::SPEC),
            name: "a type",
            quoting: Quoting::Bare,
        }
    }

    fn read_rest(left: Left<'_>, reader: &mut Reader<'_>) -> Vec<Option<Spanned<Self>>> {
        let Left { args, children, .. } = left;
        match args.split_first() {
            None => Vec::new(),
            Some((first, others)) => vec![read_type(*first, others, &children, reader)],
        }
    }
}

/// A type, and the fields of its block. Whatever the type has no use for is a finding.
fn read_type(
    first: Entry<'_>,
    args: &[Entry<'_>],
    block: &[Line<'_>],
    reader: &mut Reader<'_>,
) -> Option<Spanned<FieldType>> {
    let (word, optional) = type_word(first, reader)?;
    let span = args.last().map_or(first.span(), |last| first.span().to(last.span()));
    let shape = match word {
        "enum" => TypeShape::Enum(variants(first, args, reader)?),
        "list" => TypeShape::List(Box::new(item_type(first, args, block, reader)?)),
        "record" => TypeShape::Record(record(first, block, reader)?),
        "ref" => TypeShape::Ref(variants(first, args, reader)?.into_iter().next()?),
        simple => TypeShape::Simple(simple),
    };
    let takes_args = matches!(word, "enum" | "list" | "ref");
    if !takes_args {
        args.iter().for_each(|entry| needless(*entry, word, reader));
    }
    if !matches!(word, "list" | "record") {
        block.iter().for_each(|line| needless_line(line, word, reader));
    }
    Some(Spanned::new(FieldType { shape, optional }, span))
}

/// The first word of a type, without its `?`.
fn type_word(first: Entry<'_>, reader: &mut Reader<'_>) -> Option<(&'static str, bool)> {
    let written = Written::from(first.value());
    let text = reader.text_of(written, TYPE)?;
    let (word, optional) = text.strip_suffix('?').map_or((text, false), |word| (word, true));
    if let Some(known) = FieldType::WORDS.iter().copied().find(|known| *known == word) {
        return Some((known, optional));
    }
    let near = filrouge_report::nearest(word, FieldType::WORDS.iter().copied()).or_else(|| foreign(word));
    reader.push(rules::unknown_type::UnknownType {
        written: word.to_owned(),
        place: written.span,
        near,
        optional,
    });
    None
}

const TYPE: crate::Shape = crate::Shape::new("a type", "string", Quoting::Bare);

/// What other languages call our types.
fn foreign(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "text" | "str" | "varchar" | "uuid" => "string",
        "integer" | "int64" | "int32" | "long" => "int",
        "number" | "float" | "double" | "numeric" | "real" => "decimal",
        "boolean" => "bool",
        "timestamp" | "instant" | "time" => "datetime",
        "array" | "set" => "list",
        "object" | "struct" | "map" | "json" => "record",
        "uri" | "link" => "url",
        "tz" => "timezone",
        "language" => "locale",
        _ => return None,
    })
}

fn variants(first: Entry<'_>, args: &[Entry<'_>], reader: &mut Reader<'_>) -> Option<Vec<Spanned<Name>>> {
    if args.is_empty() {
        incomplete(first.span(), "needs its words", "enum free pro", reader);
        return None;
    }
    let read = args.iter().filter_map(|entry| {
        let written = Written::from(entry.value());
        <Name as super::Kind>::read(written, reader).map(|name| Spanned::new(name, written.span))
    });
    Some(read.collect())
}

fn item_type(
    first: Entry<'_>,
    args: &[Entry<'_>],
    block: &[Line<'_>],
    reader: &mut Reader<'_>,
) -> Option<Spanned<FieldType>> {
    match args.split_first() {
        Some((item, others)) => read_type(*item, others, block, reader),
        None if block.is_empty() => {
            incomplete(first.span(), "needs its items", "list string", reader);
            None
        }
        None => {
            let fields = record(first, block, reader)?;
            let shape = TypeShape::Record(fields);
            Some(Spanned::new(FieldType { shape, optional: false }, first.span()))
        }
    }
}

fn record(first: Entry<'_>, block: &[Line<'_>], reader: &mut Reader<'_>) -> Option<Vec<Spanned<Field>>> {
    if block.is_empty() {
        incomplete(first.span(), "needs its fields", "record { sku string; price decimal }", reader);
        return None;
    }
    let fields = block.iter().map(|line| Spanned::new(Field::read(line.node, reader), line.node.head_span()));
    Some(fields.collect())
}

fn incomplete(place: Span, needs: &'static str, example: &'static str, reader: &mut Reader<'_>) {
    let written = reader.text(place).to_owned();
    reader.push(rules::incomplete_type::IncompleteType { written, place, needs, example });
}

fn needless(entry: Entry<'_>, word: &'static str, reader: &mut Reader<'_>) {
    reader.push(rules::extra_argument::ExtraArgument {
        word: word.to_owned(),
        takes: Vec::new(),
        props: Vec::new(),
        written: reader.text(entry.span()).to_owned(),
        value: entry.span(),
    });
}

fn needless_line(line: &Line<'_>, word: &'static str, reader: &mut Reader<'_>) {
    reader.push(rules::unknown_word::UnknownWord {
        within: Some(word.to_owned()),
        word: line.node.name().to_owned(),
        place: line.node.name_span(),
        near: None,
        inside: Vec::new(),
        allowed: Vec::new(),
    });
}

impl Remainder for Field {
    fn rest() -> Rest {
        Rest {
            takes: Takes { args: false, props: false, children: true },
            words: &[],
            line: Some(Field::SPEC),
            name: "the fields",
            quoting: Quoting::Bare,
        }
    }

    fn read_rest(left: Left<'_>, reader: &mut Reader<'_>) -> Vec<Option<Spanned<Self>>> {
        left.each_child(|line| Some(<Self as Word>::read(line.node, reader)))
    }
}
