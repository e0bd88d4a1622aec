//! What each word of a text is, for colours: also inside of conditions and templates.

mod expression;
mod placeholder;

use crate::page::Page;
use crate::protocol::{Document, DocumentRange, Tokens};
use filrouge_language::kinds::{Condition, Expression, FieldType, Kind as _, TemplateText};
use filrouge_language::{Found, PartSpec, Place, Position, lookup, part_at};
use filrouge_source::Span;
use filrouge_syntax::{Entry, Node, OffsetMap, ValueKind};

/// The kinds, by their numbers.
pub const TYPES: &[&str] = &[
    "keyword",
    "property",
    "string",
    "number",
    "enumMember",
    "class",
    "function",
    "variable",
    "method",
    "type",
];
/// The modifiers, by their bits.
pub const MODIFIERS: &[&str] = &["declaration"];

/// The number of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    Keyword = 0,
    Property = 1,
    String = 2,
    Number = 3,
    EnumMember = 4,
    Class = 5,
    Function = 6,
    Variable = 7,
    Method = 8,
    Type = 9,
}

/// A word and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    pub at: Span,
    pub ty: Role,
    pub declares: bool,
}

impl Token {
    pub const fn new(at: Span, ty: Role) -> Self {
        Self { at, ty, declares: false }
    }
}

/// All tokens of a document.
pub fn all(page: &Page<'_>, _: Document) -> Tokens {
    encoded(found(page), page)
}

/// The tokens of a range.
pub fn some(page: &Page<'_>, query: DocumentRange) -> Tokens {
    let span = page.span(query.range);
    let mut tokens = found(page);
    tokens.retain(|token| token.at.end > span.start && token.at.start < span.end);
    encoded(tokens, page)
}

fn found(page: &Page<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    if page.source.is_kdl() {
        let tree = page.tree();
        let mut path = Vec::new();
        tree.roots().for_each(|node| of_node(node, &mut path, page, &mut tokens));
    } else {
        let place = |range: std::ops::Range<usize>| {
            Span::new(page.file, crate::encoding::small(range.start), crate::encoding::small(range.end))
        };
        placeholder::tokens(page.text(), &place, &mut tokens);
    }
    tokens.sort();
    tokens
}

fn of_node<'t>(node: Node<'t>, path: &mut Vec<&'t str>, page: &Page<'_>, tokens: &mut Vec<Token>) {
    path.push(node.name());
    let found = lookup(path);
    let name = match found {
        Some(Found::Word(spec)) if spec.parts_in(Place::Head).next().is_some() => Role::Property,
        Some(Found::Word(_)) => Role::Keyword,
        Some(Found::Leaf(_) | Found::Free(_)) | None => Role::Property,
    };
    tokens.push(Token {
        declares: name == Role::Property && is_field(found),
        ..Token::new(node.name_span(), name)
    });
    let mut args = 0;
    for entry in node.entries() {
        let position = entry.key().map_or(Position::Arg(args), Position::Prop);
        args += usize::from(entry.key().is_none());
        tokens.extend(entry.key_span().map(|key| Token::new(key, Role::Property)));
        let part = part_at(path, position);
        of_value(entry, part, is_field(found), page, tokens);
    }
    node.children().for_each(|child| of_node(child, path, page, tokens));
    path.pop();
}

/// Whether a line is a field: its arguments are a type.
fn is_field(found: Option<Found>) -> bool {
    matches!(found, Some(Found::Word(spec)) if spec.name == "field")
}

fn of_value(
    entry: Entry<'_>,
    part: Option<&PartSpec>,
    is_field: bool,
    page: &Page<'_>,
    tokens: &mut Vec<Token>,
) {
    let value = entry.value();
    let at = value.span();
    let shape = part.and_then(PartSpec::shape);
    let is = |name: &str| shape.is_some_and(|shape| shape.name == name);
    let ty = match value.kind() {
        ValueKind::Number(_) => Role::Number,
        ValueKind::Bool(_) | ValueKind::Null => Role::Keyword,
        ValueKind::Text { value: text, .. } if is(Condition::SHAPE.name) || is(Expression::SHAPE.name) => {
            return inside(at, page, |place| expression::tokens(text, place, tokens));
        }
        ValueKind::Text { value: text, .. } if is(TemplateText::SHAPE.name) => {
            return inside(at, page, |place| placeholder::tokens(text, place, tokens));
        }
        ValueKind::Text { value: text, .. } if is_field && entry.key().is_none() => {
            let word = text.trim_end_matches('?');
            if FieldType::WORDS.contains(&word) { Role::Type } else { Role::EnumMember }
        }
        ValueKind::Text { value: text, .. } if shape.is_none() && is_expression(at, page) => {
            return inside(at, page, |place| expression::tokens(text, place, tokens));
        }
        ValueKind::Text { .. } => named(shape),
    };
    let declares = part.is_some_and(|part| part.name == "name" && part.place == Place::Arg);
    let ty = if declares { Role::Class } else { ty };
    tokens.push(Token { declares, ..Token::new(at, ty) });
}

fn named(shape: Option<filrouge_language::Shape>) -> Role {
    match shape {
        Some(shape) if shape.target == Some("step") => Role::Function,
        Some(shape) if shape.target.is_some() => Role::Class,
        Some(shape) if !shape.choices.is_empty() => Role::EnumMember,
        _ => Role::String,
    }
}

/// A value of a free name is an expression where the link has typed it.
fn is_expression(at: Span, page: &Page<'_>) -> bool {
    page.atlas().types_in(page.file).any(|(typed, _)| typed == at)
}

/// Hands in the way from a text to where it stands in the file.
fn inside(at: Span, page: &Page<'_>, read: impl FnOnce(&dyn Fn(std::ops::Range<usize>) -> Span)) {
    let map = OffsetMap::at(page.text(), at);
    read(&|range| map.span(range));
}

/// Differences between neighbours, as the protocol wants them. Tokens that overlap, are empty or go over several lines
/// are left out.
fn encoded(tokens: Vec<Token>, page: &Page<'_>) -> Tokens {
    let mut data = Vec::with_capacity(tokens.len() * 5);
    let (mut before, mut end) = (page.position(0), 0);
    for token in tokens {
        let range = page.range(token.at);
        if token.at.start < end || token.at.is_empty() || range.start.line != range.end.line {
            continue;
        }
        let is_same_line = range.start.line == before.line;
        let from = if is_same_line { before.character } else { 0 };
        let length = range.end.character - range.start.character;
        let line = range.start.line - before.line;
        data.extend([line, range.start.character - from, length, token.ty as u32, u32::from(token.declares)]);
        (before, end) = (range.start, token.at.end);
    }
    Tokens { data }
}
