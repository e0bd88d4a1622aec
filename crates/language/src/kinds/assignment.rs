//! Values that are worked out when the step runs.

use super::{Expression, FieldName, Kind, Name, Written};
use crate::reader::{Left, Reader, Remainder};
use crate::{Quoting, Rest, Takes, rules};
use filrouge_source::Spanned;
use filrouge_syntax::{Entry, Node};

/// A free name and the expression that yields its value: `discount=10`, or a line `discount "…"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<N> {
    /// What gets the value.
    pub name: Spanned<N>,
    /// The expression that yields it.
    pub value: Spanned<Expression>,
}

/// A field and its value.
pub type Assignment = Named<FieldName>;

/// A parameter of an address and its value: services spell their names as they like.
pub type Parameter = Named<Name>;

impl<N: Kind> Remainder for Named<N> {
    fn rest() -> Rest {
        Rest {
            takes: Takes { args: false, props: true, children: true },
            words: &[],
            line: None,
            name: "names with expressions",
            quoting: Quoting::Quoted,
        }
    }

    fn read_rest(left: Left<'_>, reader: &mut Reader<'_>) -> Vec<Option<Spanned<Self>>> {
        let mut read: Vec<_> = left.props.iter().map(|entry| from_prop(*entry, reader)).collect();
        read.extend(left.children.iter().map(|line| from_line(line.node, reader)));
        read
    }
}

fn from_prop<N: Kind>(entry: Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Named<N>>> {
    let key = Written {
        kind: filrouge_syntax::ValueKind::Text { value: entry.key()?, bare: true },
        span: entry.key_span()?,
    };
    let name = N::read(key, reader);
    let value = expression(entry, reader);
    Some(Spanned::new(Named { name: Spanned::new(name?, key.span), value: value? }, entry.span()))
}

fn from_line<N: Kind>(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Named<N>>> {
    let written = Written::name(node);
    let name = N::read(written, reader).map(|name| Spanned::new(name, written.span));
    let mut args = node.args();
    let first = args.next();
    for entry in args {
        reader.push(rules::extra_argument::ExtraArgument {
            word: node.name().to_owned(),
            takes: vec!["expression"],
            props: Vec::new(),
            written: reader.text(entry.span()).to_owned(),
            value: entry.span(),
        });
    }
    let Some(first) = first else {
        reader.push(rules::line_without_value::LineWithoutValue {
            name: node.name().to_owned(),
            wants: Expression::SHAPE.name,
            example: Expression::SHAPE.example.to_owned(),
            place: node.head_span(),
        });
        return None;
    };
    let value = expression(first, reader);
    Some(Spanned::new(Named { name: name?, value: value? }, node.head_span()))
}

fn expression(entry: Entry<'_>, reader: &mut Reader<'_>) -> Option<Spanned<Expression>> {
    let written = Written::from(entry.value());
    Expression::read(written, reader).map(|value| Spanned::new(value, written.span))
}
