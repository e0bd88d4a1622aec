//! Data in tests: what an event or a profile holds.

use super::name::FieldName;
use super::{Decimal, Kind, Text, Written};
use crate::reader::{Left, Line, Reader, Remainder};
use crate::{Quoting, Rest, Shape, Takes};
use filrouge_source::{Span, Spanned};
use filrouge_syntax::{Entry, Node, Number, ValueKind};

/// A value of data, before its type is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Any text: also a date, an enum word, a country.
    Text(Text),
    /// A whole number.
    Integer(i128),
    /// A number with a point.
    Decimal(Decimal),
    /// A truth value.
    Bool(bool),
    /// Values in order.
    List(Vec<Spanned<Literal>>),
    /// Named values.
    Record(Vec<Spanned<Given>>),
}

/// A named value of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The field.
    pub name: Spanned<FieldName>,
    /// Its value.
    pub value: Spanned<Literal>,
}

impl Kind for Literal {
    const SHAPE: Shape = Shape::new("a value", "\"c1\"", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match written.kind {
            ValueKind::Text { value, .. } => Some(Self::Text(Text(value.into()))),
            ValueKind::Number(Number::Integer(number)) => Some(Self::Integer(*number)),
            ValueKind::Number(Number::Decimal(digits)) => Some(Self::Decimal(Decimal(digits.clone()))),
            ValueKind::Bool(value) => Some(Self::Bool(value)),
            ValueKind::Number(Number::Keyword(_)) | ValueKind::Null => {
                reader.wrong_kind(written, Self::SHAPE);
                None
            }
        }
    }
}

impl Remainder for Given {
    fn rest() -> Rest {
        Rest {
            takes: Takes { args: false, props: true, children: true },
            words: &[],
            line: None,
            name: "the data, field by field",
            quoting: Quoting::Kept,
        }
    }

    fn read_rest(left: Left<'_>, reader: &mut Reader<'_>) -> Vec<Option<Spanned<Self>>> {
        let mut read: Vec<_> = left.props.into_iter().map(|entry| given_prop(entry, reader)).collect();
        read.extend(left.children.into_iter().map(|Line { node, .. }| given_line(node, reader)));
        read
    }
}

fn given_prop(entry: Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Given>> {
    let name = Spanned::new(FieldName(entry.key()?.into()), entry.key_span()?);
    let value = literal(entry, reader)?;
    Some(Spanned::new(Given { name, value }, entry.span()))
}

fn given_line(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Given>> {
    let name = Spanned::new(FieldName(node.name().into()), node.name_span());
    let value = data(node, reader)?;
    Some(Spanned::new(Given { name, value }, node.span()))
}

fn literal(entry: Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Literal>> {
    let written = Written::from(entry.value());
    Literal::read(written, reader).map(|value| Spanned::new(value, written.span))
}

/// A line of data. `- …` lines are the items of a list; other lines and properties make a record; one argument
/// is a value and several are a list.
fn data(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Literal>> {
    let items: Vec<Node<'_>> = node.children().filter(|child| child.name() == "-").collect();
    if !items.is_empty() {
        let items = items.into_iter().filter_map(|item| data(item, reader)).collect();
        return Some(Spanned::new(Literal::List(items), node.span()));
    }
    if node.props().next().is_some() || node.block_span().is_some() {
        return Some(Spanned::new(Literal::Record(fields(node, reader)), node.span()));
    }
    let mut values = node.args().map(|entry| literal(entry, reader)).collect::<Option<Vec<_>>>()?;
    match values.len() {
        1 => values.pop(),
        _ => Some(Spanned::new(Literal::List(values), values_span(node))),
    }
}

fn fields(node: Node<'_>, reader: &mut Reader<'_>) -> Vec<Spanned<Given>> {
    let props: Vec<_> = node.props().filter_map(|entry| given_prop(entry, reader)).collect();
    let lines: Vec<_> = node.children().filter_map(|child| given_line(child, reader)).collect();
    props.into_iter().chain(lines).collect()
}

fn values_span(node: Node<'_>) -> Span {
    node.head_span()
}
